"""`make run`'s server in a process of its own, as people and the operating system meet it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def start(var: Path, **more: str) -> tuple[subprocess.Popen[str], str, str]:
    """`make run`'s server over this folder on a free port: process, what it said, its address."""
    env = {**os.environ, "JOURNEYMAP_VAR": str(var), "PORT": "0", "HOST": "127.0.0.1"}
    env.pop("DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.serve"],
        cwd=ROOT,
        env=env | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if found := re.match(r"Journeymap is at (\S+)", line):
            return process, said, found[1]
    pytest.fail(said)


def stop(process: subprocess.Popen[str]) -> str:
    """Press Ctrl-C; what it said then. The process is gone after this, whatever happens."""
    try:
        process.send_signal(signal.SIGINT)
        return process.communicate(timeout=60)[0]
    finally:
        process.kill()
        process.wait()
