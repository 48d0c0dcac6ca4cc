"""Field rules of records: what one JSON value may be, and how it looks in a frozen dataclass.

A record is a frozen dataclass whose fields carry a rule in their metadata:

    @record
    class Stage:
        id: str
        title: str = text(200, required=True)
        order: str = order()

JSON holds only what differs from the default: a field equal to its default is left out, and
``null`` in a patch means "back to the default". So every record has exactly one JSON form.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .record import record

if TYPE_CHECKING:
    import datetime

Json = Any
T = TypeVar("T")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ORDER = re.compile(r"[0-9A-Za-z]{0,99}[1-9A-Za-z]\Z")
_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?\Z",
    re.ASCII,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_MOMENT = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z\Z",
    re.ASCII,
)
_PERSON = re.compile(r"[a-z]{1,12}(?::[!-~]{1,500})?\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a value: a JSON pointer (RFC 6901) to it, and what was expected."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.message}"


@record
class Rule:
    """What a field's JSON value may be. ``required``: may not be left out or empty."""

    required: bool = False
    many: bool = False

    def one(self, value: Json) -> str:
        """Say what is wrong with one value, or '' where nothing is."""
        raise NotImplementedError

    def schema_of_one(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of one value."""
        raise NotImplementedError

    def problems(self, value: Json, path: str) -> Iterator[Problem]:
        """Yield what is wrong with the field's value; ``None`` stands for the default."""
        if value is None or value == "" or value == []:
            if self.required:
                yield Problem(path, "is required")
            elif value == "" and (self.many or not isinstance(self, Text)):
                yield Problem(path, "expected null instead of an empty text")
            elif value == [] and not self.many:
                yield Problem(path, "expected null instead of an empty list")
            return
        if not self.many:
            yield from self._problems_of_one(value, path)
        elif not isinstance(value, (list, tuple)):
            yield Problem(path, "expected a list")
        else:
            for at, item in enumerate(value):
                yield from self._problems_of_one(item, f"{path}/{at}")
            if len(value) > 200:
                yield Problem(path, "has more than 200 items")

    def _problems_of_one(self, value: Json, path: str) -> Iterator[Problem]:
        if message := self.one(value):
            yield Problem(path, message)

    def parse(self, value: Json) -> Any:
        """Turn a sound JSON value into the dataclass's value."""
        return tuple(value) if self.many else value

    def dump(self, value: Any) -> Json:
        """Turn the dataclass's value into JSON."""
        return list(value) if self.many else value

    def schema(self) -> dict[str, Json]:
        """Return the JSON Schema (2020-12) of the field."""
        one = self.schema_of_one()
        return {"type": "array", "items": one, "maxItems": 200} if self.many else one


@record
class Text(Rule):
    """Unicode text of at most ``limit`` characters, without control characters."""

    limit: int = 200

    def one(self, value: Json) -> str:
        if not isinstance(value, str):
            return "expected a text"
        if len(value) > self.limit:
            return f"has {len(value)} characters, at most {self.limit} are allowed"
        if self.required and not value.strip():
            return "is required"
        if bad := _FORBIDDEN.search(value):
            return f"has a control character (U+{ord(bad.group()):04X}) at {bad.start()}"
        return ""

    def schema_of_one(self) -> dict[str, Json]:
        schema: dict[str, Json] = {"type": "string", "maxLength": self.limit}
        return schema | {"minLength": 1} if self.required else schema


@record
class Pattern(Rule):
    """Text of one shape; ``what`` names the shape in errors."""

    pattern: re.Pattern[str]
    what: str

    def one(self, value: Json) -> str:
        fits = isinstance(value, str) and self.pattern.match(value)
        return "" if fits else f"expected {self.what}"

    def schema_of_one(self) -> dict[str, Json]:
        return {
            "type": "string",
            "pattern": "^" + self.pattern.pattern.replace(r"\Z", "$"),
        }


@record
class Choice(Rule):
    """One of ``values``."""

    values: tuple[str, ...]

    def one(self, value: Json) -> str:
        known = isinstance(value, str) and value in self.values
        return "" if known else f"expected one of {', '.join(self.values)}"

    def schema_of_one(self) -> dict[str, Json]:
        return {"type": "string", "enum": list(self.values)}


@record
class Number(Rule):
    """A finite number from ``low`` to ``high``; ``whole`` numbers only where asked."""

    low: float
    high: float
    whole: bool = False

    def one(self, value: Json) -> str:
        kinds = (int,) if self.whole else (int, float)
        name = "a whole number" if self.whole else "a number"
        if isinstance(value, bool) or not isinstance(value, kinds) or not abs(value) < 1e300:
            return f"expected {name} from {self.low:g} to {self.high:g}"
        if not self.low <= value <= self.high:
            return f"expected {name} from {self.low:g} to {self.high:g}, got {value:g}"
        return ""

    def schema_of_one(self) -> dict[str, Json]:
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.low, "maximum": self.high}


