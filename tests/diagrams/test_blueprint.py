"""What the blueprint promises: steps in their actors' lanes, the lines, nothing covered."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

from hypothesis import given, settings

from journeys.diagrams import Options
from journeys.diagrams.blueprint import Blueprint, band_of, draw
from journeys.diagrams.lanes.swim import SIDES
from journeys.diagrams.scene import Box, Connector, Group, Icon, Line, Scene, Text
from journeys.graph import Graph
from tests.diagrams.scenes import (
    HOSTILE,
    LONG,
    answers,
    full,
    groups,
    journey,
    line,
    sound,
    walk,
    words,
)
from tests.support.graphs import graphs
from touchpoints.measures import Measures

FEW = settings(max_examples=20)
LINES = ("Line of interaction", "Line of visibility", "Line of internal interaction")


def staffed() -> Graph:
    """Return a journey whose path goes down to a system and back up again."""
    return journey(
        ("organisation", {"id": "town", "name": "Town of Seinäjoki"}),
        ("touchpoint", {"id": "web", "kind": "virtual_space", "name": "E-service"}),
        ("touchpoint", {"id": "clerk-met", "kind": "person", "name": "Clerk at the desk"}),
        ("stage", {"id": "s", "title": "Apply"}),
        ("actor", {"id": "seeker", "name": "Jobseeker", "order": "b"}),
        (
            "actor",
            {"id": "clerk", "name": "Clerk", "kind": "staff", "order": "a", "organisation": "town"},
        ),
        ("actor", {"id": "robot", "name": "Payment run", "kind": "system", "order": "0a"}),
        *(
            ("step", {"id": i, "title": f"Step {i}", "stage": "s", "actor": a, "order": i})
            for i, a in (("a", "seeker"), ("b", "clerk"), ("c", "robot"), ("d", "seeker"))
        ),
        ("step", {"id": "e", "title": "Step e", "stage": "s", "order": "e"}),
        ("transition", {"id": "ab", "source": "a", "target": "b", "wait": "P2D"}),
        ("transition", {"id": "bc", "source": "b", "target": "c"}),
        ("transition", {"id": "cd", "source": "c", "target": "d"}),
        ("transition", {"id": "de", "source": "d", "target": "e"}),
        ("transition", {"id": "cb", "source": "c", "target": "b", "kind": "return"}),
        ("transition", {"id": "bx", "source": "b", "kind": "exit", "reason": "refused"}),
        ("encounter", {"id": "m1", "step": "a", "touchpoint": "web"}),
        ("encounter", {"id": "m2", "step": "b", "touchpoint": "clerk-met"}),
        ("lane", {"id": "held", "kind": "evidence_item", "title": "In the hand"}),
        (
            "lane",
            {"id": "behind", "kind": "backstage", "visible_to_customer": False},
        ),
        ("lane", {"id": "law", "kind": "rule", "side": "backstage"}),
        ("lane", {"id": "goals", "kind": "goal"}),
        ("card", {"id": "c1", "lane": "held", "step": "a", "text": "Receipt"}),
        ("card", {"id": "c2", "lane": "behind", "step": "b", "text": "Checks the register"}),
        ("card", {"id": "c3", "lane": "law", "stage": "s", "text": "Act 380/2023"}),
        ("card", {"id": "c4", "lane": "goals", "stage": "s", "text": "A goal"}),
    )


def box(group: Group) -> Box:
    """Return the box that a group is drawn in."""
    return next(item for item in group.items if isinstance(item, Box))


def lane_tops(scene: Scene) -> list[tuple[int, str]]:
    """Return where each row begins, and its record; then where each line lies, by its name."""
    found = [
        (next(i.y for i in g.items if isinstance(i, Text)) - 22, g.id)
        for g in groups(scene, "lane")
    ]
    return sorted(found)


def heights(scene: Scene) -> dict[str, float]:
    """Return the height of each named line."""
    return {
        g.title: next(i.y1 for i in g.items if isinstance(i, Line))
        for g in groups(scene, "boundary")
    }


def lane_at(scene: Scene, y: float) -> str:
    return [name for top, name in lane_tops(scene) if top <= y][-1]


def steps_of(scene: Scene) -> dict[str, Box]:
    return {g.record: box(g) for g in groups(scene, "step")}


def ways_of(scene: Scene) -> dict[str, Connector]:
    return {i.id: i for i in walk(scene.items) if isinstance(i, Connector)}


def test_every_step_stands_in_the_lane_of_its_actor() -> None:
    scene = draw(staffed())
    there = {step: lane_at(scene, held.y) for step, held in steps_of(scene).items()}
    assert there == {
        "a": "lane-seeker",
        "b": "lane-clerk",
        "c": "lane-robot",
        "d": "lane-seeker",
        "e": "row-nobody",
    }
    names = {g.id: g.title for g in groups(scene, "lane")}
    assert names["lane-clerk"] == "Clerk · Staff · Town of Seinäjoki"
    assert names["row-nobody"].startswith("Nobody named")
    icons = {
        g.id: [i.name for i in g.items if isinstance(i, Icon)][:1] for g in groups(scene, "lane")
    }
    assert (icons["lane-clerk"], icons["lane-robot"]) == (["staff"], ["system"])


def test_bands_stand_under_each_other_with_the_three_lines_between() -> None:
    scene = draw(staffed())
    at = heights(scene)
    assert list(at) == list(LINES)
    order = sorted([*((y, name) for name, y in at.items()), *lane_tops(scene)])
    assert [name for _y, name in order] == [
        "row-evidence",
        "lane-held",
        "lane-seeker",
        "row-nobody",
        LINES[0],
        "row-met",
        "lane-clerk",
        LINES[1],
        "lane-robot",
        "lane-behind",
        LINES[2],
        "lane-law",
    ]
    said = words(scene)
    for name in (*LINES, "Frontstage", "Backstage", "Support"):
        assert name.upper() in said
    assert "A goal" not in said, "goals are the map's"


def crossed(scene: Scene, way: str) -> list[str]:
    """Return the lines that a way crosses."""
    ys = [y for _x, y in ways_of(scene)[way].points]
    return [name for name, y in heights(scene).items() if min(ys) < y < max(ys)]


def test_a_way_crosses_the_lines_between_its_lanes_and_no_other() -> None:
    scene = draw(staffed())
    assert crossed(scene, "way-ab") == [LINES[0]]
    assert ways_of(scene)["way-ab"].title.startswith("Step a → Step b (Jobseeker → Clerk): wait")
    assert crossed(scene, "way-bc") == [LINES[1]]
    assert crossed(scene, "way-cd") == [LINES[0], LINES[1]]
    assert crossed(scene, "way-de") == []
    assert crossed(scene, "way-cb") == [LINES[1]], "a return stays below the line of interaction"
    assert ways_of(scene)["way-cb"].style == "way_back"
    assert "Line of interaction, transitions across: 2" in scene.description
    assert "Line of visibility, transitions across: 3" in scene.description


def test_times_waits_exits_and_what_was_measured_are_told() -> None:
    graph, _measures = full()
    measures = Measures(steps={"form": answers(133), "visit": answers(3)}, n=136)
    said = words(draw(graph, measures, Options(version=7)))
    for text in (
        "1\u00a0h",
        "14\u00a0d",
        "50% prompt",
        "wait 19\u00a0d",
        "10% · gives up",
        "no bank codes",
        "applies again",
        "in parallel",
        "promised time",
        "version 7",
    ):
        assert text in said, text


def test_a_customer_sees_no_internal_lane_and_no_hint_about_it() -> None:
    said = words(draw(staffed(), None, Options(customer_view=True)))
    assert "Checks the register" not in said
    assert "Act 380/2023" in said
    plain = words(draw(journey(*line("a")), None, Options(customer_view=True)))
    assert "not said yet" not in plain
    assert "What happens out of sight is not said yet." in words(draw(journey(*line("a"))))


def test_hidden_rows_of_the_map_stay_hidden() -> None:
    graph, measures = full()
    shut = [
        ("lane", {"id": f"x{kind}", "kind": kind, "hidden": True})
        for kind in ("spaces", "people", "time", "ease")
    ]
    said = words(draw(Graph.of([*graph.records(), *shut], graph.catalogue), measures))
    assert "E-service" not in said and "Friend" not in said
    assert "Business plan" in said and "Strong identification" in said
    assert "50% prompt" not in said and "promised time" not in said


def test_an_empty_journey_invites_and_a_thousand_steps_are_drawn() -> None:
    scene = draw(journey())
    assert "This path has no steps yet." in words(scene)
    assert "This path has no steps yet" in scene.description
    assert groups(scene, "lane") == []
    assert len(groups(draw(journey(*line(*(f"p{at}" for at in range(1000))))), "step")) == 1000


def test_hostile_and_long_words_are_drawn_as_they_are() -> None:
    graph = journey(
        ("actor", {"id": "x", "name": f"{HOSTILE} {LONG * 3}"}),
        ("step", {"id": "a", "title": HOSTILE, "actor": "x"}),
        ("step", {"id": "b", "title": LONG * 4, "actor": "x"}),
    )
    scene = draw(graph)
    assert groups(scene, "step")[0].title.startswith(HOSTILE)
    assert next(g for g in groups(scene, "lane") if g.record == "x").title.startswith(HOSTILE)


def test_texts_are_the_readers() -> None:
    graph = journey(*line("a"), language="fi")
    assert draw(graph).language == "fi"
    assert "NÄKYVYYSRAJA" in words(draw(graph))


def apart(a: Box, b: Box) -> bool:
    return a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y


def unhidden(graph: Graph) -> Graph:
    """Return the graph without lanes that hide or fold."""
    off: dict[str, Any] = {"hidden": False, "folded": False}
    records = [(k, {**v, **off} if k == "lane" else v) for k, v in graph.records()]
    return Graph.of(records, graph.catalogue)


@FEW
@given(graphs(most=6))
def test_nothing_covers_another_and_all_is_in_its_place_whatever_the_journey(
    graph: Graph,
) -> None:
    graph = unhidden(graph)
    scene = draw(graph)
    nothing_covered(graph, scene)
    all_placed(graph, scene)
    assert draw(graph) == scene


def nothing_covered(graph: Graph, scene: Scene) -> None:
    """Check that all is drawn once, and no card, label or way lies on another card."""
    drawn = {c.id for c in graph.cards if band_of(graph.by_id[c.lane])}
    assert sorted(g.record for g in groups(scene, "step")) == sorted(s.id for s in graph.steps)
    assert sorted(g.record for g in groups(scene, "card")) == sorted(drawn)
    met = sorted(g.record for g in groups(scene, "touchpoint"))
    assert met == sorted(e.id for e in graph.encounters)
    cards = [box(g) for g in groups(scene, "step")]
    others = [box(g) for role in ("card", "touchpoint", "label") for g in groups(scene, role)]
    for a, b in combinations([*cards, *others], 2):
        assert apart(a, b), (a, b)
    for way in ways_of(scene).values():
        for (x0, y0), (x1, y1) in pairwise(way.points):
            assert x0 == x1 or y0 == y1, "ways are level or upright"
            run = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), 0, "")
            assert all(apart(run, card) for card in cards), way


def all_placed(graph: Graph, scene: Scene) -> None:
    """Check that each step stands in its lane and band, and that texts have room."""
    actors = {a.id: a for a in graph.actors}
    for step in graph.steps:
        lane = lane_at(scene, steps_of(scene)[step.id].y)
        assert lane == (f"lane-{step.actor}" if step.actor else "row-nobody")
    at = heights(scene)
    for step, held in steps_of(scene).items():
        actor = actors.get(graph.by_id[step].actor or "")
        side = SIDES[actor.kind] if actor else "customer"
        if LINES[0] in at:
            assert (held.y < at[LINES[0]]) == (side == "customer")
        if LINES[1] in at:
            assert (held.y > at[LINES[1]]) == (side == "back")
    for item in walk(scene.items):
        if isinstance(item, Text):
            assert 0 <= item.x <= scene.width and 0 <= item.y <= scene.height
        if isinstance(item, Connector):
            assert all(0 <= x <= scene.width and 0 <= y <= scene.height for x, y in item.points)
    sound(scene)


def test_ways_beside_each_other_have_upright_lines_of_their_own() -> None:
    """Two ways that cross between the same columns never run along each other."""
    kinds = ("customer", "staff", "partner", "system")
    actors = [("actor", {"id": k, "name": k, "kind": k}) for k in kinds]
    steps = [
        ("step", {"id": f"{side}{k}", "title": k, "actor": k, "stage": side, "order": str(at + 1)})
        for side in "ab"
        for at, k in enumerate(kinds)
    ]
    stages = [("stage", {"id": side, "title": side, "order": side}) for side in "ab"]
    ways = [
        ("transition", {"id": f"t{at}", "source": f"a{k}", "target": f"b{other}"})
        for at, (k, other) in enumerate(zip(kinds, reversed(kinds), strict=True))
    ]
    graph = journey(*actors, *stages, *steps, *ways)
    sheet = Blueprint(graph, None, Options())
    assert [lane.side for lane in sheet.lanes] == ["customer", "front", "front", "back"]
    found = ways_of(draw(graph))
    pieces: dict[str, list[tuple[float, float, float]]] = {"upright": [], "level": []}
    for at in range(4):
        for (x0, y0), (x1, y1) in pairwise(found[f"way-t{at}"].points):
            if x0 == x1:
                pieces["upright"].append((x0, *sorted((y0, y1))))
            else:
                pieces["level"].append((y0, *sorted((x0, x1))))
    for each in pieces.values():
        for a, b in combinations(each, 2):
            assert a[0] != b[0] or a[2] <= b[1] or b[2] <= a[1], (a, b)
