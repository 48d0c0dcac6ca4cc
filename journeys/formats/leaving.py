"""What a format leaves out of a journey, told by kind and field with how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from journeys.graph import JOURNEY, Graph
from touchpoints.records import CATALOGUE

from . import Loss

#: Kinds of record -> the fields of them that a format carries. A kind that is not here is left out.
Carried = Mapping[str, Collection[str]]
#: Where records stand and how they are named is not what they say.
_SILENT = {"id", "order"}


def left_out(graph: Graph, carried: Carried, title: str, said: str = "") -> tuple[Loss, ...]:
    """Return a loss for every kind that is not carried, or whose fields are not, with counts.

    ``title`` names the format; ``said`` tells where what is left out is told in words, if it is.
    """
    told = f"left out of {title}{said}"
    losses = []
    records = [*graph.records(), *graph.catalogue.records()]
    count = Counter(kind for kind, _ in records)
    fields = Counter((kind, name) for kind, value in records for name in value)
    for kind in (*JOURNEY.records, *CATALOGUE.records[:-1]):
        if kind.name not in carried:
            if count[kind.name]:
                losses.append(Loss(kind.plural, f"{count[kind.name]} {told}"))
            continue
        kept = {*carried[kind.name], *_SILENT}
        missing = [(name, n) for name in kind.rules if (n := fields[kind.name, name])]
        if shown := [f"{name} ({n})" for name, n in missing if name not in kept]:
            losses.append(Loss(kind.plural, f"{', '.join(shown)} {told}"))
    return tuple(losses)


def pains_counted(graph: Graph) -> Iterator[Loss]:
    """Yield the loss of a format that keeps of pains only how many there are at a step."""
    if pains := sum(each.hurts for each in graph.findings):
        yield Loss("findings", f"of {pains} pains only how many hurt a step is kept")
