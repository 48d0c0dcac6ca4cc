"""What surrounds the rows: title and legend above, stages, lines between rows, footer below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.labels import choice
from journeys.words import number
from touchpoints.kinds import KINDS

from .. import text
from ..palette import STAGES
from ..scene import Box, Element, Group, Icon, Line, Polygon, Text
from . import legend
from .sheet import COLUMN, MARGIN, Sheet

if TYPE_CHECKING:
    from touchpoints.measures import Measures


def header(sheet: Sheet, out: list[Element], name: str = "", *, kinds: bool = True) -> int:
    """Draw the title, what the map is of, and the kinds of touchpoint met; return the y below.

    ``name``: what the drawing is called, where it is no map. ``kinds``: it shows touchpoints.
    """
    names = _kinds(sheet) if kinds else []
    wide = sum(int(text.width(label, 11)) + 44 for _name, label in names) - 22
    beside = sheet.width >= 1180 and bool(names)
    room = min(sheet.width, 1900) - 2 * MARGIN - (wide + 40 if beside else 0)
    journey = sheet.graph.journey
    n, cut = sheet.text(out, journey.title, MARGIN, 40, room, "title", 22, 2, True, leading=26)
    y = 40 + 26 * (n - 1) + 22
    said = "  ·  ".join(part for part in (name, subtitle(sheet)) if part)
    lines = tuple(line.strip(" ·") for line in text.fit(said, room, 12, 4).lines)
    out.append(Text(MARGIN, y, lines, "subtitle", room, "start", 17))
    y += 17 * (len(lines) - 1)
    if sheet.chosen:
        y += 19
        n, _cut = sheet.text(out, sheet.chosen, MARGIN, y, room, "chosen", 12, 3, True, leading=17)
        y += 17 * max(0, n - 1)
    if beside:
        _legend(out, names, min(sheet.width, 1900) - MARGIN - wide, 36)
    elif names:
        y += 26
        _legend(out, names, MARGIN, y)
    return y + 22


def _kinds(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the kinds of what is met on the journey, and what they are called."""
    known = sheet.graph.catalogue.touchpoints
    met = {known[e.touchpoint].kind for e in sheet.graph.encounters if e.touchpoint in known}
    return [(name, sheet._(kind.label)) for name, kind in KINDS.items() if name in met]


def _legend(out: list[Element], names: list[tuple[str, str]], x: int, base: int) -> None:
    for name, label in names:
        w = int(text.width(label, 11)) + 1
        items = (
            Icon(name, x, base - 11, 14, f"{name}_icon"),
            Text(x + 20, base, (label,), "small", w),
        )
        out.append(Group(items, "", "legend"))
        x += w + 43


def subtitle(sheet: Sheet) -> str:
    """Say the state, whose path it is, what is promised and in what time."""
    _, journey = sheet._, sheet.graph.journey
    shared = sheet.graph.catalogue
    parts = [choice("state", journey.state, sheet.language)]
    for label, ids, known in (
        (_("Persona: {names}"), journey.personas, shared.personas),
        (_("Customer group: {names}"), journey.segments, shared.segments),
    ):
        names = ", ".join(known[i].name for i in ids if i in known)
        if names:
            parts.append(label.format(names=names))
    if journey.goal:
        parts.append(_("Goal: {goal}").format(goal=journey.goal))
    promised = sheet.duration(journey.promised_time)
    if journey.promise or promised:
        said = " — ".join(x for x in (journey.promise, promised) if x)
        parts.append(_("Service promise: {promise}").format(promise=said))
    return "  ·  ".join(parts)