@record
class Flag(Rule):
    """True or false."""

    def one(self, value: Json) -> str:
        return "" if isinstance(value, bool) else "expected true or false"

    def schema_of_one(self) -> dict[str, Json]:
        return {"type": "boolean"}


@record
class Date(Rule):
    """A calendar date, ISO 8601 ``YYYY-MM-DD``, kept as text."""

    def one(self, value: Json) -> str:
        from datetime import date  # few journeys hold one: a millisecond of every start

        try:
            if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
                return ""
        except ValueError:
            pass
        return "expected a date as YYYY-MM-DD"

    def schema_of_one(self) -> dict[str, Json]:
        return {"type": "string", "format": "date"}


@record
class Ref(Rule):
    """The id of another record.

    ``kind`` is the record kind it must have ("*": any), in this document or, where ``document``
    is given, in another one of that kind (the workspace's). ``gone`` says what happens to the
    holder when the record is removed: it goes too ("remove"), or forgets it ("clear"). References
    into other documents are checked by the door, never completed.
    """

    kind: str
    document: str = ""
    gone: str = "clear"

    def one(self, value: Json) -> str:
        return "" if isinstance(value, str) and ID.match(value) else "expected a record's id"

    def schema_of_one(self) -> dict[str, Json]:
        return {"type": "string", "pattern": "^" + ID.pattern.replace(r"\Z", "$")}

    def ids(self, value: Json) -> tuple[str, ...]:
        """Return the ids that a field's value names."""
        if not value:
            return ()
        return tuple(value) if self.many else (value,)


@record
class Part(Rule):
    """A small record inside the field: a frozen dataclass with rules of its own, without an id."""

    cls: type

    def one(self, value: Json) -> str:
        return "" if isinstance(value, Mapping) else "expected an object"

    def _problems_of_one(self, value: Json, path: str) -> Iterator[Problem]:
        if message := self.one(value):
            yield Problem(path, message)
        else:
            yield from field_problems(rules_of(self.cls), value, path)

    def parse(self, value: Json) -> Any:
        return tuple(parse(self.cls, v) for v in value) if self.many else parse(self.cls, value)

    def dump(self, value: Any) -> Json:
        return [dump(v) for v in value] if self.many else dump(value)

    def schema_of_one(self) -> dict[str, Json]:
        return object_schema(rules_of(self.cls))


def field(rule: Rule, default: Any = None) -> Any:
    """Make a dataclass field with a rule; a list's default is the empty tuple."""
    return dataclasses.field(default=() if rule.many else default, metadata={"rule": rule})


def text(limit: int, *, required: bool = False, many: bool = False) -> Any:
    """Make a field: Unicode text, or a list of texts."""
    return field(Text(limit=limit, required=required, many=many), "")


def choice(*values: str, default: str | None = None, required: bool = False) -> Any:
    """Make a field: one of some values."""
    return field(Choice(values=values, required=required), default)


def number(low: float, high: float, *, whole: bool = False) -> Any:
    """Make a field: a finite number."""
    return field(Number(low=low, high=high, whole=whole))


def flag(default: bool = False) -> Any:
    """Make a field: yes or no."""
    return field(Flag(), default)


def date() -> Any:
    """Make a field: a calendar date."""
    return field(Date())


def duration() -> Any:
    """Make a field: an ISO 8601 duration."""
    return field(Pattern(pattern=_DURATION, what="a duration as ISO 8601, such as P14D or PT1H20M"))


