"""One commit on a journey of 1,000 steps against one on 10: the door's cost must not grow."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from . import Row, seconds

FEW, MANY, PAIRS = 10, 1000, 40


def run() -> list[Row]:
    """Time edits in pairs, small and large journey in turn, on an SQLite file of its own."""
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder)):
        return [_row(name, edit) for name, edit in _edits().items()]


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "journeymap.settings")
    os.environ.setdefault("JOURNEYMAP_VAR", str(folder))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(folder / "b")
    try:
        call_command("migrate", verbosity=0)
        _journeys()
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _journeys() -> None:
    from journeymap.documents import log, shelf
    from journeymap.documents.order import spread
    from journeymap.workspaces.access import SYSTEM

    workspace = shelf.create_workspace("Bench")
    for size in (FEW, MANY):
        ops = [_put("journey", f"j{size}", title="Bench"), _put("stage", "g", title="Stage")]
        for number, order in enumerate(spread(size)):
            ops.append(_put("step", f"s{number}", title="Step", stage="g", order=order))
            if number:
                way = {"source": f"s{number - 1}", "target": f"s{number}"}
                ops.append(_put("transition", f"t{number}", **way))
        log.create(workspace, "journey", SYSTEM, ops)


def _put(kind: str, identity: str, /, **value: object) -> dict[str, object]:
    return {"op": "put", "kind": kind, "id": identity, "value": value}


def _edits() -> dict[str, list[dict[str, object]]]:
    """Edits by name; ``#`` stands for a number that is new every time."""
    return {
        "rename a step": [{"op": "patch", "id": "s5", "set": {"title": "#"}}],
        "add a step": [_put("step", "n#", title="New", stage="g", order="V")],
        "remove and bring back a step": [
            {"op": "remove", "id": "s5"},
            _put("step", "s5", title="#", stage="g"),
        ],
    }


def _row(name: str, edit: list[dict[str, object]]) -> Row:
    from journeymap.documents import log
    from journeymap.workspaces.access import SYSTEM

    numbers = itertools.count()

    def once(size: int) -> float:
        number = f"{name.replace(' ', '-')}-{next(numbers)}"
        ops = [_numbered(op, number) for op in edit]
        return seconds(
            lambda: log.commit(f"j{size}", SYSTEM, ops, client_id=number), runs=1, warm=0
        )

    pairs = [(once(FEW), once(MANY)) for _ in range(PAIRS)]
    few, many = (median(times) for times in zip(*pairs, strict=True))
    compared = f"{many * 1000:.1f} ms on {MANY:,} steps against {few * 1000:.1f} ms on {FEW}"
    return Row(f"one commit: {name}", compared, many / few, 3.0)


def _numbered(value: object, number: str) -> object:
    if isinstance(value, dict):
        return {key: _numbered(item, number) for key, item in value.items()}
    return value.replace("#", number) if isinstance(value, str) else value
