"""Small journeys and questions to a scene, for the tests of the map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from journeys.diagrams.scene import Connector, Element, Group, Scene, Text
from journeys.diagrams.styles import STYLES
from journeys.diagrams.text import width
from journeys.graph import Catalogue, Graph
from touchpoints.measures import Measure, Measures, mean, share

LONG = "työvoimakoulutushakemuslomakekäsittelijä"
HOSTILE = "<b>&\"\n'>]]>{id}"


def walk(items: Iterable[Element]) -> Iterator[Element]:
    """Yield every element, groups before what they hold."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)


def groups(scene: Scene, role: str) -> list[Group]:
    return [g for g in walk(scene.items) if isinstance(g, Group) and g.role == role]


def sound(scene: Scene) -> None:
    """Check what holds of every drawing: ids stand once, no text is wider than its room."""
    items = list(walk(scene.items))
    ids = [each.id for each in items if isinstance(each, Group | Connector) and each.id]
    assert len(ids) == len(set(ids))
    for item in items:
        if isinstance(item, Text):
            style = STYLES[item.style]
            for shown in item.lines:
                assert width(shown, style.size, style.bold) <= item.room + 0.5, item


def words(scene: Scene) -> str:
    """Return all that is written or said in titles, in one text."""
    found = []
    for item in walk(scene.items):
        found += getattr(item, "lines", ())
        found.append(getattr(item, "title", ""))
    return " ".join(found)


def journey(*records: tuple[str, dict[str, Any]], **about: Any) -> Graph:
    """Make a journey of (kind, value); touchpoints and the like go into its catalogue."""
    shared = ("touchpoint", "organisation", "persona", "segment")
    own = [r for r in records if r[0] not in shared]
    root = {"id": "j", "title": "A journey", "language": "en", **about}
    catalogue = Catalogue.of([r for r in records if r[0] in shared])
    return Graph.of([("journey", root), *own], catalogue)


def line(*ids: str, **fields: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return steps that follow each other, with their transitions."""
    found: list[tuple[str, dict[str, Any]]] = []
    for at, step in enumerate(ids):
        order = f"b{at:03}1"
        found.append(("step", {"id": step, "title": f"Step {step}", "order": order, **fields}))
    for before, after in zip(ids, ids[1:], strict=False):
        found.append(("transition", {"id": f"{before}-{after}", "source": before, "target": after}))
    return found


def answers(n: int, *, worse: int = 0) -> Measure:
    """Return a measure of n answers around the middle, ``worse`` of them worse than expected."""
    return Measure(
        n=n,
        emotion=mean([n // 5, n // 5, n - 4 * (n // 5), n // 5, n // 5]),
        prompt=share(n // 2, n),
        easy=share(n // 3, n),
        done=share(n // 4, n),
        worse=share(worse, n),
        met=share(n - worse, n),
        better=share(0, n),
    )


def full() -> tuple[Graph, Measures]:
    """Return a small journey that uses every row and mark of the map, with answers."""
    graph = journey(
        ("persona", {"id": "aino", "name": "Aino, 34"}),
        ("touchpoint", {"id": "friend", "kind": "person", "name": "Friend"}),
        ("touchpoint", {"id": "office", "kind": "physical_space", "name": "Office, Seinäjoki"}),
        (
            "touchpoint",
            {"id": "web", "kind": "virtual_space", "name": "E-service", "channel": "web"},
        ),
        ("touchpoint", {"id": "plan", "kind": "object", "name": "Business plan"}),
        ("touchpoint", {"id": "sign", "kind": "practice", "name": "Strong identification"}),
        ("stage", {"id": "know", "title": "Become aware", "order": "a"}),
        ("stage", {"id": "apply", "title": "Apply", "order": "b"}),
        ("actor", {"id": "seeker", "name": "Jobseeker"}),
        ("actor", {"id": "clerk", "name": "Grant handler", "kind": "staff"}),
        (
            "step",
            {
                "id": "hear",
                "title": "Hears about the grant",
                "stage": "know",
                "actor": "seeker",
                "order": "a",
                "expectation": 3.5,
                "assumed_experience": 4,
            },
        ),
        (
            "step",
            {
                "id": "form",
                "title": "Fills in the e-form",
                "stage": "apply",
                "actor": "seeker",
                "order": "b",
                "expectation": 4,
                "promised_time": "PT1H",
                "mandatory": True,
            },
        ),
        (
            "step",
            {
                "id": "visit",
                "title": "Visits the office",
                "stage": "apply",
                "actor": "seeker",
                "order": "c",
                "expectation": 3,
                "assumed_experience": 2,
            },
        ),
        (
            "step",
            {
                "id": "decide",
                "title": "Gets the decision",
                "stage": "apply",
                "actor": "clerk",
                "order": "d",
                "moment_of_truth": True,
                "opens_journey": "other",
                "promised_time": "P14D",
            },
        ),
        ("transition", {"id": "t1", "source": "hear", "target": "form", "share": 0.72}),
        (
            "transition",
            {
                "id": "t2",
                "source": "hear",
                "target": "visit",
                "kind": "choice",
                "condition": "no bank codes",
                "share": 0.28,
            },
        ),
        ("transition", {"id": "t3", "source": "form", "target": "decide", "wait": "P19D"}),
        ("transition", {"id": "t4", "source": "visit", "target": "decide", "kind": "parallel"}),
        (
            "transition",
            {
                "id": "t5",
                "source": "decide",
                "target": "hear",
                "kind": "return",
                "condition": "applies again",
            },
        ),
        (
            "transition",
            {"id": "t6", "source": "form", "kind": "exit", "reason": "gives up", "share": 0.1},
        ),
        ("encounter", {"id": "e1", "step": "hear", "touchpoint": "friend"}),
        ("encounter", {"id": "e2", "step": "form", "touchpoint": "web"}),
        ("encounter", {"id": "e3", "step": "visit", "touchpoint": "office"}),
        ("encounter", {"id": "e4", "step": "form", "touchpoint": "plan"}),
        ("encounter", {"id": "e5", "step": "form", "touchpoint": "sign"}),
        (
            "finding",
            {
                "id": "f1",
                "kind": "pain",
                "step": "visit",
                "title": "Queue of 40 min",
                "severity": 3,
                "evidence": {"level": "survey", "n": 61},
            },
        ),
        ("finding", {"id": "f2", "kind": "gain", "step": "decide", "title": "The handler rang"}),
        ("finding", {"id": "f3", "kind": "pain", "title": "Nobody knows whom to ask"}),
        ("idea", {"id": "i1", "title": "Book a time", "findings": ["f1"]}),
        (
            "idea",
            {
                "id": "i2",
                "kind": "solution",
                "title": "Plain letter",
                "step": "decide",
                "due": "2027-01-01",
                "status": "accepted",
            },
        ),
        ("lane", {"id": "goals", "kind": "goal", "title": "Goal"}),
        (
            "lane",
            {"id": "back", "kind": "backstage", "side": "backstage", "visible_to_customer": False},
        ),
        ("card", {"id": "c1", "lane": "goals", "stage": "apply", "text": "Done at one go"}),
        ("card", {"id": "c2", "lane": "back", "step": "decide", "text": "Decision template"}),
        title="Start-up grant",
        personas=["aino"],
        promise="expert service",
        promised_time="P14D",
        participation={"level": "co_designed", "who": "6 entrepreneurs"},
    )
    few = Measure(n=3, hidden=True)
    steps = {"hear": few, "form": answers(133), "visit": answers(61, worse=43)}
    measures = Measures(steps=steps, n=197, first="2026-01-01", last="2026-06-30")
    return graph, measures
