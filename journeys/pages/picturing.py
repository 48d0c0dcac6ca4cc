"""A version's map inside a page, and the difference of two versions: in words, and as a picture
that the words lead into."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from journeymap.documents.models import Document
from journeys import diagrams
from journeys.comparing import Compared
from journeys.diagrams.map import ROWS
from journeys.diagrams.options import Options
from journeys.diagrams.png import size
from journeys.diff import Said
from journeys.graph import Graph

from . import drawing

#: Sentences that are shown at once.
MOST = 300
#: Groups of the map that are one record each: what their ids begin with.
_DRAWN = ("mark", "step", "finding", "idea", "card", "stage", "way", "lane", "row")


class Sentence(NamedTuple):
    """A sentence of a difference, how it differs in a word, and its place in the picture ('')."""

    how: str
    text: str
    place: str


def pictured(
    document: Document,
    graph: Graph,
    version: int,
    difference: Compared | None,
    zoom: str,
    language: str,
) -> dict[str, Any]:
    """Return the map as markup for the page with its sizes, and the sentences of a difference.

    Customers' answers are not part of a version: the rows that only they fill are left out.
    """
    drawn = difference.union if difference else graph
    history = reverse("journey-history", args=[document.pk])
    options = Options(
        language=language,
        theme="page",
        href=f"{history}?record={{id}}",
        version=version,
        show=frozenset(ROWS) - {"ease"} | {lane.id for lane in drawn.lanes},
        marks=difference.marks if difference else {},
    )
    markup = diagrams.render("map", "svg", drawn, None, options)
    width, height = size(markup)
    said: list[Sentence] = []
    if difference:
        ids = set(re.findall(rb' id="map-([^"]+)"', markup))
        there = {each.decode() for each in ids}
        said = [
            Sentence(each.how, each.text, _place(each, difference.union, there))
            for each in difference.said[:MOST]
        ]
    return {
        "drawing": drawing.markup(markup),
        "sizes": drawing.sizes(width, height, zoom),
        "plate": f"--width:{width:.0f}px;--height:{height:.0f}px",
        "sentences": said,
        "more": max(0, len(difference.said) - MOST) if difference else 0,
        "words": {"added": _("Added"), "removed": _("Removed"), "moved": _("Moved"),
                  "changed": _("Changed")},
    }  # fmt: skip


def _place(said: Said, graph: Graph, there: Collection[str]) -> str:
    """Return the id of what a sentence is about in the picture; '' where it is not drawn."""
    for record in _near(said, graph):
        for role in _DRAWN:
            if f"{role}-{record}" in there:
                return f"map-{role}-{record}"
    return ""


def _near(said: Said, graph: Graph) -> Iterator[str]:
    """Yield the record a sentence is about, then those it is seen at."""
    yield said.id
    held = graph.by_id.get(said.id)
    if said.kind == "lane" and held:
        yield held.kind
    for name in ("on", "record", "step", "source"):
        if named := getattr(held, name, None):
            yield named
    yield from (each.id for each in graph.encounters if each.touchpoint == said.id)
    yield from (each.id for each in graph.steps if each.actor == said.id)
