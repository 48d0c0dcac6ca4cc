"""What would become of a draft: its picture, how much it holds, and what cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeymap.documents.models import Document
from journeys import labels, making
from journeys.commands.loading import named_journeys
from journeys.formats import Loss, Reading
from journeys.graph import Graph, Step
from touchpoints.measures import Measures

from . import drawing, wording
from .access import Place

#: So many losses, and so many steps, are listed; the rest is counted.
SHOWN = 200
#: So many places of one loss are told at once.
FEW = 3
#: More steps than these are no longer drawn as a map.
LONG = 60


@dataclass(frozen=True)
class Group:
    """One thing that is lost, and the places where it is; many are folded."""

    text: SafeString
    places: Sequence[str]

    @property
    def many(self) -> bool:
        """Tell whether the places are too many for a line."""
        return len(self.places) > FEW


@dataclass(frozen=True)
class Preview:
    """A journey that is not there yet; ``losses`` are lines, ``groups`` the same by what they say,
    ``notes`` what is done to fit it."""

    graph: Graph
    losses: Sequence[SafeString]
    notes: Sequence[str]
    more: str = ""
    groups: Sequence[Group] = ()

    @property
    def long(self) -> bool:
        """Tell whether the map is too long to be part of a page."""
        return len(self.graph.steps) > LONG

    @property
    def picture(self) -> SafeString:
        """Return the map; of a long journey the small picture: words beside it say the same."""
        if self.long:
            return drawing.small(self.graph, Measures())
        return drawing.seen_before(self.graph)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how much of each kind there is, as far as there is any."""
        graph = self.graph
        pains = sum(each.kind == "pain" for each in graph.findings)
        held = [
            (_(labels.PLURALS["stage"]), len(graph.stages)),
            (_(labels.PLURALS["step"]), len(graph.steps)),
            (_(labels.PLURALS["actor"]), len(graph.actors)),
            (_(labels.PLURALS["touchpoint"]), len({e.touchpoint for e in graph.encounters})),
            (_("Pain points"), pains),
            (_("Successes"), len(graph.findings) - pains),
            (_(labels.PLURALS["idea"]), len(graph.ideas)),
            (_(labels.PLURALS["card"]), len(graph.cards)),
            (_(labels.PLURALS["comment"]), len(graph.comments)),
            (_(labels.PLURALS["translation"]), len(graph.translations)),
        ]
        return [(label, n) for label, n in held if n]

    @property
    def stages(self) -> Iterator[tuple[str, list[Step]]]:
        """Yield the stages with their steps, '' for those in none; the first SHOWN steps."""
        steps = self.graph.steps[:SHOWN]
        for identity, title in (*((s.id, s.title) for s in self.graph.stages), (None, "")):
            own = [each for each in steps if each.stage == identity]
            if own or title:
                yield title, own


def of(place: Place, reading: Reading) -> Preview:
    """Return what would become of a file: it is loaded, looked at and taken back.

    So the door has seen it: Invalid and Conflict come now, not after the reader agreed.
    """
    made = making.looked(place.workspace, place.actor, reading)
    told = [each.message for each in made.losses if not each.where]
    gone = _absent(place, reading.graph)
    left = [note for note in told if any(each in note for each in gone)]
    lost = [wording.detail(each) for each in made.losses if each.where]
    lost += [format_html("{}", note) for note in left]
    fresh, own = made.document.pk, _("It gets an id of its own: that of the file is taken.")
    notes = [own if fresh in note else note for note in told if note not in left]
    grouped = _grouped([each for each in made.losses if each.where])
    grouped += [Group(format_html("{}", note), ()) for note in left]
    return Preview(reading.graph, lost[:SHOWN], notes, _more(lost), grouped[:SHOWN])


def _grouped(losses: Sequence[Loss]) -> list[Group]:
    """Return losses by what they say, in the order in which it is first said."""
    found: dict[str, list[str]] = {}
    for each in losses:
        found.setdefault(each.message, []).append(each.where)
    return [Group(wording.detail(text), places) for text, places in found.items()]


def _absent(place: Place, graph: Graph) -> set[str]:
    """Return the journeys that the graph names and the workspace does not have."""
    named = named_journeys([graph])
    there = Document.objects.filter(workspace=place.workspace, kind="journey", pk__in=named)
    return named - set(there.values_list("pk", flat=True))


def of_to_be(as_is: Graph, to_be: Graph, n: int) -> Preview:
    """Return what a to-be of a journey with ``n`` answers would be."""
    lost = []
    if count := len(as_is.comments):
        lost.append(ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count})
    if n:
        lost.append(ngettext("%(n)d answer", "%(n)d answers", n) % {"n": n})
    told = _("These stay with the journey as it is: %(what)s.") % {"what": ", ".join(lost)}
    return Preview(to_be, (), [told] if lost else [])


def _more(lost: Sequence[Loss | SafeString]) -> str:
    if (rest := len(lost) - SHOWN) <= 0:
        return ""
    told = ngettext(
        "and %(n)d more thing cannot be kept", "and %(n)d more things cannot be kept", rest
    )
    return told % {"n": rest}
