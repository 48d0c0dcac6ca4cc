"""What becomes of a file, in words: what is kept, what is left out, line by line, and why."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.template.defaultfilters import date as dated
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from touchpoints.intake.mapping import FIELDS, Loss
from touchpoints.intake.table import Table, Unreadable

from .plan import Choice, fields

#: So many lines are shown as they will be kept, and so many of each loss.
SHOWN, PLACES_SHOWN = 20, 12
#: Why something is left out, and whether it is the whole line.
WHY = {
    "longer": gettext_lazy("Cells beyond the last column"),
    "same": gettext_lazy("The same as an earlier line"),
    "known": gettext_lazy("Brought in before"),
    "outside": gettext_lazy("The round was not open then, or does not ask about this step"),
    "without_moment": gettext_lazy("Without a time"),
    "future": gettext_lazy("The time lies in the future"),
    "empty": gettext_lazy("Says nothing"),
    "no_moment": gettext_lazy("No time such as 2.3.2026 14:30 or 2026-03-02"),
    "no_answer": gettext_lazy("No answer"),
    "unknown": gettext_lazy("Nobody said what it means"),
    "too_long": gettext_lazy("Longer than can be kept: the end is left out"),
    "control": gettext_lazy("Characters that cannot be kept are left out"),
}
WHOLE = ("same", "known", "outside", "without_moment", "future", "empty")
_UNREADABLE = {
    "too_large": gettext_lazy("This file is larger than 10 MB. Bring it in parts."),
    "empty": gettext_lazy("There is no table in this file."),
    "quote": gettext_lazy("A quotation mark that is opened on line %(line)s is not closed."),
    "too_many_lines": gettext_lazy("This file has more than 100,000 lines. Bring it in parts."),
    "too_many_columns": gettext_lazy("This table has more than 200 columns. Leave some out."),
}


class Left(NamedTuple):
    """What is left out for one reason: how often, and the first places (line, cell)."""

    why: str
    column: str
    n: int
    places: list[tuple[int, str]]


def unreadable(error: Unreadable) -> str:
    """Say why there is no table in a file."""
    return str(_UNREADABLE[error.why]) % {"line": error.line}


def of(
    table: Table,
    items: Sequence[tuple[int, Mapping[str, Any]]],
    losses: Sequence[Loss],
    known: Mapping[str, list[Choice]],
) -> dict[str, Any]:
    """Return what the page shows of what is kept and what is not."""
    shown = [name for name in FIELDS if any(name in each for _line, each in items)]
    named = dict(fields())
    return {
        "n": len(items),
        "lines": len(table.lines),
        "encoding": table.encoding.removesuffix("-sig").upper(),
        "separator": {"\t": _("tab")}.get(table.separator, table.separator),
        "unassigned": sum(1 for _n, e in items if not e.get("step") and not e.get("touchpoint")),
        "headings": [named[name] for name in shown],
        "preview": [
            (line, [_cell(name, each.get(name), known) for name in shown])
            for line, each in items[:SHOWN]
        ],
        "left": _left([each for each in losses if each.why in WHOLE]),
        "partly": _left([each for each in losses if each.why not in WHOLE]),
    }


def _left(losses: Sequence[Loss]) -> list[Left]:
    ordered = sorted(losses, key=lambda each: (list(WHY).index(each.why), each.column, each.line))
    found = []
    for (why, column), group in groupby(ordered, key=lambda each: (each.why, each.column)):
        places = [(each.line, each.cell.strip()[:80]) for each in group]
        found.append(Left(str(WHY[why]), column, len(places), places[:PLACES_SHOWN]))
    return found


def _cell(name: str, value: Any, known: Mapping[str, list[Choice]]) -> str:
    """Return a value as it is shown: by its name where it has one."""
    if value is None:
        return ""
    if name == "at":
        moment = timezone.localtime(datetime.datetime.fromisoformat(value))
        return dated(moment, "SHORT_DATETIME_FORMAT")
    return dict(known.get(name, ())).get(str(value), str(value))[:200]
