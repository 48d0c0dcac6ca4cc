"""Questions to a journey, on paths whose answers are known."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

from journeys.analysis import ANALYSES
from journeys.analysis.paths import Paths
from journeys.analysis.summary import Summary
from journeys.graph import Graph, Journey, Stage, Step, Transition
from tests.support.graphs import graphs
from touchpoints.measures import Counts, Measure, Measures, measure


def _way(way: str, **fields: Any) -> Transition:
    """a>b is a sequence, a>b:0.4 has a share, a> is an exit."""
    ends, _, share = way.partition(":")
    source, _, target = ends.partition(">")
    kind = fields.pop("kind", "sequence" if target else "exit")
    part = float(share) if share else None
    return Transition(
        id=f"{way}-{kind}", source=source, target=target or None, kind=kind, share=part
    )


def _paths(steps: str, *ways: str | Transition) -> Paths:
    graph = Graph(
        journey=Journey(id="j", title="J"),
        steps=tuple(Step(id=s, title=s, order=str(at + 1)) for at, s in enumerate(steps)),
        transitions=tuple(_way(w) if isinstance(w, str) else w for w in ways),
    )
    found: Paths = ANALYSES["paths"].answer(graph)
    return found


def test_a_plain_path_is_walked_by_everybody() -> None:
    found = _paths("abc", "a>b", "b>c")
    assert (found.entries, found.ends, found.dead_ends, found.loops) == (("a",), ("c",), (), ())
    assert found.reach == {"a": 1, "b": 1, "c": 1}
    assert found.assumed == ()


def test_exits_take_their_share() -> None:
    found = _paths("abc", "a>b", "a>:0.25", "b>c:0.5", "b>:0.5")
    assert found.reach == {"a": 1, "b": 0.75, "c": 0.375}
    assert found.exits == ("a", "b")
    assert found.assumed == ("a",)


def test_the_gamblers_ruin() -> None:
    """Kemeny and Snell's own example: from 2 of 4 with a fair coin, half end at either end."""
    steps, ways = "20134", ["2>1:0.5", "2>3:0.5", "1>0:0.5", "1>2:0.5", "3>2:0.5", "3>4:0.5"]
    found = _paths(steps, *ways)
    assert found.reach["0"] == found.reach["4"] == pytest.approx(0.5)
    assert found.reach["1"] == found.reach["3"] == pytest.approx(2 / 3)
    assert found.reach["2"] == 1
    assert found.loops == (("2", "1", "3"),)


def test_going_back_does_not_count_a_customer_twice() -> None:
    found = _paths("abcd", "a>b", "b>c", "c>d:0.6", _way("c>b:0.4", kind="return"))
    assert found.reach == {"a": 1, "b": 1, "c": 1, "d": 1}
    assert found.loops == (("b", "c"),)
    assert found.entries == ("a",)


def test_a_return_without_a_share_takes_nobody_from_the_way_on() -> None:
    found = _paths("abc", "a>b", "b>c", _way("b>a", kind="return"), "b>:0.2")
    assert found.reach["c"] == pytest.approx(0.8)


def test_parallel_ways_are_all_gone_and_joined_once() -> None:
    both = [_way("a>b", kind="parallel"), _way("a>c", kind="parallel")]
    found = _paths("abcde", *both, "b>d", "c>d", "d>e:0.5", "d>:0.5")
    assert found.reach == {"a": 1, "b": 1, "c": 1, "d": 1, "e": 0.5}
    some = [_way("a>b", kind="parallel"), _way("a>c:0.3", kind="parallel")]
    assert _paths("abc", *some).reach == {"a": 1, "b": 1, "c": 0.3}
    nested = [_way("c>d", kind="parallel"), _way("c>e", kind="parallel")]
    found = _paths("abcde", *both, *nested)
    assert found.reach == dict.fromkeys("abcde", 1)