def stages(sheet: Sheet, out: list[Element], y: int) -> int:
    """Draw a chevron per stage over its columns; return the y below."""
    spans: list[tuple[str | None, int, int]] = []
    for place in sheet.columns:
        if spans and spans[-1][0] == place.stage:
            spans[-1] = (place.stage, spans[-1][1], place.x + place.w)
        else:
            spans.append((place.stage, place.x, place.x + place.w))
    named = {s.id: s.title for s in sheet.graph.stages}
    if not named and not sheet.whole:
        return y
    shown = []
    for at, (stage, left, right) in enumerate(spans):
        title = named.get(stage or "") or sheet._("Without a stage")
        w = right - left + 16
        shown.append((at, stage, title, left - 8, w, text.fit(title, w - 38, 13, 2, True)))
    h = 34 + 15 * (max((len(s[5].lines) for s in shown), default=1) - 1)
    if sheet.whole:
        label = text.fit(sheet._("Whole journey"), COLUMN, 13, 1, True).lines
        out.append(Text(sheet.whole.x, y + h // 2 + 5, label, "lane", COLUMN))
    for at, stage, title, x, w, fitted in shown:
        tip = x + w + 8
        corners = (
            (x, y),
            (x + w - 2, y),
            (tip, y + h / 2),
            (x + w - 2, y + h),
            (x, y + h),
            (x + 10, y + h / 2),
        )
        style = f"stage{at % STAGES}"
        base = y + h / 2 + 4.5 - 7.5 * (len(fitted.lines) - 1)
        words = Text(x + 24, base, fitted.lines, f"{style}_text", w - 38, "start", 15)
        group_id = f"stage-{stage}" if stage else ""
        out.append(Group((Polygon(corners, style), words), group_id, "stage", stage or "", title))
    return y + h + 12


def invitation(sheet: Sheet, out: list[Element], y: int) -> int:
    """Draw an empty path that says how to begin."""
    _ = sheet._
    out.append(Line(0, y, sheet.width, y, "rule"))
    y += 30
    x = MARGIN
    for at in range(3):
        out.append(Box(x, y, COLUMN, 68, 8, "ghost"))
        if at < 2:
            out.append(Line(x + COLUMN + 6, y + 34, x + COLUMN + 34, y + 34, "ghost"))
        x += COLUMN + 40
    first = text.fit(_("First step"), COLUMN - 24, 12.5, 1, True).lines
    out.append(Text(MARGIN + COLUMN / 2, y + 38, first, "group", COLUMN - 24, "middle"))
    room = sheet.width - x - MARGIN
    n, _cut = sheet.text(
        out, _("This path has no steps yet."), x, y + 22, room, "invite", 15, 2, True, leading=18
    )
    hint = _(
        "Begin with the first thing the customer does. Touchpoints, experience and pain "
        "points get their rows when they are added."
    )
    sheet.text(out, hint, x, y + 24 + 18 * n, room, "subtitle", 12, 4, leading=16)
    return y + 68 + 34


def boundary(sheet: Sheet, out: list[Element], y: int, words: str, below: str = "") -> int:
    """Draw a line between rows with its name at the right, and at the left what is ``below``."""
    name = words.upper()
    wide = int(text.width(name, 10, True)) + 2
    right, left = sheet.width - MARGIN, MARGIN
    items: list[Element] = []
    if below:
        room = int(text.width(below.upper(), 10, True)) + 2
        items.append(Text(left, y + 13.5, (below.upper(),), "boundary_text", room))
        left += room + 12
    items += [
        Line(left, y + 10, right - wide - 12, y + 10, "boundary"),
        Text(right, y + 13.5, (name,), "boundary_text", wide, "end"),
    ]
    out.append(Line(0, y, sheet.width, y, "rule"))
    out.append(Group(tuple(items), "", "boundary", "", words))
    return y + 20


def footer(
    sheet: Sheet, out: list[Element], y: int, signs: list[tuple[str, str]] | None = None
) -> int:
    """Draw the meaning of the marks and the counts; return the height of the drawing.

    ``signs``: the marks and what they mean; those of a map where none are given.
    """
    out.append(Line(0, y, sheet.width, y, "rule"))
    marks = legend.map_marks(sheet) if signs is None else signs
    x, base = MARGIN, y + (24 if marks else 0)
    limit = min(sheet.width, 1900) - MARGIN
    for mark, words in marks:
        room = int(text.width(words, 10.5)) + 1
        if x + 26 + room > limit and x > MARGIN:
            x, base = MARGIN, base + 20
        out.append(legend.sign(mark, x, base, words, room))
        x += 26 + room + 20
    lines, _cut = sheet.text(
        out, counts(sheet), MARGIN, base + 24, limit - MARGIN, "small", 10.5, 4, leading=15
    )
    return base + 24 + 15 * lines + 8


def counts(sheet: Sheet) -> str:
    """Say how much the map shows, and what the numbers rest on."""
    _, graph, measures = sheet._, sheet.full, sheet.measures
    parts = [sheet.chosen] if sheet.chosen else []
    beside = measures.beside if measures else None
    for letter, held in zip("AB", (measures, beside), strict=True):
        if held and (held.n or beside):
            answers = _answers(sheet, held)
            parts.append(f"{letter}: {answers}" if beside else answers)
    there = [s for s in graph.steps if sheet.there(s)]
    touchpoints = len({e.touchpoint for e in graph.encounters if sheet.there(e)})
    pains = sum(f.kind == "pain" for f in graph.findings if sheet.there(f))
    parts += [
        _("steps: {count}").format(count=len(there)),
        _("touchpoints: {count}").format(count=touchpoints),
        _("pain points: {count}").format(count=pains),
    ]
    if sheet.options.version is not None:
        parts.append(_("version {number}").format(number=sheet.options.version))
    made = graph.journey.participation
    if made:
        who = choice("level", made.level, sheet.language)
        parts.append(f"{who} ({made.who})" if made.who else who)
    return "  ·  ".join(parts)


def _answers(sheet: Sheet, held: Measures) -> str:
    answers = sheet._("answers: {count}").format(count=held.n)
    period = "–".join(dict.fromkeys(sheet.day(d) for d in (held.first, held.last) if d))
    return f"{answers} ({period})" if period else answers


def described(sheet: Sheet) -> str:
    """Describe the map for who cannot see it."""
    _, graph = sheet._, sheet.full
    parts = [subtitle(sheet), counts(sheet)]
    if graph.journey.summary:
        parts.insert(0, graph.journey.summary)
    steps = [sheet.title_of(i) for place in sheet.columns for i in place.steps]
    if steps:
        parts.append(_("First step: {title}").format(title=steps[0]))
        parts.append(_("Last step: {title}").format(title=steps[-1]))
    truths = [s.title for s in graph.steps if s.moment_of_truth]
    if truths:
        parts.append(_("Moments of truth: {titles}").format(titles=", ".join(truths)))
    means = [
        (m.emotion.mean, s.title)
        for s in graph.steps
        if (m := sheet.answers.get(s.id)) and m.emotion and not m.hidden
    ]
    if means:
        value, title = min(means)
        shown = number(value, 1, sheet.language)
        parts.append(_("Lowest step: {title} ({value})").format(title=title, value=shown))
    return ". ".join(part.rstrip(". ") for part in parts if part) + "."
