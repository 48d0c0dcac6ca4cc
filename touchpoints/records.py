"""The catalogue's records: what a workspace's journeys share.

A touchpoint is what a customer meets (Tuulaniemi 2011); it lives here, not in a journey, so the
same office or letter is used in many journeys and renamed once. Organisations change: they have
validity dates and successors, and are never constants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journeymap.documents import fields as f
from journeymap.documents.fields import Problem
from journeymap.documents.kinds import DocumentKind, Get, RecordKind, Value, register
from journeymap.documents.record import record

from .kinds import CHANNELS, KINDS


@record
class Organisation:
    """Who provides: valid from and to the named days (both included), and who came after."""

    id: str
    name: str = f.text(200, required=True)
    valid_from: str | None = f.date()
    valid_to: str | None = f.date()
    replaced_by: str | None = f.ref("organisation")


@record
class Segment:
    """A defined group of customers."""

    id: str
    name: str = f.text(200, required=True)
    description: str = f.text(4000)


@record
class Persona:
    """A research-based archetype of a customer."""

    id: str
    name: str = f.text(200, required=True)
    summary: str = f.text(1000)
    goals: str = f.text(4000)
    needs: str = f.text(4000)
    segment: str | None = f.ref("segment")


@record
class Touchpoint:
    """What is met in a step: a person, a space, an object or a practice."""

    id: str
    kind: str = f.choice(*KINDS, required=True)
    name: str = f.text(200, required=True)
    description: str = f.text(4000)
    channel: str | None = f.choice(*CHANNELS)
    organisation: str | None = f.ref("organisation")
    valid_from: str | None = f.date()
    valid_to: str | None = f.date()
    replaced_by: str | None = f.ref("touchpoint")
    external_ref: str = f.text(500)


@record
class Translation:
    """The text of one field of one record in another language."""

    id: str
    record: str = f.ref("*", gone="remove", required=True)
    field: str = f.text(60, required=True)
    language: str = f.language(required=True)
    text: str = f.text(4000, required=True)


def translation_problems(
    kinds: DocumentKind, value: Value, get: Get, path: str
) -> Iterator[Problem]:
    """Yield what is wrong with a translation: its record must have such a text field."""
    there = get(value["record"])
    rules = kinds.by_name[there[0]].rules if there else {}
    rule = rules.get(value["field"])
    if rule is None or not hasattr(rule, "limit") or rule.many:
        kind = there[0] if there else "record"
        yield Problem(f"{path}/field", f"a {kind} has no text field {value['field']!r}")


def _rule(kind: str, value: Value, get: Get, path: str) -> Iterable[Problem]:
    if kind == "translation":
        return translation_problems(CATALOGUE, value, get, path)
    start, end = value.get("valid_from"), value.get("valid_to")
    if start and end and end < start:
        return [Problem(f"{path}/valid_to", f"is before valid_from ({start})")]
    if value.get("replaced_by") == value["id"]:
        return [Problem(f"{path}/replaced_by", "names the record itself")]
    return ()


CATALOGUE = register(
    DocumentKind(
        name="catalogue",
        records=(
            RecordKind("touchpoint", "touchpoints", Touchpoint),
            RecordKind("organisation", "organisations", Organisation),
            RecordKind("persona", "personas", Persona),
            RecordKind("segment", "segments", Segment),
            RecordKind("translation", "translations", Translation),
        ),
        rule=_rule,
    )
)
