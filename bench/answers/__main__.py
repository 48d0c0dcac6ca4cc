"""Measure on the database of DATABASE_URL, empty until now; print each row as a line of JSON."""

import dataclasses
import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.answers.settings"
import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.answers import counting, sending  # noqa: E402


def main(parts: list[str]) -> None:
    """Measure the named parts, or all."""
    call_command("migrate", verbosity=0)
    if "sending" in parts or (not parts and connection.vendor == "postgresql"):
        _print(sending.run())
    if "counting" in parts or not parts:
        _print(counting.run())


def _print(rows: object) -> None:
    for row in rows:  # type: ignore[attr-defined]
        print(json.dumps(dataclasses.asdict(row)), flush=True)


main(sys.argv[1:])
