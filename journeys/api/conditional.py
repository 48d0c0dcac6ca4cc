"""Answers that are not sent twice: by the digests of what they are made of (``journeys.kept``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.request import Request

from journeys import kept

from .problems import Fault

_Response = TypeVar("_Response", bound=HttpResponseBase)


def answer(
    request: Request,
    etag: str,
    make: Callable[[], bytes],
    media_type: str = "application/json",
    filename: str = "",
) -> HttpResponse:
    """Answer 304 where the client has these bytes, else the bytes, made only if nobody did yet."""
    early = get_conditional_response(request, etag=etag)
    if early is not None and early.status_code == 412:
        raise Fault(412, _("This has another version by now."))
    if early is not None:
        early["ETag"] = etag
        return private(early)
    response = HttpResponse(kept.body(etag, make), content_type=media_type, headers={"ETag": etag})
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return private(response)


def private(response: _Response) -> _Response:
    """Have caches ask each time, and keep apart what different people see."""
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Authorization", "Accept-Language"])
    return response


def wanted_version(request: Request, asked: int | None, now: int) -> int | None:
    """Return the version an edit asks for: ``if_version``, else ``If-Match: "<version>"``.

    ``now`` is the version that was just read. The door compares, under its lock, and after it has
    seen whether the edit is a retry; a tag that is no version fits none.
    """
    tags = [tag.strip() for tag in request.headers.get("If-Match", "").split(",")]
    if asked is not None or tags in ([""], ["*"]):
        return asked
    return now if version_tag(now) in tags else -1


def version_tag(version: int) -> str:
    """Return the ETag of a document's log at a version."""
    return f'"{version}"'
