"""A workspace with a journey of twenty steps, and any number of answers to it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from journeymap.documents import log, shelf
from journeymap.workspaces.access import Actor
from journeymap.workspaces.models import Workspace
from journeymap.workspaces.people import issue_token
from touchpoints import tallies
from touchpoints.keeping import BLANK

from ..commit import _put

JOURNEY, STEPS = "j", 20
#: By column: what answer number i says, in SQL that both databases know.
_SAID = {
    "client_id": "'c' || i",
    "journey": f"'{JOURNEY}'",
    "step": f"'s' || (i * 7 % {STEPS})",
    "emotion": "1 + i * 31 % 5",
    "efficiency": "1 + i * 17 / 7 % 5",
    "ease": "CASE WHEN i % 9 = 0 THEN NULL ELSE 1 + i * 13 / 5 % 5 END",
    "got_it_done": "CASE i % 4 WHEN 0 THEN 'no' WHEN 1 THEN 'partly' ELSE 'yes' END",
    "expectation": "i % 3 - 1",
    "comment": "CASE WHEN i % 5 = 0 THEN 'The queue was long, but the adviser was kind. ' || i"
    " ELSE '' END",
    "channel": "CASE i % 3 WHEN 0 THEN 'phone' WHEN 1 THEN 'web' ELSE 'face_to_face' END",
    "unit": "'Unit ' || (i / 11 % 12)",
    "language": "CASE WHEN i % 10 = 0 THEN 'sv' ELSE 'fi' END",
    "source": "'bench'",
}
_AT = {
    "postgresql": "timestamptz '2025-01-01 00:00+00' + (i * 7919 % 525600) * interval '1 minute'",
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', 1735689600 + (i * 7919 % 525600) * 60, 'unixepoch')",
}


def workspace() -> tuple[Workspace, str]:
    """Make the workspace and the journey; return it and the secret of an editor's token."""
    owner: Any = get_user_model().objects.create_user("bench")
    made, actor = shelf.create_workspace("Bench", owner), Actor.of_user(owner)
    ops = [_put("journey", JOURNEY, title="Bench")]
    ops += [_put("step", f"s{n}", title=f"Step {n}") for n in range(STEPS)]
    log.create(made, "journey", actor, ops)
    return made, issue_token(actor, made, "bench", "editor")[1]


def fill(made: Workspace, held: int, wanted: int) -> None:
    """Have as many answers as wanted, where there are some already."""
    said = {**_SAID, "at": _AT[connection.vendor], "workspace_id": f"'{made.pk}'"}
    columns = ", ".join(f'"{name}"' for name in BLANK)
    values = ", ".join(said.get(name, _literal(value)) for name, value in BLANK.items())
    tallies.broken(made, [JOURNEY])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO touchpoints_answer ({columns})"
            f" WITH RECURSIVE n(i) AS (SELECT CAST({held + 1} AS bigint)"
            f" UNION ALL SELECT i + 1 FROM n WHERE i < {wanted}) SELECT {values} FROM n"
        )
        cursor.execute("ANALYZE touchpoints_answer")


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    return "NULL" if value is None else f"'{value}'"
