"""Where steps stand: stages -> columns, ways that part -> tracks. No pixels, no text.

The same arithmetic runs in the browser (`static/editor/core/layout.js`); `tests/vectors/layout/`
holds inputs with their results, run by both. The rules:

1. Stages stand in their order; steps without a stage stand after them, as a stage ``None``.
2. A step's column in its stage is the longest path to it inside the stage. Returns and exits are
   ignored, and so are transitions that close a cycle (found depth first: steps in their order,
   ways by share (rule 6), largest first, then by the target's order).
3. A step that no transition touches follows the step before it in the stage's order.
4. A stage without steps keeps one empty column.
5. Columns are filled from left to right. A step wants the lowest track of the steps that lead to
   it from earlier columns (0 where there are none); those who want the same stand by share,
   largest first, then by order; each takes the first free track from the one it wants.
6. The share of a parallel way without one is 1: all go it. Of any other way it is 0.
7. A way with a share above 0 that passes over a column holds its source's track there against steps
   that want the same track and have a smaller share: the main way runs straight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Way(NamedTuple):
    """A transition as layout sees it; ``share`` is 0 to 1, or None."""

    id: str
    source: str
    target: str | None
    kind: str
    share: float | None

    @property
    def weight(self) -> float:
        """Return the share that counts here, 0 to 1."""
        if self.share is None:
            return 1.0 if self.kind == "parallel" else 0.0
        return self.share


class Column(NamedTuple):
    """A column: the stage it belongs to (None: no stage) and its steps by track."""

    stage: str | None
    steps: tuple[str, ...]


class Layout(NamedTuple):
    """Columns from left to right, each step's column and track, and the ways that lead back.

    ``back`` holds the ids of transitions (not returns) that close a cycle or lead to an earlier
    column: they are drawn as arcs, like returns.
    """

    columns: tuple[Column, ...]
    column: Mapping[str, int]
    track: Mapping[str, int]
    back: frozenset[str]


def lay_out(
    stages: Sequence[str], steps: Sequence[tuple[str, str | None]], ways: Iterable[Way]
) -> Layout:
    """Lay the path out: stage ids and (step id, stage id or None) in order, ways in any order."""
    place = {step: at for at, (step, _) in enumerate(steps)}
    known = set(stages)
    stage_of = {step: stage if stage in known else None for step, stage in steps}
    groups: dict[str | None, list[str]] = {stage: [] for stage in stages}
    for step, stage in stage_of.items():
        groups.setdefault(stage, []).append(step)
    forward = sorted(
        (w for w in ways if w.kind not in ("return", "exit") and w.target in place),
        key=lambda w: (place[w.source], -w.weight, place[w.target or ""], w.id),
    )
    touched = {w.source for w in forward} | {w.target for w in forward}
    inside: dict[str | None, list[tuple[str, str]]] = {}
    for w in forward:
        if w.target and stage_of[w.source] == stage_of[w.target]:
            inside.setdefault(stage_of[w.source], []).append((w.source, w.target))
    columns: list[list[str]] = []
    owners: list[str | None] = []
    for stage, members in groups.items():
        depth = _depths(members, inside.get(stage, []), touched)
        base = len(columns)
        wide = 1 + max(depth.values(), default=0)
        columns += [[] for _ in range(wide)]
        owners += [stage] * wide
        for step in members:
            columns[base + depth[step]].append(step)
    column = {step: at for at, held in enumerate(columns) for step in held}
    track = _tracks(columns, column, place, forward)
    back = frozenset(w.id for w in forward if w.target and column[w.target] <= column[w.source])
    shown = tuple(
        Column(owner, tuple(sorted(held, key=track.__getitem__)))
        for owner, held in zip(owners, columns, strict=True)
    )
    return Layout(shown, column, track, back)


def _depths(
    members: Sequence[str], edges: Sequence[tuple[str, str]], touched: set[str | None]
) -> dict[str, int]:
    """Return each step's longest path from a start of the stage, cycles cut."""
    after: dict[str, list[str]] = {step: [] for step in members}
    for source, target in edges:
        after[source].append(target)
    for before, step in zip(members, members[1:], strict=False):
        if step not in touched:
            after[before].append(step)
    finished = _finished(members, after)
    rank = {step: at for at, step in enumerate(reversed(finished))}
    depth = dict.fromkeys(members, 0)
    for step in reversed(finished):
        for target in after[step]:
            if rank[target] > rank[step]:
                depth[target] = max(depth[target], depth[step] + 1)
    return depth


def _finished(members: Sequence[str], after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the steps in the order a depth-first walk leaves them.

    Read backwards this is an order in which every transition points onwards, but for those that
    close a cycle: they point backwards in it.
    """
    seen: set[str] = set()
    left: list[str] = []
    for start in members:
        if start in seen:
            continue
        seen.add(start)
        walk = [(start, iter(after[start]))]
        while walk:
            step, targets = walk[-1]
            target = next((t for t in targets if t not in seen), None)
            if target is None:
                left.append(step)
                walk.pop()
            else:
                seen.add(target)
                walk.append((target, iter(after[target])))
    return left


def _tracks(
    columns: Sequence[Sequence[str]],
    column: Mapping[str, int],
    place: Mapping[str, int],
    forward: Iterable[Way],
) -> dict[str, int]:
    into: dict[str, list[tuple[str, float]]] = {}
    over: dict[int, list[Way]] = {}
    for w in forward:
        if w.target and column[w.source] < column[w.target]:
            into.setdefault(w.target, []).append((w.source, w.weight))
            if w.weight:
                for at in range(column[w.source] + 1, column[w.target]):
                    over.setdefault(at, []).append(w)
    track: dict[str, int] = {}
    for at, held in enumerate(columns):
        wishes = [(track[w.source], -w.weight, place[w.target or ""], "") for w in over.get(at, ())]
        for step in held:
            from_ = into.get(step, [])
            wish = min((track[s] for s, _ in from_), default=0)
            wishes.append(
                (wish, -max((share for _, share in from_), default=0.0), place[step], step)
            )
        free = 0
        for wish, _, _, step in sorted(wishes):
            if step:
                track[step] = max(wish, free)
                free = track[step] + 1
            elif free <= wish:
                free = wish + 1
    return track
