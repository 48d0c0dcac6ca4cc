"""Quotes: what customers wrote, page by page, with the findings that they support."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from journeymap.documents.models import Document
from journeys.commands.improving import kind_of
from journeys.graph import Finding, Graph
from journeys.words import day
from touchpoints import quotes
from touchpoints.measures import ITEMS
from touchpoints.models import Answer

from ..access import Place
from .asked import Asked, Names

#: Quotes on a page.
PAGE = 20
#: What is said of whoever said it.
_TOLD = ("round", "segment", "channel", "unit", "region")


class Quote(NamedTuple):
    """An answer with words, what it sounds like, where and when it was said and by whom as far as
    they told, what it supports, and what it may support too."""

    answer: Answer
    kind: str
    step: str
    told: tuple[str, ...]
    supports: tuple[Finding, ...]
    others: tuple[Finding, ...]

    @property
    def other(self) -> str:
        """Return the kind that it does not sound like."""
        return "gain" if self.kind == "pain" else "pain"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A page of quotes; ``newer`` and ``older`` are the pages beside it, 0 where there is none."""

    held: tuple[Quote, ...]
    page: int
    newer: int
    older: int


def quoted(
    place: Place, document: Document, graph: Graph, names: Names, asked: Asked, page: str
) -> Quoted:
    """Return a page (a number, '' the first) of the quotes that are asked for; three queries."""
    at = max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    found = quotes.quotes(place.workspace, place.actor, document.pk, asked.wanted, asked.words)
    held = list(found[(at - 1) * PAGE : at * PAGE + 1])
    links = quotes.supports(held[:PAGE])
    made = tuple(_quote(each, graph, names, links.get(each.pk, [])) for each in held[:PAGE])
    return Quoted(made, at, at - 1, at + 1 if len(held) > PAGE else 0)


def _quote(answer: Answer, graph: Graph, names: Names, links: list[str]) -> Quote:
    at = timezone.localtime(answer.at).date().isoformat()
    told = [(name, getattr(answer, name)) for name in _TOLD if getattr(answer, name)]
    own = [each for each in graph.findings if each.step == answer.step]
    return Quote(
        answer,
        kind_of({item: getattr(answer, item) for item in ITEMS}),
        names.of("step", answer.step),
        (day(at, names.language), *(names.of(name, value) for name, value in told)),
        tuple(each for each in graph.findings if each.id in links),
        tuple(each for each in own if each.id not in links),
    )
