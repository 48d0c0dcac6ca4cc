"""What journeys and touchpoints are called in the reader's language, without loading them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from journeymap.documents.models import Document, Record
from journeys import rows

from .access import Place


def titles_of(place: Place, documents: Iterable[Document]) -> list[tuple[str, str]]:
    """Return journeys as choices, (id, title) in the reader's language, by title."""
    names = names_of(place, *(each.pk for each in documents))
    return sorted(names.items(), key=lambda each: (each[1].casefold(), each[0]))


def names_of(place: Place, *ids: str) -> dict[str, str]:
    """Return what journeys and touchpoints of the workspace are called, by id; '' is nothing."""
    wanted = {each for each in ids if each}
    if not wanted:
        return {}
    language = get_language() or "en"
    documents = Document.objects.filter(workspace=place.workspace, kind="journey", pk__in=wanted)
    names = dict(documents.values_list("pk", "title"))
    told_in = {"value__language": language, "value__field": "title"}
    texts = Record.objects.filter(document__in=documents, kind="translation", **told_in)
    for value in texts.values_list("value", flat=True):
        if value["record"] in names:
            names[value["record"]] = value["text"]
    if wanted - names.keys():
        shared = rows.catalogue(place.workspace.pk).localised(language).touchpoints
        names |= {each: shared[each].name for each in wanted & shared.keys()}
    return names
