"""Touchpoints that a table only names: those of the catalogue with that name are meant (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from journeys.graph import Catalogue, Graph


def adopt(graph: Graph, named: Iterable[tuple[str, str]], shared: Catalogue) -> Graph:
    """Return the graph with the catalogue's touchpoints in place of those it only names.

    ``named``: (id in the graph, its kind, '' where that is not known). One is taken where exactly
    one of the catalogue has the name (and the kind).
    """
    known: dict[str, list[str]] = {}
    for each in shared.touchpoints.values():
        known.setdefault(each.name.casefold(), []).append(each.id)
    own, meant = dict(graph.catalogue.touchpoints), {}
    for identity, kind in named:
        fits = [
            i
            for i in known.get(own[identity].name.casefold(), ())
            if kind in ("", shared.touchpoints[i].kind)
        ]
        if len(fits) == 1:
            meant[identity] = fits[0]
    touchpoints = {
        meant.get(i, i): shared.touchpoints[meant[i]] if i in meant else own[i] for i in own
    }
    return replace(
        graph,
        catalogue=replace(graph.catalogue, touchpoints=touchpoints),
        encounters=tuple(
            replace(each, touchpoint=meant.get(each.touchpoint, each.touchpoint))
            for each in graph.encounters
        ),
    )
