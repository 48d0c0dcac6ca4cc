"""Two records of the catalogue become one: the ops of the catalogue and of each journey (pure).

The one that stays keeps what it says; where it says nothing, or where asked, it says what the
other one did. Whatever named the other one names it then, once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from journeymap.documents.fields import Json
from journeymap.documents.kinds import DocumentKind, Value
from journeys.graph import JOURNEY, Catalogue
from touchpoints.records import CATALOGUE

Op = dict[str, Any]
Records = Iterable[tuple[str, Value]]
#: Blank says something here ("no end known"): so they are taken only where asked.
_BLANK_SAYS = ("valid_from", "valid_to", "replaced_by")
_NOTE, _TEXT = 1000, 4000


def merged_fields(
    kind: str, gone: Value, kept: Value, take: Collection[str] = ()
) -> dict[str, Json]:
    """Return the fields that the one that stays gets from the one that goes (JSON values)."""
    found = {}
    for name in CATALOGUE.by_name[kind].rules:
        theirs, own = gone.get(name), kept.get(name)
        fills = own is None and name not in _BLANK_SAYS
        if theirs is not None and theirs != own and (fills or name in take):
            found[name] = theirs
    if found.get("replaced_by") == kept["id"]:
        del found["replaced_by"]
    if kept.get("replaced_by") == gone["id"]:
        found.setdefault("replaced_by", None)
    return found


def merge_catalogue(
    shared: Catalogue, kind: str, gone: str, kept: str, take: Collection[str] = ()
) -> list[Op]:
    """Return the catalogue's ops: fields, references, translations, and the removal."""
    held = {value["id"]: (name, value) for name, value in shared.records()}
    fields = merged_fields(kind, held[gone][1], held[kept][1], take)
    ops: list[Op] = [_patch(kept, fields)] if fields else []
    for identity, (name, value) in held.items():
        if identity not in (gone, kept) and name != "translation":
            renamed = dict(_renamed(CATALOGUE, name, value, "", kind, gone, kept))
            ops += [_patch(identity, renamed)] if renamed else []
    ops += _translations(shared, gone, kept, fields, held)
    return [*ops, {"op": "remove", "id": gone}]


def _translations(
    shared: Catalogue,
    gone: str,
    kept: str,
    fields: Mapping[str, Json],
    held: Mapping[str, tuple[str, Value]],
) -> Iterator[Op]:
    """Yield the ops by which translations follow the texts they are of."""
    own = {(t.field, t.language): t for t in shared.translations.values() if t.record == kept}
    theirs = {(t.field, t.language): t for t in shared.translations.values() if t.record == gone}
    for (field, language), each in own.items():
        if field in fields and (field, language) not in theirs:
            yield {"op": "remove", "id": each.id}
    for key, each in theirs.items():
        alike = held[gone][1].get(key[0]) == held[kept][1].get(key[0])
        if key in own and key[0] in fields:
            yield _patch(own[key].id, {"text": each.text})
        elif key not in own and (key[0] in fields or alike):
            yield _patch(each.id, {"record": kept})


def merge_journey(records: Records, kind: str, gone: str, kept: str) -> list[Op]:
    """Return the ops after which a journey names the one that stays, at each step once.

    Where a step meets both, its first encounter stays, with the notes of all; what was said of
    the others (comments, translations of their notes) is then said of it.
    """
    held = [(name, value) for name, value in records]
    ops: list[Op] = []
    for name, value in held:
        renamed = dict(_renamed(JOURNEY, name, value, CATALOGUE.name, kind, gone, kept))
        ops += [_patch(value["id"], renamed)] if renamed else []
    if kind == "touchpoint":
        ops += _once(held, gone, kept)
    return ops


def _once(held: list[tuple[str, Value]], gone: str, kept: str) -> Iterator[Op]:
    met: dict[str, list[Value]] = {}
    for name, value in held:
        if name == "encounter" and value["touchpoint"] in (gone, kept):
            met.setdefault(value["step"], []).append(value)
    for found in met.values():
        if len(found) > 1 and any(each["touchpoint"] == gone for each in found):
            found.sort(key=lambda each: (each.get("order", ""), each["id"]))
            yield from _joined(held, found[0], found[1:])


def _joined(held: list[tuple[str, Value]], first: Value, others: list[Value]) -> Iterator[Op]:
    """Yield the ops that make one encounter of several at a step."""
    notes = list(dict.fromkeys(n for e in (first, *others) if (n := e.get("note"))))
    note = "\n".join(notes)
    if len(note) > _NOTE:  # what is too long for one note is said as comments
        note = notes[0]
        for each in others:
            if (said := each.get("note")) and said != note:
                yield _said(first, each, said)
    if note != first.get("note", ""):
        yield _patch(first["id"], {"note": note})
    gone = {each["id"] for each in others}
    for name, value in held:
        if name == "comment" and value["on"] in gone:
            yield _patch(value["id"], {"on": first["id"]})
    yield from _retold([v for name, v in held if name == "translation"], first, gone)
    yield from ({"op": "remove", "id": identity} for identity in sorted(gone))


def _retold(translations: list[Value], first: Value, gone: Collection[str]) -> Iterator[Op]:
    """Yield the ops by which the translations of several encounters are those of the first."""
    own = {(t["field"], t["language"]): t for t in translations if t["record"] == first["id"]}
    for value in translations:
        key = (value["field"], value["language"])
        if value["record"] not in gone:
            continue
        if key not in own:
            own[key] = value
            yield _patch(value["id"], {"record": first["id"]})
        elif value["text"] not in own[key]["text"]:
            text = f"{own[key]['text']}\n{value['text']}"
            if len(text) > _TEXT:
                yield _said(first, value, value["text"])
            else:
                own[key] = dict(own[key]) | {"text": text}
                yield _patch(own[key]["id"], {"text": text})


def _said(first: Value, source: Value, text: str) -> Op:
    """Return the op that keeps a text as a comment, which always has the same id."""
    identity = f"note-{source['id']}"[:64].rstrip("._-")
    return {
        "op": "put",
        "kind": "comment",
        "id": identity,
        "value": {"on": first["id"], "text": text},
    }


def _renamed(
    document: DocumentKind, name: str, value: Value, into: str, kind: str, gone: str, kept: str
) -> Iterator[tuple[str, Json]]:
    """Yield the fields of a record that name the one that goes, as they are to be."""
    record = document.by_name[name]
    for field, rule in (record.foreign if into else record.references).items():
        if rule.document != into or rule.kind != kind or gone not in rule.ids(value.get(field)):
            continue
        if rule.many:
            yield field, list(dict.fromkeys(kept if i == gone else i for i in value[field]))
        else:
            yield field, kept


def _patch(identity: str, fields: Mapping[str, Json]) -> Op:
    return {"op": "patch", "id": identity, "set": dict(fields)}
