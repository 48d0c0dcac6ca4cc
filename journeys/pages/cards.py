"""What the home page says of each journey, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from journeymap.documents import talk
from journeymap.documents.models import Document
from journeymap.workspaces.models import Workspace
from journeys import rows
from journeys.analysis import summary
from journeys.graph import Graph, Journey, Step
from touchpoints import hearing
from touchpoints.measures import Measures


@dataclass(frozen=True)
class Card:
    """One journey on the home page, its texts in the reader's language where there are such."""

    document: Document
    graph: Graph
    measures: Measures
    language: str
    lowest: Step | None
    unread: int
    stale: bool

    @property
    def personas(self) -> list[str]:
        """Return the names of the personas."""
        held = self.graph.catalogue.personas
        return [held[each].name for each in self.graph.journey.personas if each in held]

    @property
    def touchpoints(self) -> int:
        """Return how many different touchpoints are met."""
        return len({each.touchpoint for each in self.graph.encounters})

    @property
    def pains(self) -> int:
        """Return how many pain points are open."""
        return sum(f.hurts for f in self.graph.findings)

    @property
    def lowest_mean(self) -> float | None:
        """Return the mean emotion at the lowest step."""
        measure = self.measures.steps.get(self.lowest.id) if self.lowest else None
        return measure.emotion.mean if measure and measure.emotion else None


def stale(journey: Journey) -> bool:
    """Tell whether the day by which a journey was to be looked at again has passed."""
    return overdue(journey.review_by)


def overdue(review_by: str | None) -> bool:
    """Tell whether a day has passed where the workspace is: its pages stand in its time zone."""
    return review_by is not None and review_by < timezone.localdate().isoformat()


def found(workspace: Workspace, words: str = "") -> list[rows.Row]:
    """Return the workspace's journeys that hold all the words, the newest change first."""
    documents = Document.objects.filter(workspace=workspace, kind="journey", trashed_at=None)
    for word in words.casefold().split():
        documents = documents.filter(search__contains=word)
    return rows.listed(documents.order_by("-updated_at", "id"))


def cards(
    workspace: Workspace,
    shown: Iterable[rows.Row],
    language: str,
    user_id: Any,
    *,
    single: bool,
) -> list[Card]:
    """Return the cards of journeys of a workspace, as one of its members sees them.

    ``single``: they may read single answers.
    """
    documents = [row.document for row in shown]
    ids = [document.pk for document in documents]
    graphs, measures = rows.load_all(workspace.pk, ids), hearing.measures_all(ids, single=single)
    marks = talk.marks(user_id, workspace.pk, ids)
    return [
        _card(each, graphs[each.pk], measures[each.pk], language, marks[each.pk])
        for each in documents
    ]


def _card(
    document: Document, graph: Graph, measures: Measures, language: str, mark: talk.Mark
) -> Card:
    local, spoken = shown_in(graph, language)
    lowest = summary.answer(graph, measures).lowest_measured
    unread = sum(mark.unread(each.id, each.by, each.at) for each in graph.comments)
    due = stale(graph.journey)
    return Card(document, local, measures, spoken, local.by_id.get(lowest or ""), unread, due)


def shown_in(graph: Graph, language: str) -> tuple[Graph, str]:
    """Return the journey as a reader of the language sees it, and the language it is then in."""
    root = graph.journey
    told = {t.language.partition("-")[0] for t in graph.translations if t.record == root.id}
    code = language.partition("-")[0]
    if code in told and code != root.language.partition("-")[0]:
        return graph.localised(code), code
    return graph, root.language


def labels(listed: Iterable[rows.Row]) -> list[str]:
    """Return the labels in use, in alphabetical order."""
    tags = {tag for row in listed for tag in row.journey.get("labels", ())}
    return sorted(tags, key=str.casefold)
