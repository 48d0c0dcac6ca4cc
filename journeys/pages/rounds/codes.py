"""QR codes of a round's links, as SVG and PNG (ISO/IEC 18004, made by segno)."""

from __future__ import annotations

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from touchpoints.models import SurveyRound

from ..access import Place, workspace_page
from .links import Reach
from .listing import found

#: About so many pixels the PNG is wide: 8 cm on paper at 300 dots per inch.
PIXELS = 1000
#: The quiet zone that readers need, in modules.
QUIET = 4


def made(address: str) -> segno.QRCode:
    """Return the code of an address; at least 15 % of it may be dirty or torn (level M)."""
    return segno.make_qr(address, error="m")


def inline(address: str, title: str) -> SafeString:
    """Return the code as <svg> for a page: black on white in the dark too, read as ``title``."""
    drawn = made(address).svg_inline(
        border=QUIET, dark="#000", light="#fff", title=title, svgclass="qr", omitsize=True
    )
    return mark_safe(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308  title is escaped


@require_GET
@workspace_page
def code(request: HttpRequest, place: Place, round_id: str, ext: str) -> HttpResponse:
    """Give the code of a link (``links.PRESET`` in the query) as a file."""
    held = found(place, round_id)
    link = Reach.of(held).link(request, request.GET)
    qr, out = made(link.url), io.BytesIO()
    if ext == "svg":
        qr.save(
            out, kind="svg", border=QUIET, scale=10, light="#fff", title=_title(held, link.said)
        )
        kind = "image/svg+xml"
    elif ext == "png":
        side = qr.symbol_size(border=QUIET)[0]
        qr.save(out, kind="png", border=QUIET, scale=-(-PIXELS // side))
        kind = "image/png"
    else:
        raise Http404
    named = slugify(" ".join(["qr", held.code, *link.said]))
    name = f'attachment; filename="{named}.{ext}"'
    return HttpResponse(out.getvalue(), content_type=kind, headers={"Content-Disposition": name})


def _title(held: SurveyRound, said: list[str]) -> str:
    return " · ".join([held.title, *said])
