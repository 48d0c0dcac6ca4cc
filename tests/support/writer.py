"""A process that writes: ``python -m tests.support.writer DOCUMENT NAME FIRST COUNT``.

Commits edits NAME-FIRST, NAME-(FIRST+1), … to a document (COUNT of them; 0: for ever) and prints
each one's number when the door has acknowledged it. The database is DATABASE_URL's.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]


def start(document_id: str, name: str, first: int = 0, count: int = 0) -> subprocess.Popen[str]:
    """Start a writer on the database of the running test."""
    return subprocess.Popen(
        [sys.executable, "-m", __name__, document_id, name, str(first), str(count)],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "journeymap.settings",
            "SECRET_KEY": "of a test's writer",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def database_url() -> str:
    """The address of the database that the running test uses."""
    from django.db import connection

    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    user = quote(at["USER"], safe="") + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgres://{user}@{quote(at['HOST'], safe='')}{port}/{at['NAME']}"


def main(document_id: str, name: str, first: int, count: int) -> None:
    """Write, and print what was acknowledged."""
    import django

    django.setup()
    from journeymap.documents import log
    from journeymap.workspaces.access import SYSTEM

    for number in itertools.islice(itertools.count(first), count or None):
        comment = {"on": "s1", "text": f"{name} wrote {number}"}
        ops = [
            {"op": "patch", "id": "s1", "set": {"title": f"{name} {number}"}},
            {"op": "put", "kind": "comment", "id": f"{name}-{number}", "value": comment},
        ]
        if number:
            ops.append({"op": "remove", "id": f"{name}-{number - 1}"})
        log.commit(document_id, SYSTEM, ops, client_id=f"{name}-{number}")
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
