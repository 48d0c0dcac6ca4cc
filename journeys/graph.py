"""A journey as a frozen graph: its records, the graph they make, and what can never be.

The node of the path is the step (palvelutuokio: a moment of service); the edge is the transition.
What the customer meets in a step are touchpoints, which live in the workspace's catalogue; a
Graph carries the catalogue records it uses, so a diagram or a file needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from functools import cached_property
from typing import Any, TypeVar

from journeymap.documents import fields as f
from journeymap.documents.fields import Json, Problem, Text, dump, parse
from journeymap.documents.kinds import DocumentKind, Get, RecordKind, Value, register
from journeymap.documents.record import record
from touchpoints.measures import ITEMS
from touchpoints.records import (
    CATALOGUE,
    Organisation,
    Persona,
    Segment,
    Touchpoint,
    Translation,
    translation_problems,
)

from . import signing

EVIDENCE_LEVELS = ("guess", "workshop", "interviews", "survey", "log")
STATES = ("as_is", "to_be")
ACTOR_KINDS = ("customer", "staff", "partner", "system")
TRANSITION_KINDS = ("sequence", "choice", "parallel", "return", "exit")
#: Rows of the map that are computed from the graph; a lane record of one of these kinds only
#: renames, moves, folds or hides it.
COMPUTED_LANES = (
    "path",
    "experience",
    "people",
    "spaces",
    "objects",
    "practices",
    "ease",
    "findings",
    "ideas",
    "time",
)
#: Rows that hold cards.
CARD_LANES = (
    "goal",
    "action",
    "thought",
    "quote",
    "backstage",
    "support_process",
    "system",
    "rights",
    "rule",
    "evidence_item",
    "free",
)
PARTICIPATION_LEVELS = ("nobody_asked", "informed", "consulted", "co_designed")
FINDING_STATUSES = ("open", "accepted", "solved", "dismissed")
IDEA_STATUSES = ("proposed", "accepted", "done", "rejected")


@record
class Evidence:
    """How a claim is known: its level, of how many (n), from where and when."""

    level: str = f.choice(*EVIDENCE_LEVELS, required=True)
    n: int | None = f.number(0, 100_000_000, whole=True)
    source: str = f.text(500)
    date: str | None = f.date()


@record
class Follows:
    """A group of answers that a finding rests on: who answered one of ``values`` at its step.

    Of all answers to ``item`` there; those of a round, of days ``since`` to ``until`` (both
    included), of customers who told a segment, channel, unit, region or language, where these are
    given. ``values`` are texts: grades, "yes", "partly", "no", or -1, 0, 1 (worse, as, better).
    """

    item: str = f.choice(*ITEMS, required=True)
    values: tuple[str, ...] = f.text(6, many=True, required=True)
    round: str = f.text(64)
    since: str | None = f.date()
    until: str | None = f.date()
    segment: str = f.text(64)
    channel: str = f.text(32)
    unit: str = f.text(200)
    region: str = f.text(200)
    language: str = f.text(35)


@record
class Participation:
    """How far customers took part in making this journey, and who did."""

    level: str = f.choice(*PARTICIPATION_LEVELS, required=True)
    who: str = f.text(500)


@record
class Journey:
    """The root record: what the path is about, and whose it is."""

    id: str
    title: str = f.text(200, required=True)
    summary: str = f.text(4000)
    goal: str = f.text(1000)
    state: str = f.choice(*STATES, default="as_is")
    language: str = f.language("fi")
    labels: tuple[str, ...] = f.text(60, many=True)
    personas: tuple[str, ...] = f.refs("persona", document="catalogue")
    segments: tuple[str, ...] = f.refs("segment", document="catalogue")
    promise: str = f.text(1000)
    promised_time: str | None = f.duration()
    owner: str = f.text(200)
    organisation: str | None = f.ref("organisation", document="catalogue")
    review_by: str | None = f.date()
    participation: Participation | None = f.part(Participation)
    derived_from: str | None = f.ref("journey", document="journey")


@record
class Stage:
    """A group of steps: a column heading of the map."""

    id: str
    title: str = f.text(200, required=True)
    order: str = f.order()


@record
class Actor:
    """Who acts in a step."""

    id: str
    name: str = f.text(200, required=True)
    kind: str = f.choice(*ACTOR_KINDS, default="customer")
    organisation: str | None = f.ref("organisation", document="catalogue")
    order: str = f.order()


@record
class Step:
    """A moment of service: the node of the path.

    ``expectation`` is the value anticipated before it, ``assumed_experience`` the designer's
    guess of the value felt after it, both 1 to 5; what was measured comes from answers only.
    """

    id: str
    stage: str | None = f.ref("stage")
    title: str = f.text(200, required=True)
    description: str = f.text(4000)
    actor: str | None = f.ref("actor")
    order: str = f.order()
    expectation: float | None = f.number(1, 5)
    expectation_evidence: Evidence | None = f.part(Evidence)
    assumed_experience: float | None = f.number(1, 5)
    evidence: Evidence | None = f.part(Evidence)
    importance_customer: int | None = f.number(1, 5, whole=True)
    importance_organisation: int | None = f.number(1, 5, whole=True)
    moment_of_truth: bool = f.flag()
    mandatory: bool = f.flag()
    outcome: str = f.text(1000)
    promised_time: str | None = f.duration()
    opens_journey: str | None = f.ref("journey", document="journey")


@record
class Transition:
    """An edge of the path; an exit leads nowhere (``target`` is empty) and has a reason.

    ``share`` is the part of customers, 0 to 1, that goes this way; ``wait`` an ISO 8601 duration.
    """

    id: str
    source: str = f.ref("step", gone="remove", required=True)
    target: str | None = f.ref("step", gone="remove")
    kind: str = f.choice(*TRANSITION_KINDS, default="sequence")
    condition: str = f.text(500)
    reason: str = f.text(500)
    share: float | None = f.number(0, 1)
    wait: str | None = f.duration()
    evidence: Evidence | None = f.part(Evidence)


@record
class Encounter:
    """A step meets a touchpoint."""

    id: str
    step: str = f.ref("step", gone="remove", required=True)
    touchpoint: str = f.ref("touchpoint", document="catalogue", required=True)
    note: str = f.text(1000)
    order: str = f.order()


@record
class Lane:
    """A row of the map: one of the computed rows, or one that holds cards."""

    id: str
    title: str = f.text(200)
    kind: str = f.choice(*COMPUTED_LANES, *CARD_LANES, default="free")
    order: str = f.order()
    side: str = f.choice("frontstage", "backstage", default="frontstage")
    visible_to_customer: bool = f.flag(True)
    hidden: bool = f.flag()
    folded: bool = f.flag()


@record
class Card:
    """What stands in a lane at a step, or across a whole stage."""

    id: str
    lane: str = f.ref("lane", gone="remove", required=True)
    step: str | None = f.ref("step", gone="remove")
    stage: str | None = f.ref("stage", gone="remove")
    text: str = f.text(2000, required=True)
    order: str = f.order()


@record
class Finding:
    """A pain or a gain: an evidenced obstacle or success on a step (and a touchpoint).

    ``severity`` 1 to 4; how often it happens is computed from its evidence, never typed in: from
    the answers that it ``follows``, or those linked to it.
    """

    id: str
    kind: str = f.choice("pain", "gain", required=True)
    step: str | None = f.ref("step", gone="remove")
    touchpoint: str | None = f.ref("touchpoint", document="catalogue")
    title: str = f.text(300, required=True)
    description: str = f.text(4000)
    severity: int | None = f.number(1, 4, whole=True)
    evidence: Evidence | None = f.part(Evidence)
    follows: Follows | None = f.part(Follows)
    owner: str = f.text(200)
    status: str = f.choice(*FINDING_STATUSES, default="open")

    @property
    def stands(self) -> bool:
        """Whether it is still so: open, or accepted and not yet solved."""
        return self.status in ("open", "accepted")

    @property
    def hurts(self) -> bool:
        """Whether it is a pain that still stands: what is counted as an open pain point."""
        return self.kind == "pain" and self.stands


@record
class Idea:
    """An opportunity (a need worth addressing) or a solution (a chosen change).

    ``introduced``: the day when it was taken into use, so that before and after are compared.
    """

    id: str
    kind: str = f.choice("opportunity", "solution", default="opportunity")
    title: str = f.text(300, required=True)
    description: str = f.text(4000)
    findings: tuple[str, ...] = f.refs("finding")
    step: str | None = f.ref("step")
    owner: str = f.text(200)
    due: str | None = f.date()
    introduced: str | None = f.date()
    status: str = f.choice(*IDEA_STATUSES, default="proposed")


@record
class Comment:
    """What a member says of a record.

    Who said it, when, whether it was edited, who resolved it and when: these the door writes
    (``signing``). ``mentions`` are the members whose names stand in the text after an @.
    """

    id: str
    on: str = f.ref("*", gone="remove", required=True)
    text: str = f.text(4000, required=True)
    mentions: tuple[str, ...] = f.person(many=True)
    author: str = f.text(200)
    by: str | None = f.person()
    at: str | None = f.moment()
    edited: str | None = f.moment()
    reply_to: str | None = f.ref("comment", gone="remove")
    resolved: bool = f.flag()
    resolved_by: str = f.text(200)
    resolved_at: str | None = f.moment()


def _transition_problems(value: Value, path: str) -> Iterator[Problem]:
    leaves = value.get("kind") == "exit"
    if leaves and value.get("target"):
        yield Problem(
            f"{path}/target",
            "an exit leads to no step; take this away or change the kind",
        )
    if not leaves and not value.get("target"):
        yield Problem(f"{path}/target", "is required (only a transition of kind exit has none)")
    if not leaves and value.get("reason"):
        yield Problem(f"{path}/reason", "belongs to an exit; other transitions have a condition")


def _rule(kind: str, value: Value, get: Get, path: str) -> Iterable[Problem]:
    if kind == "transition":
        return _transition_problems(value, path)
    if kind == "translation":
        return translation_problems(JOURNEY, value, get, path)
    if kind == "card":
        if value.get("step") and value.get("stage"):
            return [Problem(f"{path}/stage", "a card stands at a step or a stage, not at both")]
        there = get(value["lane"])
        lane = there[1].get("kind", "free") if there else "free"
        if lane in COMPUTED_LANES:
            return [Problem(f"{path}/lane", f"a lane of kind {lane} is computed, holds no cards")]
    if kind == "comment" and value.get("reply_to") == value["id"]:
        return [Problem(f"{path}/reply_to", "names the comment itself")]
    return ()


JOURNEY = register(
    DocumentKind(
        name="journey",
        root="journey",
        records=(
            RecordKind("journey", "journeys", Journey),
            RecordKind("stage", "stages", Stage),
            RecordKind("actor", "actors", Actor),
            RecordKind("step", "steps", Step),
            RecordKind("transition", "transitions", Transition),
            RecordKind("encounter", "encounters", Encounter),
            RecordKind("lane", "lanes", Lane),
            RecordKind("card", "cards", Card),
            RecordKind("finding", "findings", Finding),
            RecordKind("idea", "ideas", Idea),
            RecordKind("comment", "comments", Comment),
            RecordKind("translation", "translations", Translation),
        ),
        rule=_rule,
        watched={"lane": ("kind",)},
        signs={"comment": signing.COMMENTS},
    )
)

#: Sound records by id: kind, JSON value, JSON pointer.
Sound = dict[str, tuple[str, Value, str]]
#: What holds records and can be localised.
Whole = TypeVar("Whole", "Graph", "Catalogue")

_NAME_OF = {kind.cls: kind.name for kind in (*CATALOGUE.records, *JOURNEY.records)}


@record
class Catalogue:
    """Catalogue records by id; in a Graph, those that it uses and what they name."""

    touchpoints: Mapping[str, Touchpoint] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    personas: Mapping[str, Persona] = field(default_factory=dict)
    segments: Mapping[str, Segment] = field(default_factory=dict)
    translations: Mapping[str, Translation] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[tuple[str, Value]]) -> Catalogue:
        """Make a catalogue of sound (kind, JSON value) pairs, each plural sorted by id."""
        return cls(**{k: {r.id: r for r in v} for k, v in _parsed(CATALOGUE, records).items()})

    def records(self) -> Iterator[tuple[str, dict[str, Json]]]:
        """Yield every record as (kind, JSON value), kinds in the order of the catalogue."""
        for kind in CATALOGUE.records:
            for each in getattr(self, kind.plural).values():
                yield kind.name, dump(each)

    def localised(self, language: str) -> Catalogue:
        """Return the catalogue with its texts in ``language`` where translations hold them."""
        return _localised(self, self.translations.values(), language.partition("-")[0])


@record
class Graph:
    """One journey at one moment: frozen, sorted by (order, id), with the catalogue it uses."""

    journey: Journey
    stages: tuple[Stage, ...] = ()
    actors: tuple[Actor, ...] = ()
    steps: tuple[Step, ...] = ()
    transitions: tuple[Transition, ...] = ()
    encounters: tuple[Encounter, ...] = ()
    lanes: tuple[Lane, ...] = ()
    cards: tuple[Card, ...] = ()
    findings: tuple[Finding, ...] = ()
    ideas: tuple[Idea, ...] = ()
    comments: tuple[Comment, ...] = ()
    translations: tuple[Translation, ...] = ()
    catalogue: Catalogue = field(default_factory=Catalogue)

    @classmethod
    def of(cls, records: Iterable[tuple[str, Value]], catalogue: Catalogue | None = None) -> Graph:
        """Make the graph of sound (kind, JSON value) pairs; exactly one is the journey."""
        found = _parsed(JOURNEY, records)
        (journey,) = found.pop("journeys")
        return cls(journey=journey, catalogue=catalogue or Catalogue(), **found)

    def records(self) -> Iterator[tuple[str, dict[str, Json]]]:
        """Yield the journey's records as (kind, JSON value): the inverse of ``of``."""
        yield "journey", dump(self.journey)
        for kind in JOURNEY.records[1:]:
            for each in getattr(self, kind.plural):
                yield kind.name, dump(each)

    @cached_property
    def by_id(self) -> dict[str, Any]:
        """Return every record of the journey (not of the catalogue) by id."""
        rows = {self.journey.id: self.journey}
        for kind in JOURNEY.records[1:]:
            rows.update((r.id, r) for r in getattr(self, kind.plural))
        return rows

    def localised(self, language: str) -> Graph:
        """Return the graph with its texts in ``language`` where translations hold them."""
        code = language.partition("-")[0]
        shared = self.catalogue.localised(code)
        return replace(_localised(self, self.translations, code), catalogue=shared)


