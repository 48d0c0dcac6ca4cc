"""What was brought and not yet taken: it travels in the preview's form, packed and signed.

Nothing is kept on the server before the journey is made, so nothing is left behind either; the
signature is the workspace's and the person's, and holds for a day.
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
from django.utils.translation import gettext as _

from journeys.formats import FORMATS, Reading, Trouble, Unreadable, detect, detect_pasted
from journeys.formats.columns import Columns

from .access import Place

DAY = 86_400
#: What a form may hold besides the draft (Django's limit counts all its fields).
_BESIDE = 50_000


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
    """Return the draft as one field of a form; Unreadable where it is too large for one."""
    told = json.dumps([draft.format, draft.name[:200], dict(draft.mapping)]).encode() + b"\n"
    held = base64.b85encode(zlib.compress(told + draft.data)).decode()
    signed = _signer(place).sign(held)
    if len(signed) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) - _BESIDE:
        told_why = _("This file is too large to be looked at here. Load it with the API instead.")
        raise Unreadable([Trouble(told_why)], draft.name)
    return signed


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
