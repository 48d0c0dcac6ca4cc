"""Answers: counting them against a plain GROUP BY, bringing them in against plain DRF and COPY.

Each database is measured in a process of its own: on an SQLite file, and on a PostgreSQL that
keeps what it has committed (fsync is on).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.postgres import postgres
from tools import steps

from .. import Row


def run() -> Iterator[Row]:
    """Measure on both databases."""
    with TemporaryDirectory() as folder:
        yield from _measured(f"sqlite:///{Path(folder) / 'answers'}", folder)
        with postgres(durable=True) as url:
            yield from _measured(url, folder)


def _measured(url: str, folder: str) -> Iterator[Row]:
    """Return the rows of a child process, as they come."""
    more = {"DATABASE_URL": url, "JOURNEYMAP_VAR": folder, "DEBUG": "0", "LOG_LEVEL": "ERROR"}
    with subprocess.Popen(
        [sys.executable, "-m", "bench.answers"],
        cwd=steps.ROOT,
        env={**os.environ, **more},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        for line in process.stdout:
            yield Row(**json.loads(line))
    if process.returncode:
        raise SystemExit(f"bench.answers ended with {process.returncode}")
