"""The sentences of an entry: what became of each record (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from journeymap.documents.fields import Json
from journeymap.documents.ops import Held, Op, references, same, shapes_of
from journeys.diff import KINDS_OF_RECORD, PLACES, shown, title
from journeys.graph import JOURNEY
from journeys.labels import FIELDS
from journeys.words import N_
from touchpoints.records import CATALOGUE

from .changes import Change

if TYPE_CHECKING:
    from . import Past

#: Characters of a name and of a field's value within a sentence.
_NAME, _VALUE = 80, 60
_SHAPES = {**shapes_of(CATALOGUE), **shapes_of(JOURNEY)}
CALLED = ("title", "name", "text")
#: Fields that say what the entry says already (who and when), or what stands in the words.
_UNSAID = {kind: {*held.fields, "mentions"} for kind, held in JOURNEY.signs.items()}
#: Kinds whose words are what they say, not what they are called.
_SAYING = ("card", "comment", "translation")


#: A record as the object of a sentence ("Added the step “Apply”"), by kind; finer where known.
THINGS: Mapping[str, str] = {
    "journey": N_("the journey “%(name)s”"),
    "stage": N_("the stage “%(name)s”"),
    "actor": N_("the actor “%(name)s”"),
    "step": N_("the step “%(name)s”"),
    "transition": N_("the transition “%(name)s”"),
    "encounter": N_("the touchpoint “%(name)s”"),
    "lane": N_("the row “%(name)s”"),
    "card": N_("the card “%(name)s”"),
    "finding": N_("the finding “%(name)s”"),
    "pain": N_("the pain point “%(name)s”"),
    "gain": N_("the success “%(name)s”"),
    "idea": N_("the idea “%(name)s”"),
    "opportunity": N_("the opportunity “%(name)s”"),
    "solution": N_("the solution “%(name)s”"),
    "comment": N_("the comment “%(name)s”"),
    "translation": N_("the translation of “%(name)s”"),
    "touchpoint": N_("the touchpoint “%(name)s”"),
    "organisation": N_("the organisation “%(name)s”"),
    "persona": N_("the persona “%(name)s”"),
    "segment": N_("the segment “%(name)s”"),
}


class Field(NamedTuple):
    """A field that changed: what it is called, and its whole values for reading ("–": none)."""

    label: str
    old: str
    new: str


class Did(NamedTuple):
    """One thing that an entry did: how (added, removed, renamed, moved, changed, redacted or
    nothing), to which record (kind and id, '' for none), in words, and field by field."""

    how: str
    kind: str
    id: str
    text: str
    fields: tuple[Field, ...] = ()


class Sentences:
    """The changes of one entry, being told."""

    def __init__(self, past: Past, changes: Sequence[Change], alone: bool) -> None:
        self.past, self.alone, self._ = past, alone, past._
        self.held = {c.id: held for c in changes if (held := c.new or c.old)}
        self.gone = {c.id: c.old for c in changes if c.new is None and c.old}

    # -- names ------------------------------------------------------------------------------

    def name(self, identity: str) -> str:
        """Return what a record is called after the entry (before it, where it went)."""
        held = self.held.get(identity)
        own = next((str(held[1][n]) for n in CALLED if held[1].get(n)), "") if held else ""
        return own or self.past.called(identity)

    def thing(self, identity: str, held: Held) -> str:
        """Return a record as the object of a sentence."""
        kind, value = held
        finer = str(value.get("kind", "")) if kind in ("finding", "idea") else ""
        if kind == "encounter":
            called = self.name(str(value.get("touchpoint", ""))) or "…"
        else:
            called = title(kind, {"id": identity, **value}, self.name, self.past.language)
        wanted = THINGS.get(finer) or THINGS[kind]
        return self._(wanted) % {"name": short("…" if called == identity else called, _NAME)}

    def placed(self, said: str, held: Held, *, to: bool = False) -> str:
        """Return a sentence with where the record stands, or what it was moved ``to``."""
        _, value = self._, held[1]
        frames = {
            "lane": (_("%(said)s in the row “%(name)s”"), _("%(said)s to the row “%(name)s”")),
            "stage": (_("%(said)s in the stage “%(name)s”"), _("%(said)s to the stage “%(name)s”")),
            "step": (_("%(said)s at the step “%(name)s”"), _("%(said)s to the step “%(name)s”")),
            "on": (_("%(said)s on “%(name)s”"), _("%(said)s on “%(name)s”")),
        }
        for field, (at, towards) in frames.items():
            frame = towards if to else at
            if value.get(field):
                rows = self.past.own.get(value[field]) or self.held.get(value[field])
                called = (
                    title("lane", {"id": "", **rows[1]}, self.name, self.past.language)
                    if field == "lane" and rows
                    else self.name(value[field])
                )
                if called:
                    said = frame % {"said": said, "name": short(called, _NAME)}
        return said

    # -- what was done ----------------------------------------------------------------------

    def did(self, changes: Iterable[Change]) -> Iterator[Did]:
        """Yield what became of each record; what went along with another is told with it."""
        hung = {} if self.alone else self._hung()
        for c in changes:
            if c.old is None and c.new:
                yield self._added(c, c.new)
            elif c.new is None and c.old:
                if c.id not in hung:
                    yield self._removed(c, c.old, [i for i, root in hung.items() if root == c.id])
            elif c.old and c.new:
                yield from self._changed(c, c.old, c.new)

    def redacted(self, op: Op) -> Did:
        """Tell that a text was blanked for ever."""
        held = self.past.own.get(op["id"]) or self.past.shared.get(op["id"]) or (op["kind"], {})
        fields = ", ".join(self._(FIELDS.get(n, n)) for n in op["set"])
        said = self._("Blanked a text of %(thing)s for ever: %(fields)s") % {
            "thing": self.thing(op["id"], held),
            "fields": fields,
        }
        return Did("redacted", op["kind"], op["id"], said)

    def _hung(self) -> dict[str, str]:
        """Return what was removed because it hung on something removed, with what it hung on."""
        on: dict[str, str] = {}
        for identity, (kind, value) in self.gone.items():
            for field, target in references(kind, value, _SHAPES, ""):
                if target in self.gone and _SHAPES[kind].references[field].goes:
                    on.setdefault(identity, target)
        for identity in on:
            seen = {identity}
            while on[identity] in on and on[identity] not in seen:
                seen.add(on[identity])
                on[identity] = on[on[identity]]
        return {identity: root for identity, root in on.items() if root not in on}

    def _added(self, c: Change, new: Held) -> Did:
        frame = self._("Made %(thing)s") if c.kind == JOURNEY.root else self._("Added %(thing)s")
        said = self.placed(frame % {"thing": self.thing(c.id, new)}, new)
        return Did("added", c.kind, c.id, said, self._fields(c, new[1]) if self.alone else ())

    def _removed(self, c: Change, old: Held, along: Collection[str]) -> Did:
        said = self._("Removed %(thing)s") % {"thing": self.thing(c.id, old)}
        said = self.placed(said, old)
        if along:
            counts = self.past.counted(Counter(self.gone[each][0] for each in along))
            said = self._("%(said)s with what hung on it (%(counts)s)") % {
                "said": said,
                "counts": counts,
            }
        return Did("removed", c.kind, c.id, said, self._fields(c, old[1]) if self.alone else ())

    def _changed(self, c: Change, old: Held, new: Held) -> Iterator[Did]:
        names = [n for n in {**old[1], **new[1]} if not same(old[1].get(n), new[1].get(n))]
        names = [n for n in names if n not in _UNSAID.get(c.kind, ())] or names
        if not self.alone:
            names = [n for n in names if not self._forgot(c.kind, n, old[1])]
        called = [n for n in names if n in CALLED]
        moved = [n for n in names if n in PLACES]
        rest = [n for n in names if n not in (*called, *moved)]
        if called:
            yield self._renamed(c, old, new, called)
        if moved:
            thing = {"thing": self.thing(c.id, new)}
            said = self._("Moved %(thing)s") % thing
            if moved != ["order"]:
                said = self.placed(said, new, to=True)
            yield Did("moved", c.kind, c.id, said, self._fields(c, moved))
        if rest:
            yield self._rewritten(c, new, rest)

    def _renamed(self, c: Change, old: Held, new: Held, called: list[str]) -> Did:
        _ = self._
        value = {"id": c.id, **new[1]}
        name = str(value.get(called[0]) or title(c.kind, value, self.name, self.past.language))
        frame = _("Renamed %(thing)s to “%(name)s”")
        if c.kind in _SAYING:
            frame = _("Rewrote %(thing)s as “%(name)s”")
        said = frame % {"thing": self.thing(c.id, old), "name": short(name, _NAME)}
        return Did("renamed", c.kind, c.id, said, self._fields(c, called))

    def _rewritten(self, c: Change, new: Held, names: list[str]) -> Did:
        _, fields = self._, self._fields(c, names)
        thing = self.thing(c.id, new)
        if c.kind == "comment" and names == ["resolved"]:
            resolved = new[1].get("resolved")
            frame = _("Resolved %(thing)s") if resolved else _("Reopened %(thing)s")
            return Did("changed", c.kind, c.id, frame % {"thing": thing}, fields)
        told = "; ".join(
            f"{label}: {short(old, _VALUE)} → {short(now, _VALUE)}" for label, old, now in fields
        )
        frame = _("Changed %(thing)s: %(fields)s") if told else _("Changed %(thing)s")
        return Did("changed", c.kind, c.id, frame % {"thing": thing, "fields": told}, fields)

    def _forgot(self, kind: str, field: str, old: Mapping[str, Json]) -> bool:
        """Tell whether a field only forgot what the entry removed: that is told already."""
        rule = _SHAPES[kind].references.get(field)
        held = old.get(field)
        named = held if isinstance(held, list) else [held]
        return rule is not None and not rule.into and any(each in self.gone for each in named)

    def _fields(self, c: Change, names: Iterable[str]) -> tuple[Field, ...]:
        """Return fields' whole values in words, in the order of the record's rules."""
        wanted, language = set(names), self.past.language
        old, new = c.old[1] if c.old else {}, c.new[1] if c.new else {}
        rules = KINDS_OF_RECORD[c.kind].rules
        return tuple(
            Field(
                self._(FIELDS.get(name, name)),
                shown(c.kind, name, old.get(name), self.name, language) if c.old else "–",
                shown(c.kind, name, new.get(name), self.name, language) if c.new else "–",
            )
            for name in rules
            if name in wanted and name != "order" and name not in _UNSAID.get(c.kind, ())
        )


def short(text: str, most: int) -> str:
    """Return a text on one line, cut with an ellipsis where it is longer than ``most``."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
