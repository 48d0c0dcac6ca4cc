"""What somebody says of a table, as the form sends it: which column is what, what cells mean."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from journeys import labels
from journeys.graph import Catalogue, Graph
from touchpoints.intake import mapping
from touchpoints.intake.mapping import CODED, NOTHING, OPEN, PLACES, SCALES, Plan, folded
from touchpoints.intake.table import Table
from touchpoints.kinds import CHANNELS

from .. import wording

Choice = tuple[str, str]


class Cell(NamedTuple):
    """A distinct cell of a column: the form's name for it, and what it means (as the form says);
    ``plain``: it means what it says, so nothing is asked."""

    name: str
    text: str
    n: int
    means: str
    plain: bool


class Column(NamedTuple):
    """A column as it is asked about."""

    at: int
    name: str
    field: str
    samples: list[str]
    directions: tuple[str, ...]
    direction: str
    cells: list[Cell]
    choices: list[Choice]
    missing: str


def fields() -> list[Choice]:
    """Return what a column can be."""
    named = {
        "at": _("Time of the answer"),
        "emotion": _("How did it feel?"),
        "efficiency": _("It went promptly, as promised"),
        "ease": _("It was easy"),
        "got_it_done": _("I got my matter done"),
        "expectation": _("Compared with what I expected"),
        "recommend": _("Would recommend, 0 to 10"),
        "comment": _("In their own words"),
        "unit": _("Unit or office"),
        "region": _("Region"),
        "channel": _("Channel"),
        "segment": _("Segment"),
        "language": _("Language"),
        "step": _("Step"),
        "touchpoint": _("Touchpoint"),
    }
    return [(name, named[name]) for name in mapping.FIELDS]


def choices(graph: Graph, catalogue: Catalogue) -> dict[str, list[Choice]]:
    """Return by field what a cell can mean, as the form says it."""
    language = get_language() or "en"
    return {
        **{name: _texts(wording.AGREEMENT) for name in SCALES},
        "emotion": [(value, f"{value} – {told}") for value, told in wording.FACES.items()],
        "got_it_done": _texts(wording.DONE),
        "expectation": _texts(wording.EXPECTED),
        "recommend": [(str(n), str(n)) for n in range(11)],
        "channel": [(each, labels.choice("channel", each, language)) for each in CHANNELS],
        "segment": [(key, each.name) for key, each in catalogue.segments.items()],
        "language": [(code, str(name)) for code, name in settings.LANGUAGES],
        "step": [(each.id, each.title) for each in graph.steps],
        "touchpoint": [(key, each.name) for key, each in catalogue.touchpoints.items()],
    }


def _texts(table: wording.Words) -> list[Choice]:
    return [(value, str(told)) for value, told in table.items()]


def plan_of(
    table: Table, sent: Mapping[str, str], known: Mapping[str, list[Choice]], journey: str
) -> Plan:
    """Return what the form says; what it does not say yet is guessed from the headings."""
    guesses = mapping.guessed(table.names)
    columns = [sent.get(f"column-{at}", guess) for at, guess in enumerate(guesses)]
    columns = [name if name in mapping.FIELDS else "" for name in columns]
    columns = [n if n not in columns[:at] else "" for at, n in enumerate(columns)]
    fixed: dict[str, Any] = {"journey": journey, "source": "csv"}
    for name in PLACES:
        if sent.get(f"fixed-{name}") in dict(known[name]):
            fixed[name] = sent[f"fixed-{name}"]
    if moment := _day(sent.get("day", "")):
        fixed["at"] = moment.isoformat()
    return Plan(
        columns=columns,
        directions=_directions(table, columns, sent),
        meanings={at: _said(table, at, n, sent, known) for at, n in enumerate(columns) if n},
        fixed=fixed,
        known={name: _names(name, known[name]) for name in ("channel", "segment", *PLACES)},
        once="once" in sent if sent else "at" in columns,
    )


def _day(text: str) -> datetime.datetime | None:
    zone = timezone.get_current_timezone()
    return mapping.when(text, zone) if text else None


def _directions(table: Table, columns: list[str], sent: Mapping[str, str]) -> dict[int, str]:
    """Return the direction of each scale as it was said; where only one can be, it is that."""
    found: dict[int, str] = {}
    for at, name in enumerate(columns):
        if name in SCALES:
            offered = mapping.directions(mapping.counted(table, at))
            told = sent.get(f"direction-{at}", "")
            found[at] = told if told in offered else offered[0] if len(offered) == 1 else ""
    return found


def _said(
    table: Table, at: int, name: str, sent: Mapping[str, str], known: Mapping[str, list[Choice]]
) -> dict[str, Any]:
    """Return what was said of a column's cells, under the field that it is now."""
    was = sent.get("was", "").split(",")
    if name not in known or was[at : at + 1] != [name]:
        return {}
    offered = {value for value, _told in known[name]}
    found: dict[str, Any] = {}
    for key in mapping.counted(table, at):
        asked = _name(at, key)
        told = sent.get(asked, "")
        if told == NOTHING:
            found[key] = NOTHING
        elif told in offered:
            numeric = name in (*SCALES, "expectation", "recommend")
            found[key] = int(told) if numeric else told
        elif asked in sent:
            found[key] = OPEN
    return found


def _name(at: int, cell: str) -> str:
    """Return how the form names a cell, whatever is in it."""
    return f"value-{at}-{hashlib.sha256(cell.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _names(name: str, known: Iterable[Choice]) -> dict[str, str]:
    """Return the values by what they are called: in every language where they are ours."""
    found = {folded(told): value for value, told in known}
    if name == "channel":
        for code, _name in settings.LANGUAGES:
            with override(code):
                found |= {folded(labels.choice(name, each, code)): each for each in CHANNELS}
    return found | {folded(value): value for value, _told in known}


def columns_of(table: Table, plan: Plan, known: Mapping[str, list[Choice]]) -> list[Column]:
    """Return the columns as the page asks about them."""
    missing = mapping.undecided(table, plan)
    found = []
    for at, (name, kind) in enumerate(zip(table.names, plan.columns, strict=True)):
        cells = list(mapping.counted(table, at)) if kind in SCALES else []
        found.append(
            Column(
                at=at,
                name=name,
                field=kind,
                samples=_samples(table, at),
                directions=mapping.directions(cells) if kind in SCALES else (),
                direction=plan.directions.get(at, ""),
                cells=_cells(table, plan, at, missing.get(at, "")),
                choices=known.get(kind, []),
                missing=missing.get(at, ""),
            )
        )
    return found


def _cells(table: Table, plan: Plan, at: int, missing: str) -> list[Cell]:
    kind = plan.columns[at]
    if kind not in (*SCALES, *CODED, *PLACES) or missing == "too_many":
        return []
    if kind in SCALES and not plan.directions.get(at):
        return []
    way = plan.directions.get(at, "")
    return [
        Cell(
            name=_name(at, folded(each.text)),
            text=each.text,
            n=each.n,
            means="" if each.means == OPEN else str(each.means),
            plain=mapping.plain(kind, folded(each.text), way),
        )
        for each in mapping.distinct(table, at, plan)
    ]


def _samples(table: Table, at: int) -> list[str]:
    found = dict.fromkeys(line.cells[at].strip() for line in table.lines[:200])
    return [each[:60] for each in found if each][:3]
