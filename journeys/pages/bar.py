"""The bar over a journey: its title and state, its views."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from journeymap.documents.models import Document
from journeys.graph import Journey

from .access import Place
from .cards import stale


class Tab(NamedTuple):
    """A view of the journey: its name (an icon's too), label and address."""

    name: str
    label: str
    url: str


def tabs(document: Document) -> list[Tab]:
    """Return the views of a journey."""
    names = (
        ("map", _("Map"), "journey"),
        ("path", _("Path"), "journey-path"),
        ("table", _("Table"), "journey-table"),
        ("feedback", _("Feedback"), "journey-feedback"),
        ("findings", _("Findings"), "journey-findings"),
        ("history", _("History"), "journey-history"),
    )
    return [Tab(name, label, reverse(url, args=[document.pk])) for name, label, url in names]


def context(
    place: Place, document: Document, journey: Journey, language: str, tab: str, **more: Any
) -> dict[str, Any]:
    """Return what every view shows of a journey whose texts are in ``language``, and more."""
    views = tabs(document)
    return place.context(
        "journeys",
        document=document,
        journey=journey,
        shown_language=language,
        stale=stale(journey),
        tabs=views,
        tab=tab,
        heading=next((each.label for each in views if each.name == tab), _("Take away")),
        **more,
    )