def language(default: str | None = None, *, required: bool = False) -> Any:
    """Make a field: a language tag."""
    what = "a language tag, such as fi or sv"
    return field(Pattern(pattern=_LANGUAGE, what=what, required=required), default)


def moment() -> Any:
    """Make a field: a moment of UTC, ISO 8601 as ``told`` writes it."""
    return field(Pattern(pattern=_MOMENT, what="a moment as 2026-05-12T09:30:00.000Z"))


def told(at: datetime.datetime) -> str:
    """Return a moment as fields hold it; such texts sort as the moments do."""
    from datetime import UTC

    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def person(*, many: bool = False) -> Any:
    """Make a field: who did something, ``user:7``, ``system``, ``file``."""
    return field(Pattern(pattern=_PERSON, what="a person as user:7", many=many))


def names_people(rule: Rule) -> bool:
    """Tell whether a field's values are people's ids, which mean others in another installation."""
    return isinstance(rule, Pattern) and rule.pattern is _PERSON


def order() -> Any:
    """Make a field: an order key."""
    return field(Pattern(pattern=_ORDER, what="an order key (0-9A-Za-z, not ending in 0)"), "")


def ref(kind: str, *, document: str = "", gone: str = "clear", required: bool = False) -> Any:
    """Make a field: the id of one record."""
    return field(Ref(kind=kind, document=document, gone=gone, required=required))


def refs(kind: str, *, document: str = "") -> Any:
    """Make a field: the ids of several records."""
    return field(Ref(kind=kind, document=document, many=True))


def part(cls: type) -> Any:
    """Make a field: a small record inside the field."""
    return field(Part(cls=cls))


_RULES: dict[type, dict[str, Rule]] = {}
_DEFAULTS: dict[type, dict[str, Any]] = {}


def rules_of(cls: type) -> dict[str, Rule]:
    """Return the rules of a record's fields by name, in the order of the class (not ``id``)."""
    if cls not in _RULES:
        fields = [f for f in dataclasses.fields(cls) if "rule" in f.metadata]
        _RULES[cls] = {f.name: f.metadata["rule"] for f in fields}
        _DEFAULTS[cls] = {f.name: f.default for f in fields}
    return _RULES[cls]


def defaults_of(cls: type) -> dict[str, Any]:
    """Return the defaults of a record's fields by name, as the dataclass holds them."""
    rules_of(cls)
    return _DEFAULTS[cls]


def pointer(key: object) -> str:
    """Return a key as one part of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


def field_problems(
    rules: Mapping[str, Rule], value: Mapping[str, Json], path: str
) -> Iterator[Problem]:
    """Yield what is wrong with an object's fields: unknown names first, then each value."""
    for name in value:
        if name not in rules and name != "id":
            yield Problem(f"{path}/{pointer(name)}", f"unknown field; known are {', '.join(rules)}")
    for name, rule in rules.items():
        yield from rule.problems(value.get(name), f"{path}/{name}")


def parse(cls: type[T], value: Mapping[str, Json]) -> T:
    """Make the frozen record of a sound JSON object (check it with ``field_problems`` first)."""
    rules = rules_of(cls)
    return cls(
        **{
            name: rules[name].parse(item) if name in rules else item
            for name, item in value.items()
            if item is not None
        }
    )


def dump(record: Any) -> dict[str, Json]:
    """Return a record's JSON object: its id where it has one, and what differs from defaults."""
    rules = rules_of(type(record))
    defaults = _DEFAULTS[type(record)]
    value: dict[str, Json] = {"id": record.id} if hasattr(record, "id") else {}
    for name, rule in rules.items():
        held = getattr(record, name)
        if held != defaults[name]:
            value[name] = rule.dump(held)
    return value


def trimmed(cls: type, value: Mapping[str, Json]) -> dict[str, Json]:
    """Return a sound JSON object in its one form: without fields that equal their default."""
    return dump(parse(cls, value))


def object_schema(rules: Mapping[str, Rule]) -> dict[str, Json]:
    """Return the JSON Schema (2020-12) of an object with these fields."""
    return {
        "type": "object",
        "properties": {name: rule.schema() for name, rule in rules.items()},
        "required": [name for name, rule in rules.items() if rule.required],
        "additionalProperties": False,
    }