def kind_of(record: Any) -> str:
    """Return the kind's name of a record of a journey or the catalogue."""
    return _NAME_OF[type(record)]


def _parsed(kind: DocumentKind, records: Iterable[tuple[str, Value]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, list[Any]] = {k.plural: [] for k in kind.records}
    for name, value in records:
        record = kind.by_name[name]
        found[record.plural].append(parse(record.cls, value))
    return {k: tuple(sorted(v, key=_place)) for k, v in found.items()}


def _place(record: Any) -> tuple[str, str]:
    return getattr(record, "order", ""), record.id


def _localised(holder: Whole, translations: Iterable[Translation], code: str) -> Whole:
    texts: dict[str, dict[str, str]] = {}
    for each in translations:
        if each.language.partition("-")[0] == code:
            texts.setdefault(each.record, {})[each.field] = each.text
    if not texts:
        return holder

    def put(record: Any) -> Any:
        """Put a translation in place of a text; where there is none any more, it says nothing."""
        told = texts.get(record.id, {}).items()
        there = {name: text for name, text in told if getattr(record, name)}
        return replace(record, **there) if there else record

    changed: dict[str, Any] = {}
    for name in (slot.name for slot in fields(holder)):
        held = getattr(holder, name)
        if isinstance(held, tuple):
            changed[name] = tuple(map(put, held))
        elif isinstance(held, dict):
            changed[name] = {i: put(r) for i, r in held.items()}
        elif isinstance(held, Journey):
            changed[name] = put(held)
    return replace(holder, **changed)


def text_fields(kind: RecordKind) -> list[str]:
    """Return the fields of a record kind that can be translated."""
    return [n for n, r in kind.rules.items() if isinstance(r, Text) and not r.many]


def check(
    records: Iterable[tuple[str, Value, str]],
    catalogue: Iterable[tuple[str, Value, str]] = (),
) -> list[Problem]:
    """Return everything wrong with (kind, JSON value, JSON pointer) triples; [] where sound.

    Ids are unique within a document; references within the journey, within the catalogue, and
    from the journey into the catalogue must be there. ``derived_from`` and ``opens_journey`` name
    other documents and are checked where those are known (by the door).
    """
    shared, found = _check_document(CATALOGUE, list(catalogue))
    own, problems = _check_document(JOURNEY, list(records))
    found += problems
    for kind, value, path in own.values():
        found += _foreign_problems(JOURNEY.by_name[kind], value, shared, path)
    roots = sum(kind == "journey" for kind, _, _ in own.values())
    if roots != 1 and not found:
        found.append(Problem("/journey", f"expected exactly one journey, found {roots}"))
    return found


def _foreign_problems(
    kind: RecordKind, value: Value, shared: Sound, path: str
) -> Iterator[Problem]:
    for name, rule in kind.foreign.items():
        for at, other in enumerate(rule.ids(value.get(name))):
            if rule.document == "catalogue" and shared.get(other, ("",))[0] != rule.kind:
                where = f"{path}/{name}/{at}" if rule.many else f"{path}/{name}"
                yield Problem(where, f"there is no {rule.kind} {other!r} in the catalogue")


def _check_document(
    kind: DocumentKind, records: list[tuple[str, Value, str]]
) -> tuple[Sound, list[Problem]]:
    """Return the sound records by id, and the problems of the others."""
    found: list[Problem] = []
    by_id: dict[str, tuple[str, Value, str]] = {}
    for name, value, path in records:
        identity = value.get("id") if isinstance(value, Mapping) else None
        if isinstance(identity, str) and identity in by_id:
            found.append(
                Problem(
                    f"{path}/id",
                    f"the id {identity!r} is taken by {by_id[identity][2]}",
                )
            )
        elif isinstance(identity, str):
            by_id[identity] = (name, value, path)

    def get(identity: str) -> tuple[str, Value] | None:
        there = by_id.get(identity)
        return (there[0], there[1]) if there else None

    sound: Sound = {}
    for name, value, path in records:
        problems = list(kind.problems(name, value, get, path))
        found += problems
        if not problems:
            sound[value["id"]] = (name, value, path)
    return sound, found
