"""What a guest may see of a journey: all that is drawn or told for one comes from here (pure).

``KEPT`` names the fields that are handed on, record by record; every other one gets its default,
so a new field is hidden until somebody decides otherwise. What is left of the journey is sound
(``check``) and keeps its ids. Hidden are: what people inside said to each other, the names of
staff, who owns what and until when, texts about the work behind, and every row of the map that is
internal: below the line of visibility, not visible to customers, or hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from touchpoints.kinds import KINDS
from touchpoints.measures import Measure, Measures
from touchpoints.records import Organisation, Persona, Segment, Touchpoint

from . import labels
from .graph import (
    CARD_LANES,
    COMPUTED_LANES,
    Actor,
    Card,
    Catalogue,
    Encounter,
    Evidence,
    Finding,
    Graph,
    Idea,
    Journey,
    Lane,
    Participation,
    Stage,
    Step,
    Transition,
)

T = TypeVar("T")
#: Changes with every change of what is shown: it is part of the ETag of what guests get.
VERSION = "2"

#: The fields that a guest sees. Not kept of a journey: owner, day of review, labels, what it was
#: derived from; of findings and ideas: description (the reasoning of the team), owner, the answers
#: that are followed, due day, day of use; of evidence: its source; of what is read of
#: participation: who; of touchpoints and organisations: references, validity, successors; of
#: personas and segments: the research behind the name.
KEPT: dict[type, tuple[str, ...]] = {
    Journey: (
        *("title", "summary", "goal", "state", "language", "promise", "promised_time"),
        *("organisation", "personas", "segments", "participation"),
    ),
    Stage: ("title", "order"),
    Actor: ("name", "kind", "organisation", "order"),
    Step: (
        *("stage", "title", "description", "actor", "order", "outcome", "promised_time"),
        *("expectation", "expectation_evidence", "assumed_experience", "evidence"),
        *("importance_customer", "moment_of_truth", "mandatory"),
    ),
    Transition: ("source", "target", "kind", "condition", "reason", "share", "wait", "evidence"),
    Encounter: ("step", "touchpoint", "note", "order"),
    Lane: ("title", "kind", "order", "side", "folded"),
    Card: ("lane", "step", "stage", "text", "order"),
    Finding: ("kind", "step", "touchpoint", "title", "severity", "evidence", "status"),
    Idea: ("kind", "title", "findings", "step", "status"),
    Evidence: ("level", "n", "date"),
    Participation: ("level",),
    Touchpoint: ("kind", "name", "description", "channel", "organisation"),
    Organisation: ("name",),
    Persona: ("name",),
    Segment: ("name",),
}
_FRONT = {
    ("frontstage", kind) for kind in CARD_LANES if kind not in ("backstage", "support_process")
}
_FELT = ("expectation", "expectation_evidence", "assumed_experience", "evidence")
#: What of a measure stands in which row of the map.
_MEASURED = {
    "experience": ("emotion", "worse", "met", "better"),
    "ease": ("efficiency", "ease", "prompt", "easy", "done"),
}
#: Small words that stand inside names, as in Anna von Essen.
_BETWEEN = re.compile(r"\b(?:af|al|bin|da|de|del|der|di|du|el|la|ten|van|von)\b", re.IGNORECASE)
#: Two words side by side, perhaps the last name first.
_PAIR = re.compile(r"(?=\b([^\W\d_][\w.'’-]*),?\s+([^\W\d_][\w.'’-]*))")
#: Says a kind in the guest's language.
Say = Callable[[str], str]


def public(graph: Graph, language: str = "") -> Graph:
    """Return what a guest who reads ``language`` sees; '' is the journey's own.

    Texts are in that language where there are translations; the translations themselves go.
    """
    told = graph.localised(language) if language else graph
    say = partial(labels.choice, "kind", language=language or graph.journey.language)
    shut = _shut(told)
    touchpoints = told.catalogue.touchpoints.values()
    met = {t.id: t for t in touchpoints if KINDS[t.kind].lane not in shut}
    rows = {x.id for x in told.lanes if x.kind in CARD_LANES and _is_open(x)}
    findings = [f for f in told.findings if f.status != "dismissed" and "findings" not in shut]
    left = Graph(
        journey=_kept(told.journey),
        stages=_all(told.stages),
        actors=tuple(_actor(a, say) for a in told.actors),
        steps=tuple(_step(s, shut) for s in told.steps),
        transitions=_all(told.transitions),
        encounters=tuple(_encounter(e, met) for e in told.encounters if e.touchpoint in met),
        lanes=tuple(_lane(x, shut) for x in told.lanes if x.id in rows or x.kind not in CARD_LANES),
        cards=_all(c for c in told.cards if c.lane in rows),
        findings=tuple(_finding(f, met) for f in findings),
        ideas=() if "ideas" in shut else tuple(_ideas(told.ideas, {f.id for f in findings})),
    )
    return replace(left, catalogue=_catalogue(left, told.catalogue, say))


def heard(graph: Graph, measures: Measures) -> Measures:
    """Return what a guest hears of the answers: at the steps of a public graph, in its open rows,
    of answers beside these as well; not how often a finding is met, nor what answers differ by.

    Small groups are hidden in the measures themselves; not even how small they are is told.
    """
    shut = _shut(graph)
    if shut.issuperset(_MEASURED):
        return Measures(limit=measures.limit, stamp=measures.stamp)
    gone: dict[str, Any] = {
        name: None for row in shut.intersection(_MEASURED) for name in _MEASURED[row]
    }
    at = ((step.id, measures.steps.get(step.id, Measure())) for step in graph.steps)
    steps = {
        identity: Measure(hidden=True) if held.hidden else replace(held, **gone)
        for identity, held in at
        if held.answered
    }
    return replace(
        measures,
        steps=steps,
        n=sum(held.n for held in steps.values()),
        beside=heard(graph, measures.beside) if measures.beside else None,
        findings={},
        uneven={},
    )


def names_a_person(text: str) -> bool:
    """Tell whether a name looks like a person's: two words with capitals, like Maija Virtanen.

    "Grant handler" does not, "ELY Centre" neither (short words in capitals are abbreviations);
    "Grant Handler" does: better a role too few than a name too many.
    """
    return any(_capital(a) and _capital(b) for a, b in _PAIR.findall(_BETWEEN.sub("", text)))


def _capital(word: str) -> bool:
    first = word.partition("-")[0]
    return word[0].isupper() and not (first.isupper() and 1 < len(first.strip(".")) < 5)


def _is_open(lane: Lane) -> bool:
    """Tell whether guests see this row; one of cards stands above the line of visibility, too."""
    seen = lane.visible_to_customer and not lane.hidden
    return seen and (lane.kind in COMPUTED_LANES or (lane.side, lane.kind) in _FRONT)


def _shut(graph: Graph) -> set[str]:
    """Return the computed rows that guests do not see."""
    return {x.kind for x in graph.lanes if x.kind in COMPUTED_LANES and not _is_open(x)}


def _kept(held: T) -> T:
    """Return a record with the fields that are handed on, small records inside it too."""
    cls = type(held)
    values = {name: getattr(held, name) for name in KEPT[cls]}
    values |= {name: _kept(value) for name, value in values.items() if type(value) in KEPT}
    if hasattr(held, "id"):
        values["id"] = held.id
    return cls(**values)


def _all(records: Iterable[T]) -> tuple[T, ...]:
    return tuple(map(_kept, records))


def _actor(actor: Actor, say: Say) -> Actor:
    """Name no staff at all, and nobody else who is named as a person is."""
    kept = _kept(actor)
    if actor.kind == "staff" or names_a_person(actor.name):
        return replace(kept, name=say(actor.kind))
    return kept


def _step(step: Step, shut: set[str]) -> Step:
    kept = _kept(step)
    if "experience" in shut:
        felt: dict[str, Any] = dict.fromkeys(_FELT)
        kept = replace(kept, **felt)
    return replace(kept, promised_time=None) if "time" in shut else kept


def _encounter(met: Encounter, touchpoints: Mapping[str, Touchpoint]) -> Encounter:
    """Keep the note, but for one that names whom one meets."""
    kept = _kept(met)
    person = touchpoints[met.touchpoint].kind == "person"
    return replace(kept, note="") if person and names_a_person(met.note) else kept


def _lane(lane: Lane, shut: set[str]) -> Lane:
    """Keep a row as it is; a computed one that is shut, without its name, so that it stays shut."""
    if lane.kind not in shut:
        return _kept(lane)
    away = Lane(id=lane.id, kind=lane.kind, hidden=True, visible_to_customer=False)
    return replace(away, order=lane.order)


def _finding(finding: Finding, met: Mapping[str, Touchpoint]) -> Finding:
    kept = _kept(finding)
    return kept if finding.touchpoint in met else replace(kept, touchpoint=None)


def _ideas(ideas: Iterable[Idea], findings: set[str]) -> Iterable[Idea]:
    for idea in ideas:
        if idea.status != "rejected":
            yield replace(_kept(idea), findings=tuple(f for f in idea.findings if f in findings))


def _catalogue(graph: Graph, shared: Catalogue, say: Say) -> Catalogue:
    """Keep what the public graph names, and nothing that only hangs on it."""
    named = {e.touchpoint for e in graph.encounters} | {f.touchpoint for f in graph.findings}
    touchpoints = {i: _touchpoint(t, say) for i, t in shared.touchpoints.items() if i in named}
    ours = {graph.journey.organisation, *(a.organisation for a in graph.actors)}
    ours |= {t.organisation for t in touchpoints.values()}
    journey = graph.journey
    return Catalogue(
        touchpoints=touchpoints,
        organisations={i: _kept(o) for i, o in shared.organisations.items() if i in ours},
        personas={i: _kept(p) for i, p in shared.personas.items() if i in journey.personas},
        segments={i: _kept(s) for i, s in shared.segments.items() if i in journey.segments},
    )


def _touchpoint(met: Touchpoint, say: Say) -> Touchpoint:
    """Call a person by what they are where they are named; what is said of persons goes."""
    kept = _kept(met)
    if met.kind != "person":
        return kept
    return replace(
        kept, description="", name=say("person") if names_a_person(met.name) else met.name
    )
