"""Bodies of requests: bounded, strict JSON, or a file as it is.

A body that cannot be kept anywhere (NUL, half a surrogate pair, not a number) is refused here
once, with its place, so that nothing behind has to think of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from journeymap.documents.fields import pointer
from journeys.formats import too_deep

from .problems import Fault

#: Bytes of a body; a journey of 1,000 steps is about 1 MB.
LIMIT = 10_000_000
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_BAD = re.compile("[\x00\ud800-\udfff]")


class JsonParser(BaseParser):
    """RFC 8259 and nothing beyond: UTF-8, no NaN, no text that cannot be stored."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the value; Fault says what is wrong."""
        return decoded(body(stream))


class FileParser(BaseParser):
    """Any other media type: the bytes as they came; ``formats`` says what they are."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Return the bytes; Fault where there are too many."""
        return body(stream)


def body(stream: Any) -> bytes:
    """Read a body; 413 beyond the limit, before it is in memory."""
    announced = stream.META.get("CONTENT_LENGTH") or "0" if hasattr(stream, "META") else "0"
    if announced.isdigit() and int(announced) > LIMIT:
        raise _too_large()
    raw: bytes = stream.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise _too_large()
    return raw


def decoded(raw: bytes) -> Any:
    """Decode a JSON body; 400 with line and column where it is none."""
    try:
        value = json.loads(raw.decode(), parse_constant=_no_number, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise Fault(400, _("The body is not UTF-8 (byte %d).") % error.start) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno, "why": error.msg}
        raise Fault(
            400, _("Malformed JSON at line %(line)d, column %(column)d: %(why)s.") % place
        ) from None
    except RecursionError:
        raise Fault(400, _("The JSON is nested too deeply.")) from None
    except ValueError:
        raise Fault(400, _("The JSON holds a number that is too large.")) from None
    if too_deep(value):
        raise Fault(400, _("The JSON is nested too deeply."))
    if (_SUSPECT.search(raw) or b"\0" in raw) and (bad := list(_unkeepable(value, ""))):
        told = _("has a character that cannot be kept")
        errors = [{"pointer": path, "detail": told} for path in bad[:20]]
        raise Fault(422, _("The request was understood and refused."), errors)
    return value


def _too_large() -> Fault:
    return Fault(413, _("The body is larger than %d bytes.") % LIMIT)


def _no_number(name: str) -> NoReturn:
    raise Fault(400, _("Malformed JSON: %s is not a number.") % name)


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError
    return value


def _unkeepable(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if _BAD.search(value):
            yield path
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _unkeepable(each, f"{path}/{at}")
    elif isinstance(value, dict):
        for key, each in value.items():
            inner = f"{path}/{pointer(_BAD.sub('?', key))}"
            if _BAD.search(key):
                yield inner
            yield from _unkeepable(each, inner)
