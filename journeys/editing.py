"""What an editor must know of a kind of document: its records and fields, in the reader's words.

Pure. The browser makes of it the shapes of its operations, its checks and its forms, so a new
field of a record needs nothing in the browser but a place to stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journeymap.documents import fields as f
from journeymap.documents.fields import (
    Choice,
    Date,
    Flag,
    Json,
    Number,
    Part,
    Pattern,
    Ref,
    Rule,
    Text,
)
from journeymap.documents.kinds import DocumentKind, RecordKind
from journeymap.documents.ops import Shape, shapes_of

from . import labels
from .graph import COMPUTED_LANES, text_fields
from .words import words

_TYPES: dict[type[Rule], str] = {
    Text: "text",
    Choice: "choice",
    Number: "number",
    Flag: "flag",
    Date: "date",
    Ref: "ref",
    Part: "part",
}
_PATTERNS = {
    made.metadata["rule"].pattern: name
    for name, made in {
        "duration": f.duration(),
        "language": f.language(),
        "moment": f.moment(),
        "person": f.person(),
        "order": f.order(),
    }.items()
}
#: Texts that may be longer than this are written on several lines.
_ONE_LINE = 300


def doc_schema(kind: DocumentKind, language: str) -> dict[str, Json]:
    """Return a kind of document as the browser needs it.

        {"root": "journey", "computed": [lane kinds that hold no cards],
         "watched": {kind: [fields that the rules of its holders read]},
         "kinds": {kind: {"label", "plural", "fields": {name: Field}}}}

    A Field has type, label, default, required, many, and signed where the door writes it; text:
    limit, multiline, translatable;
    number: low, high, whole; choice: choices [[value, label]]; ref: {kind, document, goes};
    part: fields.
    """
    shapes = shapes_of(kind)
    kinds = {each.name: _record(each, shapes[each.name], language) for each in kind.records}
    for name, signature in kind.signs.items():
        for field in signature.fields:
            kinds[name]["fields"][field]["signed"] = True
    return {
        "root": kind.root,
        "computed": list(COMPUTED_LANES),
        "watched": {name: list(fields) for name, fields in kind.watched.items()},
        "kinds": kinds,
    }


def _record(kind: RecordKind, shape: Shape, language: str) -> dict[str, Json]:
    _ = words(language)
    fields = _fields(kind.rules, shape, language)
    for name in text_fields(kind):
        fields[name]["translatable"] = True
    return {
        "label": _(labels.KINDS[kind.name]),
        "plural": _(labels.PLURALS[kind.name]),
        "fields": fields,
    }


def _fields(
    rules: Mapping[str, Rule], shape: Shape, language: str, part: str = ""
) -> dict[str, dict[str, Any]]:
    _ = words(language)
    return {
        name: {
            "type": _type(rule),
            "label": _(labels.field(name, part)),
            "default": shape.defaults[name],
            "required": rule.required,
            "many": rule.many,
            **_more(name, rule, shape, language),
        }
        for name, rule in rules.items()
    }


def _type(rule: Rule) -> str:
    return _PATTERNS[rule.pattern] if isinstance(rule, Pattern) else _TYPES[type(rule)]


def _more(name: str, rule: Rule, shape: Shape, language: str) -> dict[str, Json]:
    """Return what only this type of field has."""
    if isinstance(rule, Text):
        return {"limit": rule.limit, "multiline": rule.limit > _ONE_LINE}
    if isinstance(rule, Choice):
        _ = words(language)
        return {"choices": [[each, _(labels.CHOICES[name][each])] for each in rule.values]}
    if isinstance(rule, Number):
        return {"low": rule.low, "high": rule.high, "whole": rule.whole}
    if isinstance(rule, Ref):
        reference = shape.references[name]
        return {"ref": {"kind": rule.kind, "document": rule.document, "goes": reference.goes}}
    if isinstance(rule, Part):
        part = f.rules_of(rule.cls)
        return {"fields": _fields(part, shape.parts[name], language, rule.cls.__name__)}
    return {}
