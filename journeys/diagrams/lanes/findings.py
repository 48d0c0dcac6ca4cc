"""The rows of pains and gains, of ideas, of own cards, and of promised times."""

from __future__ import annotations

from typing import TypeVar

from journeys.graph import Card, Evidence, Finding, Idea, Lane, Step
from journeys.labels import choice

from ..scene import Element, Group
from .cells import GAP, sheet_card, stack
from .marks import head
from .sheet import Sheet, grouped

Thing = TypeVar("Thing")


def evidence_note(sheet: Sheet, held: Evidence | None) -> str:
    """Say how a claim is known: "survey, n=61"; no evidence is a guess, and is said to be."""
    level = choice("level", held.level if held else "guess", sheet.language).lower()
    return f"{level}, n={held.n}" if held and held.n is not None else level


def draw_findings(sheet: Sheet, out: list[Element], top: int) -> int:
    """Draw pains and gains: the bar's thickness and a number say how severe."""
    _ = sheet._
    shared = sheet.graph.catalogue.touchpoints
    order = {"pain": 0, "gain": 1}
    held = grouped(
        sorted(sheet.graph.findings, key=lambda f: (order[f.kind], -(f.severity or 0), f.id)),
        "step",
    )

    def cell(out: list[Element], f: Finding, x: int, y: int, w: int) -> int:
        known = evidence_note(sheet, f.evidence)
        facts = [known]
        if f.severity and f.kind == "pain":
            facts.insert(0, _("severity {value} of 4").format(value=f.severity))
        elif f.severity:
            facts.insert(0, _("strength {value} of 4").format(value=f.severity))
        if f.status != "open":
            facts.append(choice("status", f.status, sheet.language).lower())
        note = " · ".join(facts)
        met = shared.get(f.touchpoint or "")
        kind = choice("kind", f.kind, sheet.language)
        title = " · ".join(x for x in (f"{kind}: {f.title}", met.name if met else "", note) if x)
        bar = 2 + 2 * (f.severity or 0)
        return sheet_card(
            out, f.title, note, f.kind, f.kind, bar, True, title, "finding", f.id, x, y, w
        )

    return stack(sheet, out, top, _whole(sheet, held), cell)


def draw_ideas(sheet: Sheet, out: list[Element], top: int) -> int:
    """Draw opportunities and solutions at their step, or at that of the first finding."""
    held: dict[str, list[Idea]] = {}
    for idea in sheet.graph.ideas:
        held.setdefault(sheet.idea_step[idea.id], []).append(idea)

    def cell(out: list[Element], idea: Idea, x: int, y: int, w: int) -> int:
        kind = choice("kind", idea.kind, sheet.language)
        facts = [kind.lower(), choice("status", idea.status, sheet.language).lower()]
        facts += [x for x in (idea.owner, sheet.day(idea.due)) if x]
        title = f"{kind}: {idea.title} · {' · '.join(facts[1:])}"
        return sheet_card(
            out,
            idea.title,
            " · ".join(facts),
            idea.kind,
            idea.kind,
            0,
            True,
            title,
            "idea",
            idea.id,
            x,
            y,
            w,
        )

    return stack(sheet, out, top, held, cell)


def draw_cards(sheet: Sheet, out: list[Element], top: int, lane: Lane, style: str = "own") -> int:
    """Draw a lane's cards: those across a stage first, then those at steps."""
    cards = [c for c in sheet.graph.cards if c.lane == lane.id]

    def cell(out: list[Element], card: Card, x: int, y: int, w: int) -> int:
        return sheet_card(
            out, card.text, "", "", style, 0, False, card.text, "card", card.id, x, y, w
        )

    ends: dict[str | None, int] = {}
    bottom = top
    for stage, held in grouped([c for c in cards if c.stage and not c.step], "stage").items():
        places = [p for p in sheet.columns if p.stage == stage]
        if not places:
            continue
        x, end = places[0].x, top
        for card in held:
            end += head(sheet, card)
            end = cell(out, card, x, end, places[-1].x + places[-1].w - x) + GAP
        ends[stage] = end
        bottom = max(bottom, end - GAP)
    at_steps = _whole(sheet, grouped([c for c in cards if not c.stage or c.step], "step"))
    return max(stack(sheet, out, top, at_steps, cell, ends), bottom)


def draw_time(sheet: Sheet, out: list[Element], top: int) -> int:
    """Draw what was promised; actual times come from contacts, and are said to be missing."""
    _ = sheet._
    held = {s.id: [s] for s in sheet.graph.steps if s.promised_time}
    actual = _("actual: not measured")

    def cell(out: list[Element], step: Step, x: int, y: int, w: int) -> int:
        said = _("promised {time}").format(time=sheet.duration(step.promised_time))
        items: list[Element] = []
        lines, _cut = sheet.text(items, said, x, y + 12, w, "time", 12, 3, True)
        below, _cut = sheet.text(items, actual, x, y + 12 + 14 * lines, w, "small", 10.5, 2)
        out.append(Group(tuple(items), "", "time", step.id, f"{said} · {actual}"))
        return y + 4 + 14 * lines + 12 * below

    return stack(sheet, out, top, held, cell)


def _whole(sheet: Sheet, held: dict[str, list[Thing]]) -> dict[str, list[Thing]]:
    """Put what names no step (or one that is not drawn) into the column of the whole journey."""
    found = {step: things for step, things in held.items() if step in sheet.steps}
    rest = [thing for step, things in held.items() if step not in sheet.steps for thing in things]
    return {**found, "": rest} if rest else found
