"""Where the ways lead: ins and outs, loops, dead ends, and the share of customers at each step.

The shares of transitions make the path an absorbing Markov chain (J. G. Kemeny and J. L. Snell,
Finite Markov Chains, 1960): what leaves by an exit, or at an end, is absorbed. The part of
customers who ever come to a step is the expected number of visits divided by the expected number
of visits of one who starts there. Graph questions are networkx's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import networkx as nx

from journeys.graph import Graph, Transition
from journeys.walking import in_path_order
from touchpoints.measures import Measures

#: From a step, the part (0 to 1) of its visits that goes on to each other step.
Chain = dict[str, dict[str, float]]
#: Loops of more steps than this are not solved.
LARGEST = 300
#: Every way loses so little that nobody goes round for ever; results are good to six digits.
_KEPT = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Paths:
    """Ids of steps in path order.

    ``entries``: nothing but returns leads there. ``ends``: nothing but returns leads on.
    ``dead_ends``: ends without an exit, but for the last step. ``exits``: customers leave here.
    ``unreachable``: no way from any entry. ``loops``: sets of steps that lead back to themselves.
    ``reach``: the share (0 to 1) of customers who ever come to the step, of all who start, who
    divide evenly among the entries (steps in and after a loop of more than 300 are left out).
    ``assumed``: steps whose ways on lack shares, so that the
    rest was divided evenly among the ways that are no return and no exit.
    """

    entries: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    dead_ends: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()
    loops: tuple[tuple[str, ...], ...] = ()
    reach: Mapping[str, float] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()


def answer(graph: Graph, measures: Measures) -> Paths:
    """Return where the ways lead; measures have no say in it."""
    ids = [step.id for step in in_path_order(graph)]
    if not ids:
        return Paths()
    ways = _network(ids, [t for t in graph.transitions if t.target])
    onward = _network(ids, [t for t in graph.transitions if t.target and t.kind != "return"])
    entries = [i for i in ids if not set(onward.predecessors(i)) - {i}] or ids[:1]
    ends = [i for i in ids if not set(onward.successors(i)) - {i}]
    exits = {t.source for t in graph.transitions if t.kind == "exit"}
    reachable = set(entries).union(*(nx.descendants(ways, i) for i in entries))
    out: dict[str, list[Transition]] = {i: [] for i in ids}
    for each in graph.transitions:
        out[each.source].append(each)
    return Paths(
        entries=tuple(entries),
        ends=tuple(ends),
        dead_ends=tuple(i for i in ends if i not in exits and i != ids[-1]),
        exits=tuple(i for i in ids if i in exits),
        unreachable=tuple(i for i in ids if i not in reachable),
        loops=_loops(ways, ids),
        reach=_reach(ids, entries, out, ways),
        assumed=tuple(i for i in ids if _assumes(out[i])),
    )


def _network(ids: Sequence[str], transitions: Sequence[Transition]) -> Any:
    network = nx.DiGraph()
    network.add_nodes_from(ids)
    network.add_edges_from((t.source, t.target) for t in transitions)
    return network


def _loops(ways: Any, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    place = {identity: at for at, identity in enumerate(ids)}
    found = [
        tuple(sorted(group, key=place.__getitem__))
        for group in nx.strongly_connected_components(ways)
        if len(group) > 1 or ways.has_edge(*[next(iter(group))] * 2)
    ]
    return tuple(sorted(found, key=lambda loop: place[loop[0]]))


def _assumes(out: Sequence[Transition]) -> bool:
    open_ways = [t for t in out if t.share is None and t.kind != "parallel"]
    return len(out) > 1 and bool(open_ways)


def _parts(
    out: Sequence[Transition], chosen: Callable[[Sequence[Transition]], Transition]
) -> dict[str, float]:
    """Return the part that goes on to each step, of parallel ways only the chosen one.

    Known shares count as they are (scaled where they add up to more than all); the rest divides
    evenly among the other ways onward, of which all parallel ones are one; where there is none,
    among returns and exits. A share of a parallel way takes nothing from the others.
    """
    known = [t for t in out if t.share is not None and t.kind != "parallel"]
    total = sum(t.share or 0.0 for t in known)
    unknown = [t for t in out if t.share is None and t.kind in ("sequence", "choice")]
    if side_by_side := [t for t in out if t.kind == "parallel"]:
        unknown.append(chosen(side_by_side))
    unknown = unknown or [t for t in out if t.share is None]
    parts: dict[str, float] = {}
    for each in known + unknown:
        if each.share is None:
            share = max(0.0, 1 - total) / len(unknown)
        else:
            share = each.share if each.kind == "parallel" else each.share / max(1.0, total)
        if each.target:
            parts[each.target] = parts.get(each.target, 0.0) + share * _KEPT
    return parts


def _reach(
    ids: Sequence[str], entries: Sequence[str], out: Mapping[str, list[Transition]], ways: Any
) -> dict[str, float]:
    """Return the share that comes to each step: where ways are parallel, the most along any.

    Each run goes one of the parallel ways at each parting, until all were gone.
    """
    start = {i: 1 / len(entries) for i in entries}
    left = {t.id: t for ts in out.values() for t in ts if t.kind == "parallel" and t.target}
    best: dict[str, float] = {}
    while left or not best:
        through = next(iter(left.values()), None)
        gone: list[Transition] = []
        chosen = partial(_towards, through, ways, left, gone)
        hits = _hits({i: _parts(out[i], chosen) for i in ids}, start)
        for identity, share in hits.items():
            best[identity] = max(best.get(identity, 0.0), share)
        for each in gone:
            if each is through or hits.get(each.source):
                left.pop(each.id, None)
        if not hits:
            break
    return {i: round(best[i], 6) for i in ids if i in best}


def _towards(
    through: Transition | None,
    ways: Any,
    left: Mapping[str, Transition],
    gone: list[Transition],
    out: Sequence[Transition],
) -> Transition:
    """Choose among parallel ways: the one asked for or that leads to it, else one not yet gone."""
    if through is None or through in out:
        way = through or out[0]
    else:
        leading = (t for t in out if t.target and nx.has_path(ways, t.target, through.source))
        fresh = (t for t in out if t.id in left)
        way = next(leading, None) or next(fresh, out[0])
    gone.append(way)
    return way


def _hits(chain: Chain, start: Mapping[str, float]) -> dict[str, float]:
    """Return the chance to ever come to each step, loop by loop in the order of the path."""
    network = nx.DiGraph()
    network.add_nodes_from(chain)
    network.add_edges_from((i, j) for i, parts in chain.items() for j in parts)
    condensed = nx.condensation(network)
    visits, hits = dict(start), {}
    lost: set[int] = set()
    for group in nx.topological_sort(condensed):
        loop = sorted(condensed.nodes[group]["members"])
        if len(loop) > LARGEST or lost & set(condensed.predecessors(group)):
            lost.add(group)
            continue
        came = [visits.get(i, 0.0) for i in loop]
        back = _visits_within(loop, chain)
        for at, identity in enumerate(loop):
            seen = sum(c * row[at] for c, row in zip(came, back, strict=True))
            hits[identity] = seen / back[at][at]
            for target, part in chain[identity].items():
                if target not in loop:
                    visits[target] = visits.get(target, 0.0) + seen * part
    return hits


def _visits_within(loop: Sequence[str], chain: Chain) -> list[list[float]]:
    """Return the expected visits to each step of a loop from each: the inverse of I - Q.

    Gauss and Jordan's elimination; no pivoting is needed, as I - Q is diagonally dominant.
    """
    size = len(loop)
    rows = [
        [float(i == j) - chain[a].get(b, 0.0) for j, b in enumerate(loop)]
        + [float(i == j) for j in range(size)]
        for i, a in enumerate(loop)
    ]
    for at in range(size):
        pivot = rows[at][at]
        top = rows[at] = [value / pivot for value in rows[at]]
        for other in range(size):
            factor = rows[other][at]
            if other != at and factor:
                rows[other] = [v - factor * t for v, t in zip(rows[other], top, strict=True)]
    return [row[size:] for row in rows]
