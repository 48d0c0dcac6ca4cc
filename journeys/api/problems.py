"""Every error of the API in one shape, by one translator: problem+json (RFC 9457).

``errors`` holds what is wrong in detail: ``pointer`` (RFC 6901) into the body that was sent, or
``parameter``, the name of a query parameter.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core import exceptions as django_errors
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf
from rest_framework import serializers

from journeymap.documents import errors as refusals
from journeymap.documents.fields import Problem, pointer
from journeys.diagrams import Failed
from journeys.formats import Unreadable

log = logging.getLogger(__name__)
#: So many errors are told of one request; nobody reads more.
MOST_ERRORS = 100


class Fault(Exception):
    """An answer with a status of 400 and more, said by the API itself."""

    def __init__(
        self, status: int, detail: str = "", errors: list[dict[str, str]] | None = None, **more: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.more = status, detail, errors or [], more


#: Refusals of the door, most special first: the exception and its status.
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (refusals.Stale, 412),
    (refusals.InUse, 409),
    (refusals.Conflict, 409),
    (refusals.Invalid, 422),
    (refusals.Forbidden, 403),
    (refusals.NotFound, 404),
    (Http404, 404),
    (django_errors.PermissionDenied, 403),
    (django_errors.RequestDataTooBig, 413),
    (django_errors.SuspiciousOperation, 400),
    (OperationalError, 503),
)


class UseOut(serializers.Serializer[Any]):
    """A field of a record of another document that names a catalogue record."""

    journey = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    kind = serializers.CharField()
    id = serializers.CharField()
    field = serializers.CharField()
    trashed = serializers.BooleanField()


#: The shape of every error, for the description of the API.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong, as application/problem+json (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "Into the body (RFC 6901)."},
                    "parameter": {"type": "string", "description": "Of the query."},
                    "detail": {"type": "string"},
                },
                "required": ["detail"],
            },
        },
        "uses": {"type": "array", "items": {"$ref": "#/components/schemas/UseOut"}},
    },
    "required": ["type", "title", "status"],
}


def translate(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """Answer any exception of a view; one that nobody foresaw is logged and becomes a 500."""
    if isinstance(error, drf.APIException):
        return _of_framework(error)
    if isinstance(error, Unreadable):
        return problem(422, _("The file cannot be read."), _places(error))
    if isinstance(error, Failed):
        return problem(503, str(error))
    if isinstance(error, Fault):
        return problem(error.status, error.detail, error.errors, **error.more)
    for kind, status in STATUSES:
        if isinstance(error, kind):
            return _of_refusal(error, status)
    log.exception("the API failed", exc_info=error)
    got_request_exception.send(sender=None, request=context.get("request"))
    return problem(500, _("Something went wrong here; it has been logged."))


def problem(
    status: int,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Make a problem+json answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    body |= {"detail": detail} if detail else {}
    body |= {"errors": errors[:MOST_ERRORS]} if errors else {}
    answer = JsonResponse(
        body | more, status=status, headers=headers, content_type="application/problem+json"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def details(problems: list[Problem]) -> list[dict[str, str]]:
    """Return the problems of a body as ``errors`` of an answer."""
    return [{"pointer": each.path, "detail": each.message} for each in problems]


def uses_shape(uses: Any) -> list[dict[str, Any]]:
    """Return where a catalogue record is used, as JSON."""
    return [
        {
            "journey": use.document_id,
            "title": use.document_title,
            "kind": use.kind,
            "id": use.id,
            "field": use.field,
            "trashed": use.trashed,
        }
        for use in uses
    ]


def _of_refusal(error: Exception, status: int) -> HttpResponse:
    if status == 503:
        log.error("the database failed", exc_info=error)
        again = {"Retry-After": "1"}
        return problem(503, _("The database does not answer; try again."), headers=again)
    if not isinstance(error, refusals.Refusal):
        said = {404: _("There is nothing here for you."), 413: _("The body is too large.")}
        return problem(status, said.get(status, ""))
    more: dict[str, Any] = {}
    if isinstance(error, refusals.InUse):
        more["uses"] = uses_shape(error.uses)
    found = details(error.problems)
    summary = error.message if not found else _("The request was understood and refused.")
    if status == 404:
        summary = _("There is nothing here for you.")
    return problem(status, summary, found, **more)


def _places(error: Unreadable) -> list[dict[str, str]]:
    """Return what is wrong with a file; a pointer where its format has them."""
    return [
        {"pointer": each.path, "detail": str(each)}
        if each.path.startswith("/")
        else {"detail": str(each)}
        for each in error.problems
    ]


def _of_framework(error: drf.APIException) -> HttpResponse:
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = f"{wait:.0f}"
    if isinstance(error, drf.ValidationError):
        summary = _("The request was understood and refused.")
        return problem(422, summary, list(_flat(error.detail, "")), headers)
    return problem(error.status_code, str(error.detail), headers=headers)


def _flat(detail: Any, path: str) -> Iterator[dict[str, str]]:
    """Yield pointer and text of everything in the nested errors of a serializer."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            here = "" if key == "non_field_errors" else f"/{pointer(key)}"
            yield from _flat(inner, path + here)
    elif isinstance(detail, list) and any(isinstance(each, dict | list) for each in detail):
        for at, inner in enumerate(detail):
            yield from _flat(inner, f"{path}/{at}") if inner else ()
    elif isinstance(detail, list):
        for text in detail:
            yield {"pointer": path, "detail": str(text)}
    else:
        yield {"pointer": path, "detail": str(detail)}
