"""Pages by an opaque cursor: what a page costs does not depend on how far in it is.

A cursor holds the last row's sort keys, signed, so that nobody can make one up.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from .base import Shape
from .problems import Fault

MOST = 200
_SALT = "journeys.api.cursor"


class PageQuery(Shape):
    """Which page: where the one before ended, and how many rows."""

    cursor = serializers.CharField(required=False, max_length=2000)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=50)


def page(
    request: Request, rows: QuerySet[Any], query: dict[str, Any], keys: Sequence[str]
) -> tuple[list[Any], str | None]:
    """Return a page of rows sorted by ``keys`` (like "-at", "id"), and the next page's address.

    The last key is unique; all keys run in the direction of the first. One query.
    """
    if cursor := query.get("cursor"):
        rows = rows.filter(_after(keys, _opened(cursor, keys)))
    found = list(rows.order_by(*keys)[: query["limit"] + 1])
    if len(found) <= query["limit"]:
        return found, None
    found.pop()
    return found, _address(request, keys, found[-1])


def _after(keys: Sequence[str], held: Sequence[Any]) -> Q:
    """Say "sorted after these values"; the first comparison alone bounds the index's range."""
    way = "lt" if keys[0].startswith("-") else "gt"
    names = [key.lstrip("-") for key in keys]
    bound = Q(**{f"{names[0]}__{way}{'e' if len(names) > 1 else ''}": held[0]})
    later = Q()
    for at, name in enumerate(names):
        same = dict(zip(names[:at], held[:at], strict=True))
        later |= Q(**same, **{f"{name}__{way}": held[at]})
    return bound & later


def _address(request: Request, keys: Sequence[str], last: Model | dict[str, Any]) -> str:
    names = [key.lstrip("-") for key in keys]
    held = [last[n] if isinstance(last, dict) else getattr(last, n) for n in names]
    told = [
        {"at": value.isoformat()} if isinstance(value, datetime.datetime) else value
        for value in held
    ]
    cursor = signing.dumps([list(keys), told], salt=_SALT)
    return str(replace_query_param(request.build_absolute_uri(), "cursor", cursor))


def _opened(cursor: str, keys: Sequence[str]) -> list[Any]:
    try:
        held_keys, told = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        held_keys, told = [], []
    if held_keys != list(keys):
        errors = [{"parameter": "cursor", "detail": _("is not a cursor that was given here")}]
        raise Fault(400, _("The query is not understood."), errors)
    return [
        datetime.datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
        for value in told
    ]
