"""Random sound journeys, made from the field rules: every kind of record, every field.

@given(graphs())
def test_something(graph: Graph) -> None: ...
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

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
    rules_of,
)
from journeymap.documents.fields import Text as TextRule
from journeymap.documents.kinds import DocumentKind, RecordKind
from journeys.graph import (
    CARD_LANES,
    JOURNEY,
    Catalogue,
    Graph,
    check,
    text_fields,
)
from touchpoints.records import CATALOGUE

Value = dict[str, Json]
Draw = Callable[[st.SearchStrategy[Any]], Any]

#: Letters that break careless writers: markup, quotes, escapes, line ends, other scripts.
NASTY = [
    "<b>&\"'",
    "\\N \\G",
    "a\nb\tc",
    "]]>",
    "{x|y}",
    "äöå Šž €",
    "中文",
    "\U0001f642",
    "-- #:;",
]
_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_DATES = st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)).map(str)
_DURATIONS = st.sampled_from(["P14D", "PT1H20M", "P1Y2M3DT4H5M6S", "P2W", "PT0S"])
_ORDERS = st.from_regex(r"[0-9A-Za-z]{0,4}[1-9A-Za-z]", fullmatch=True)
_LANGUAGES = st.sampled_from(["fi", "sv", "en", "sv-FI", "smn"])
_MOMENTS = st.sampled_from(["2026-05-12T09:30:00.000Z", "1999-12-31T23:59:59Z"])
_PEOPLE = st.sampled_from(["user:7", "user:@a%C3%A4", "guest:x", "system", "file"])
_PATTERNS = {
    "order": _ORDERS,
    "duration": _DURATIONS,
    "language": _LANGUAGES,
    "moment": _MOMENTS,
    "person": _PEOPLE,
}
_IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)


def texts(limit: int = 40, *, required: bool = False) -> st.SearchStrategy[str]:
    """Return texts that a field of this limit takes."""
    nasty = st.sampled_from([each for each in NASTY if len(each) <= limit])
    some = st.text(_LETTERS, min_size=int(required), max_size=min(limit, 40))
    both = nasty | some
    return both.filter(lambda text: bool(text.strip())) if required else both


def values(rule: Rule, ids: dict[str, list[str]], own: str) -> st.SearchStrategy[Json] | None:
    """Return the values of a field other than its default; None where there can be none."""
    one: st.SearchStrategy[Json]
    if isinstance(rule, TextRule):
        one = texts(rule.limit, required=True)
    elif isinstance(rule, Choice):
        one = st.sampled_from(rule.values)
    elif isinstance(rule, Number):
        whole = st.integers(int(rule.low), int(rule.high))
        one = whole if rule.whole else whole | st.floats(rule.low, rule.high)
    elif isinstance(rule, Flag):
        one = st.booleans()
    elif isinstance(rule, Date):
        one = _DATES
    elif isinstance(rule, Part):
        one = st.builds(dict, _fields(rules_of(rule.cls), ids, own))
    elif isinstance(rule, Pattern):
        what = rule.what.split()[1]
        one = _PATTERNS[what]
    elif isinstance(rule, Ref):
        if rule.document == "journey":
            return _IDS
        pool = {k: v for k, v in ids.items() if k.startswith("catalogue/") == bool(rule.document)}
        kind = f"{rule.document}/{rule.kind}".lstrip("/")
        known = sorted({i for k, v in pool.items() for i in v if rule.kind == "*" or k == kind})
        known = [each for each in known if each != own]
        if not known:
            return None
        one = st.sampled_from(known)
    else:
        raise NotImplementedError(type(rule))
    return st.lists(one, min_size=1, max_size=3, unique=True) if rule.many else one


@st.composite
def _fields(draw: Draw, rules: dict[str, Rule], ids: dict[str, list[str]], own: str) -> Value:
    value: Value = {}
    for name, rule in rules.items():
        if rule.required or draw(st.integers(0, 2)) == 0:
            some = values(rule, ids, own)
            if some is not None:
                value[name] = draw(some)
    return value


def _settled(draw: Draw, kind: str, value: Value, found: dict[str, list[Value]]) -> Value | None:
    """Make a record keep the rules beyond its fields; None where it cannot."""
    if kind == "transition":
        if value.get("kind") == "exit" or "target" not in value:
            value.pop("target", None)
            return value | {"kind": "exit"}
        value.pop("reason", None)
    if kind == "card":
        lanes = [lane["id"] for lane in found["lane"] if lane.get("kind", "free") in CARD_LANES]
        if not lanes:
            return None
        if "step" in value:
            value.pop("stage", None)
        return value | {"lane": draw(st.sampled_from(lanes))}
    if value.get("valid_from", "") > value.get("valid_to", "9"):
        value.pop("valid_to")
    return value


def _translation(draw: Draw, kinds: DocumentKind, found: dict[str, list[Value]]) -> Value:
    options = [
        (record["id"], field)
        for name, records in found.items()
        for record in records
        for field in text_fields(kinds.by_name[name])
        if name != "translation"
    ]
    record, field = draw(st.sampled_from(options))
    text, language = draw(texts(60, required=True)), draw(_LANGUAGES)
    return {"record": record, "field": field, "language": language, "text": text}


def _complete(value: Value, kind: RecordKind) -> bool:
    return all(name in value for name, rule in kind.rules.items() if rule.required)


@st.composite
def _document(
    draw: Draw, kinds: DocumentKind, shared: dict[str, list[str]], most: int
) -> list[tuple[str, Value]]:
    sizes = {
        k.name: 1 if k.name == kinds.root else draw(st.integers(0, most)) for k in kinds.records
    }
    prefix = kinds.name[0]
    ids = {name: [f"{prefix}-{name}.{i}" for i in range(n)] for name, n in sizes.items()}
    found: dict[str, list[Value]] = {}
    for kind in kinds.records:
        found[kind.name] = []
        for own in ids[kind.name]:
            if kind.name == "translation":
                if any(text_fields(kinds.by_name[n]) and rs for n, rs in found.items()):
                    found[kind.name].append({"id": own} | _translation(draw, kinds, found))
                continue
            inner = {n: i for n, i in ids.items() if n != "translation"}
            if kind.name == "comment":
                inner = {n: [r["id"] for r in rs] for n, rs in found.items()}
            value = draw(_fields(kind.rules, inner | shared, own))
            settled = _settled(draw, kind.name, value, found)
            if settled is not None and _complete(settled, kind):
                found[kind.name].append({"id": own} | settled)
        ids[kind.name] = [record["id"] for record in found[kind.name]]
    return [(name, record) for name, records in found.items() for record in records]


@st.composite
def catalogues(draw: Draw, most: int = 4) -> list[tuple[str, Value]]:
    """Draw the sound records of a catalogue as (kind, JSON value)."""
    return draw(_document(CATALOGUE, {}, most))


@st.composite
def graphs(draw: Draw, most: int = 5) -> Graph:
    """Draw a sound journey with its catalogue; ``most`` records of each kind."""
    shared = draw(catalogues(most))
    ids: dict[str, list[str]] = {}
    for kind, record in shared:
        ids.setdefault(f"catalogue/{kind}", []).append(record["id"])
    records = draw(_document(JOURNEY, ids, most))
    problems = check(
        [(k, v, f"/{v['id']}") for k, v in records], [(k, v, f"/{v['id']}") for k, v in shared]
    )
    assert not problems, problems
    return Graph.of(records, Catalogue.of(shared))
