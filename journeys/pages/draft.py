"""What was brought and not yet taken: it travels in the preview's form, packed and signed.

Nothing is kept on the server before the journey is made, so nothing is left behind either; the
signature is the workspace's and the person's, and holds for a day. The page's script sends it as a
file, which may be as large as what was brought; without scripts it is a field, which may not.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, QueryDict

from journeys.formats import FORMATS, LIMIT, Reading, detect, detect_pasted
from journeys.formats.columns import Columns

from .access import Place

DAY = 86_400
#: What a form may hold besides the draft (Django's limit counts all its fields).
_BESIDE = 50_000
#: No draft is larger than this, in characters; the largest file packs to five quarters of itself.
_MOST = 2 * LIMIT


class Draft(NamedTuple):
    """Bytes in a format; ``name`` is the file's ('' for a text that was pasted), ``mapping`` says
    what the columns of a table mean, as far as somebody said so."""

    format: str
    name: str
    data: bytes
    mapping: Mapping[str, str] = MappingProxyType({})

    def read(self) -> Reading:
        """Read it; Unreadable says what is wrong, and where."""
        return FORMATS[self.format].read(self.data, self.name, self.mapping)

    def columns(self) -> Columns:
        """Return the columns that can be given a meaning; Unreadable where it is no table."""
        form = FORMATS[self.format]
        return form.columns(self.data, self.name) if form.maps else Columns(())


def of_file(head: bytes, rest: bytes, name: str) -> Draft:
    """Return the draft of a file, known by its name or by how it begins."""
    return Draft(detect(head, name).name, name, head + rest)


def of_text(text: str) -> Draft:
    """Return the draft of a pasted text: Mermaid, a table, or a journey's file."""
    return Draft(detect_pasted(text).name, "", text.encode("utf-8", "replace"))


def packed(draft: Draft, place: Place) -> str:
    """Return the draft as text."""
    told = json.dumps([draft.format, draft.name[:200], dict(draft.mapping)]).encode() + b"\n"
    held = base64.b85encode(zlib.compress(told + draft.data)).decode()
    return _signer(place).sign(held)


def large(packed: str) -> bool:
    """Tell whether it is too large for a field: only a script can send it."""
    return len(packed) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) - _BESIDE


def posted(request: HttpRequest) -> QueryDict:
    """Return what a form sent, with the draft as one of its fields, however it came."""
    file = request.FILES.get("draft")
    if file is None:
        return request.POST
    sent = request.POST.copy()
    sent["draft"] = file.read(_MOST).decode("ascii", "replace")
    return sent


def unpacked(text: str, place: Place) -> Draft:
    """Return what ``packed`` made for this place not more than a day ago; signing.BadSignature."""
    try:
        held = zlib.decompress(base64.b85decode(_signer(place).unsign(text, max_age=DAY)))
        told, _sign, data = held.partition(b"\n")
        form, name, mapping = json.loads(told)
    except (signing.BadSignature, binascii.Error, zlib.error, ValueError) as error:
        raise signing.BadSignature(str(error)) from None
    return Draft(form, name, data, mapping)


def _signer(place: Place) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"draft:{place.workspace.pk}:{place.actor.id}")
