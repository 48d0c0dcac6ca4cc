"""Which measures a page shows: what its reader hears, or the answers that its address chooses."""

from __future__ import annotations

import contextlib

from django.http import HttpRequest
from django.utils.translation import get_language

from journeymap.documents.errors import Invalid
from journeymap.documents.models import Document
from journeys import overlay
from journeys.overlay import Overlay
from touchpoints.measures import Measures

from .access import Place


def measures(request: HttpRequest, place: Place, document: Document) -> Measures:
    """Return the measures for a page's reader; what an address chooses in a way that is not
    understood, or that is not for this reader, is left."""
    single, asked = place.may("answers"), Overlay()
    if single:
        with contextlib.suppress(Invalid):
            asked = overlay.of(request.GET.dict(), document)
    return overlay.measures(document, asked, single=single, language=get_language() or "en")
