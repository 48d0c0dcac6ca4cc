"""A journey in tables: each a list of columns, a name and what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from journeys import labels
from journeys.graph import CARD_LANES
from journeys.words import day
from touchpoints.measures import Measure, Measures, Share

from .shapes import NONE, Row, Section, Table
from .telling import Telling

#: A column: its heading, and the cell of a record.
Column = tuple[str, Callable[[Any], "str | None"]]


def tables(told: Telling) -> Iterable[Section]:
    """Yield the sections of tables that have rows."""
    _ = told._
    for heading, made in (
        (_("Steps"), [_steps(told), _ways(told)]),
        (_("Touchpoints"), [_touchpoints(told)]),
        (_("What customers answered"), _answered(told)),
        (_("Pain points and successes"), [_findings(told), _ideas(told)]),
        (_("Behind the scenes and other notes"), [_cards(told)]),
    ):
        full = tuple(table for table in made if table.rows)
        if full:
            yield Section(heading, tables=full)


def _table(caption: str, columns: Sequence[Column], records: Iterable[Any]) -> Table:
    """Return a table with a row for each record; empty cells say so."""
    rows = (Row(r.id, tuple(cell(r) or NONE for _name, cell in columns)) for r in records)
    return Table(caption, tuple(name for name, _cell in columns), tuple(rows))


def _named(told: Telling, field: str) -> Column:
    """Return the column of a field that names another record."""
    return told.label(field), lambda r: told.name(getattr(r, field))


def _text(told: Telling, field: str) -> Column:
    return told.label(field), lambda r: getattr(r, field)


def _choice(told: Telling, field: str) -> Column:
    return told.label(field), lambda r: labels.choice(field, getattr(r, field), told.language)


def _score(told: Telling, field: str) -> Column:
    return told.label(field), lambda r: labels.score(getattr(r, field), told.language)


def _duration(told: Telling, field: str) -> Column:
    return told.label(field), lambda r: labels.duration(getattr(r, field), told.language)


def _evidence(told: Telling) -> Column:
    return told.label("evidence"), lambda r: labels.evidence(r.evidence, told.language)


def _steps(told: Telling) -> Table:
    columns = [
        (told.label("step"), lambda s: f"{told.place[s.id]}. {s.title}"),
        _named(told, "stage"),
        _named(told, "actor"),
        _score(told, "expectation"),
        _score(told, "assumed_experience"),
        _evidence(told),
        _duration(told, "promised_time"),
        _text(told, "outcome"),
    ]
    return _table(told._("Steps in the order of the path"), columns, told.steps)


def _ways(told: Telling) -> Table:
    columns = [
        _named(told, "source"),
        _named(told, "target"),
        _choice(told, "kind"),
        (told._("Condition or reason"), lambda t: t.condition or t.reason),
        (told.label("share"), lambda t: labels.percent(t.share, told.language)),
        _duration(told, "wait"),
        _evidence(told),
    ]
    ways = sorted(told.graph.transitions, key=lambda t: told.place.get(t.source, 0))
    return _table(told._("Ways from step to step"), columns, ways)


def _touchpoints(told: Telling) -> Table:
    held = told.graph.catalogue.touchpoints
    kind, channel = _choice(told, "kind"), _choice(told, "channel")
    organisation = _named(told, "organisation")
    columns = [
        _named(told, "touchpoint"),
        _named(told, "step"),
        (kind[0], lambda e: kind[1](held[e.touchpoint])),
        (channel[0], lambda e: channel[1](held[e.touchpoint])),
        (organisation[0], lambda e: organisation[1](held[e.touchpoint])),
        _text(told, "note"),
    ]
    met = [each for each in told.graph.encounters if each.touchpoint in held]
    met.sort(key=lambda e: told.place.get(e.step, 0))
    return _table(told._("What is met, step by step"), columns, met)


def _answered(told: Telling) -> list[Table]:
    """Return what was measured; of two groups of answers each, and where they differ."""
    _, one, other = told._, told.measures, told.measures.beside
    caption = _("Means 1–5 and shares, with 95% intervals")
    if other is None:
        return [_measures(told, one, f"{caption}: {one.of}" if one.of else caption)]
    names = [held.of or _("all answers") for held in (one, other)]
    differs = (_("Compared with B"), lambda s: _differs(told, s.id))
    return [
        _measures(told, one, f"A: {names[0]}. {caption}", differs),
        _measures(told, other, f"B: {names[1]}. {caption}"),
    ]


def _differs(told: Telling, step: str) -> str:
    """Say what of A is lower or higher than of B, more than chance explains."""
    _, found = told._, told.measures.differences().get(step, {})
    items = {"emotion": _("Emotion"), "prompt": _("Prompt"), "easy": _("Easy")}
    items["done"] = _("Got it done")
    return told.listed(
        (_("%(item)s lower") if held.by < 0 else _("%(item)s higher")) % {"item": items[item]}
        for item, held in found.items()
    )


def _measures(told: Telling, measures: Measures, caption: str, *more: Column) -> Table:
    _, held = told._, measures.steps
    few = _("fewer than %(limit)s: not shown") % {"limit": measures.limit}

    def share(name: str, read: Callable[[Measure], Share | None]) -> Column:
        return name, lambda s: told.share(read(held[s.id]))

    columns = [
        (_("Step"), lambda s: s.title),
        (_("Answers"), lambda s: few if held[s.id].hidden else str(held[s.id].n)),
        (_("Emotion"), lambda s: told.mean(held[s.id].emotion)),
        share(_("Prompt"), lambda m: m.prompt),
        share(_("Easy"), lambda m: m.easy),
        share(_("Got it done"), lambda m: m.done),
        share(_("Worse than expected"), lambda m: m.worse),
        share(_("As expected"), lambda m: m.met),
        share(_("Better than expected"), lambda m: m.better),
        *more,
    ]
    asked = [step for step in told.steps if step.id in held and held[step.id].n]
    return _table(caption, columns, asked)


def _findings(told: Telling) -> Table:
    columns = [
        _text(told, "title"),
        _choice(told, "kind"),
        _named(told, "step"),
        _named(told, "touchpoint"),
        (told.label("severity"), lambda f: f"{f.severity}/4" if f.severity else None),
        (told._("Frequency"), lambda f: told.share(told.measures.findings.get(f.id))),
        _evidence(told),
        _choice(told, "status"),
        _text(told, "owner"),
    ]
    return _table(told._("Pain points and successes"), columns, told.graph.findings)


def _ideas(told: Telling) -> Table:
    columns = [
        _text(told, "title"),
        _choice(told, "kind"),
        _named(told, "step"),
        (told.label("findings"), lambda i: told.listed(map(told.name, i.findings))),
        _choice(told, "status"),
        _text(told, "owner"),
        (told.label("due"), lambda i: day(i.due, told.language)),
        (told.label("introduced"), lambda i: day(i.introduced, told.language)),
    ]
    return _table(told._("Opportunities and solutions"), columns, told.graph.ideas)


def _cards(told: Telling) -> Table:
    lanes = {lane.id: lane for lane in told.graph.lanes if lane.kind in CARD_LANES}
    rank = {identity: at for at, identity in enumerate(lanes)}
    kind = _choice(told, "kind")
    columns = [
        (told.label("lane"), lambda c: lanes[c.lane].title or kind[1](lanes[c.lane])),
        (told.label("step"), lambda c: told.name(c.step or c.stage)),
        _text(told, "text"),
    ]
    cards = [card for card in told.graph.cards if card.lane in lanes]
    cards.sort(key=lambda c: (rank[c.lane], told.place.get(c.step or "", 0)))
    return _table(told._("Rows of the map that hold cards"), columns, cards)