def test_dead_ends_unreachable_steps_and_closed_loops_are_named() -> None:
    found = _paths("abcxyz", "a>b:0.5", "a>c:0.5", _way("x>y"), _way("y>x"))
    assert found.dead_ends == ("b", "c")
    assert found.unreachable == ("x", "y")
    assert found.entries == ("a", "z")
    assert found.reach["x"] == 0
    assert found.loops == (("x", "y"),)
    closed = _paths("ab", "a>b", "b>a")
    assert closed.entries == ("a",)
    assert closed.reach == {"a": 1, "b": pytest.approx(1)}


@settings(max_examples=40)
@given(graphs(4))
def test_every_share_is_a_share(graph: Graph) -> None:
    found: Paths = ANALYSES["paths"].answer(graph)
    assert found.reach.keys() == {step.id for step in graph.steps}
    assert all(0 <= share <= 1 + 1e-6 for share in found.reach.values())
    assert not any(found.reach[i] for i in found.unreachable)


@pytest.mark.parametrize("seed", range(3))
def test_the_shares_are_those_of_a_thousand_walkers(seed: int) -> None:
    """Walks drawn step by step agree with the solved chain, loops and exits included."""
    rng = Random(seed)
    steps, ways = "abcdefgh", []
    for at, source in enumerate(steps):
        weights = [rng.random() for _ in range(3)]
        targets = rng.sample(steps[max(0, at - 2) : at] + steps[at + 1 :] + " ", 3)
        for weight, target in zip(weights, targets, strict=True):
            ways.append(f"{source}>{target.strip()}:{weight / sum(weights)}")
    found = _paths(steps, *ways)
    count, came = 20_000, dict.fromkeys(steps, 0)
    out = {s: [_way(w) for w in ways if w[0] == s] for s in steps}
    for _ in range(count):
        here: str | None = rng.choice(found.entries)
        seen = set()
        while here:
            seen.add(here)
            shares = [t.share or 0 for t in out[here]]
            here = rng.choices([t.target for t in out[here]], shares)[0]
        for step in seen:
            came[step] += 1
    for step in steps:
        assert found.reach[step] == pytest.approx(came[step] / count, abs=0.02)


def _said(n: int, mood: int, worse: int = 0) -> Measure:
    emotion = [0] * 5
    emotion[mood - 1] = n
    return measure(Counts(n=n, emotion=emotion, expectation=(worse, 0, n - worse)))


def test_a_summary_keeps_assumed_and_measured_apart() -> None:
    steps = (
        Step(id="c", title="C", stage="late", expectation=4, assumed_experience=3),
        Step(id="a", title="A", stage="early", expectation=4, assumed_experience=1, order="1"),
        Step(id="b", title="B", stage="early", moment_of_truth=True, order="2"),
        Step(id="d", title="D", stage="late", expectation=3, assumed_experience=5),
    )
    graph = Graph(
        journey=Journey(id="j", title="J"),
        stages=(Stage(id="early", title="E"), Stage(id="late", title="L")),
        steps=steps,
        transitions=(_way("a>b"), _way("b>c"), _way("c>d"), _way("d>a", kind="return")),
    )
    said = {"b": _said(10, 2, worse=8), "c": _said(9, 4, worse=1), "d": _said(2, 1)}
    found: Summary = ANALYSES["summary"].answer(graph, Measures(steps=said, n=21))
    assert found == Summary(
        first="a",
        last="d",
        lowest_assumed="a",
        lowest_measured="b",
        moments_of_truth=("b",),
        assumed_gaps=(("a", -3), ("c", -1)),
        measured_gaps=(("b", 0.8),),
        unanswered=("a",),
    )


def test_an_empty_journey_has_an_empty_answer_to_every_question() -> None:
    graph = Graph(journey=Journey(id="j", title="J"))
    for analysis in ANALYSES.values():
        found = analysis.answer(graph)
        assert found == type(found)()
