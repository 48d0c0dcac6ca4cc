"""The description of the API: OpenAPI 3.1 for programs, one plain page for people.

The page is ours, made of the description: nothing comes from another host, and no script runs.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from .answers import answer_schema
from .base import Api, AsIs
from .conditional import answer
from .problems import SCHEMA, Fault
from .rounds import round_schemas
from .shapes import part_schemas

_PROBLEM = {
    "description": "What went wrong (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_METHODS = ("get", "post", "delete")


def only_api(endpoints: list[Any]) -> list[Any]:
    """Describe what is below /api/, but for the address that catches all others."""
    return [
        each for each in endpoints if each[0].startswith("/api/v1/") and each[3].cls is not Nowhere
    ]


def finish(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """Add what all operations share: the records' schemas, problems, headers."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    own = {"Answer": answer_schema(), "Problem": SCHEMA}
    schemas.update(part_schemas() | round_schemas() | own)
    for operations in result["paths"].values():
        for method in _METHODS:
            if method in operations:
                operations[method]["responses"]["default"] = _PROBLEM
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


@cache
def described() -> dict[str, Any]:
    """Return the description of the API, made once."""
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator().get_schema(request=None, public=True)
    return found


@cache
def _bytes() -> bytes:
    return json.dumps(described(), ensure_ascii=False, separators=(",", ":")).encode()


class Described(Api):
    """The description of the API, as OpenAPI 3.1."""

    permission_classes = (AllowAny,)
    renderer_classes = (AsIs,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Get the description."""
        etag = f'"{hashlib.sha256(_bytes()).hexdigest()[:40]}"'
        media_type = "application/vnd.oai.openapi+json; version=3.1"
        return answer(request, etag, _bytes, media_type)


class Docs(Api):
    """The description of the API, to be read."""

    permission_classes = (AllowAny,)
    renderer_classes = (AsIs,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Show the page."""
        return render(
            request._request, "journeys/api_docs.html", {"groups": _groups(), "shapes": _shapes()}
        )


class Nowhere(Api):
    """Every other address below the API's."""

    permission_classes = (AllowAny,)
    renderer_classes = (AsIs,)
    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options"]

    def reach(self, request: Request, **kwargs: Any) -> None:
        """Say that there is nothing."""
        raise Fault(404)


@cache
def _groups() -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the operations by the first word of their address, for the page."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described()["paths"].items():
        for method in _METHODS:
            if method in operations:
                tag = path.removeprefix("/api/v1/").partition("/")[0]
                told = _told(path, method, operations[method])
                groups.setdefault(tag, []).append(told)
    return list(groups.items())


@cache
def _shapes() -> list[dict[str, Any]]:
    """Return the named shapes with their fields, for the page."""
    return [
        {"name": name, "said": held.get("description", ""), "fields": fields, "is": _shape(held)}
        for name, held in described()["components"]["schemas"].items()
        for fields in [_fields(held)]
    ]


def _told(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    sent = operation.get("requestBody", {}).get("content", {})
    return {
        "method": method.upper(),
        "path": path,
        "said": operation.get("description", ""),
        "id": operation["operationId"],
        "parameters": [
            {
                "name": each["name"],
                "where": each["in"],
                "needed": each.get("required", False),
                "shape": _shape(each.get("schema", {})),
                "said": each.get("description", ""),
            }
            for each in operation.get("parameters", [])
        ],
        "bodies": [(kind, _fields(held.get("schema", {}))) for kind, held in sent.items()],
        "answers": [
            (status, kind, _fields(held.get("schema", {})))
            for status, response in operation["responses"].items()
            if status != "default"
            for kind, held in (response.get("content") or {"": {}}).items()
        ],
    }


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _fields(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of an object's schema, for a table."""
    found = _resolved(schema)
    if found.get("type") == "array":
        found = _resolved(found["items"])
    needed = found.get("required", [])
    return [
        {"name": name, "needed": name in needed, "shape": _shape(held)}
        for name, held in found.get("properties", {}).items()
    ]


def _shape(schema: dict[str, Any]) -> str:
    """Say in a few words what a value is."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for word in ("oneOf", "anyOf", "allOf"):
        if word in schema:
            return " | ".join(_shape(each) for each in schema[word])
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"] if each is not None)
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "object" and schema.get("additionalProperties") is False:
        inside = ", ".join(f"{name}: {_shape(held)}" for name, held in schema["properties"].items())
        return f"{{{inside}}}"
    kind = schema.get("type", "any")
    if kind == "array":
        return f"[{_shape(schema.get('items', {}))}]"
    kind = " | ".join(kind) if isinstance(kind, list) else str(kind)
    bounds = [f"≥ {schema['minimum']:g}"] if "minimum" in schema else []
    bounds += [f"≤ {schema['maximum']:g}"] if schema.get("maximum", 2**31) < 2**31 - 1 else []
    return " ".join([kind, schema.get("format", ""), *bounds]).strip()
