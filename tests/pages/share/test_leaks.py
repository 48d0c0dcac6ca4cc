"""No text leaks: every text field of every kind of record holds a word of its own, and each answer
that a guest gets holds the words that are named here, and no other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log, sharing
from journeymap.documents.fields import Part, Text, rules_of
from journeymap.documents.kinds import DocumentKind
from journeymap.workspaces.access import SYSTEM
from journeys import rows
from journeys.api.shapes import as_json
from journeys.formats.document import value_of
from journeys.graph import JOURNEY, Evidence, Follows, Participation, text_fields
from journeys.public import public
from tests.support.people import People
from touchpoints import answers
from touchpoints.records import CATALOGUE

#: (id, kind, values beside its texts). A name in ``values`` is kept, ``{}`` in it is the word.
OWN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("j1", "journey", {"language": "fi", "organisation": "ours", "personas": ["persona"],
                       "segments": ["segment"], "review_by": "2031-12-24"}),
    ("stage", "stage", {}),
    ("customer", "actor", {"kind": "customer", "organisation": "theirs"}),
    ("staff", "actor", {"kind": "staff", "order": "B"}),
    ("named", "actor", {"kind": "partner", "name": "Maija {}", "order": "C"}),
    ("step", "step", {"stage": "stage", "actor": "customer", "assumed_experience": 2,
                      "expectation": 4}),
    ("second", "step", {"stage": "stage", "actor": "staff", "order": "B"}),
    ("third", "step", {"stage": "stage", "actor": "named", "order": "C"}),
    ("way", "transition", {"source": "step", "target": "second", "kind": "choice"}),
    ("exit", "transition", {"source": "step", "kind": "exit", "condition": ""}),
    ("at-object", "encounter", {"step": "step", "touchpoint": "object"}),
    ("at-role", "encounter", {"step": "step", "touchpoint": "role"}),
    ("at-person", "encounter", {"step": "step", "touchpoint": "person", "note": "Maija {}"}),
    ("at-place", "encounter", {"step": "step", "touchpoint": "place"}),
    ("shown", "lane", {"kind": "quote"}),
    ("rights", "lane", {"kind": "rights"}),
    ("internal", "lane", {"kind": "quote", "visible_to_customer": False}),
    ("hidden", "lane", {"kind": "quote", "hidden": True}),
    ("behind", "lane", {"kind": "rights", "side": "backstage"}),
    ("work", "lane", {"kind": "backstage"}),
    ("support", "lane", {"kind": "support_process"}),
    ("places", "lane", {"kind": "spaces", "visible_to_customer": False}),
    *((f"card-{lane}", "card", {"lane": lane, "step": "step"})
      for lane in ("shown", "rights", "internal", "hidden", "behind", "work", "support")),
    ("pain", "finding", {"kind": "pain", "step": "step", "touchpoint": "object", "severity": 3}),
    ("whole", "finding", {"kind": "gain"}),
    ("dismissed", "finding", {"kind": "pain", "step": "step", "status": "dismissed"}),
    ("idea", "idea", {"findings": ["pain"], "status": "accepted", "due": "2031-11-23"}),
    ("proposed", "idea", {"step": "step"}),
    ("rejected", "idea", {"step": "step", "status": "rejected"}),
    ("comment", "comment", {"on": "step"}),
)  # fmt: skip
SHARED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ours", "organisation", {"replaced_by": "later"}),
    ("theirs", "organisation", {}),
    ("later", "organisation", {}),
    ("object", "touchpoint", {"kind": "object", "replaced_by": "unused"}),
    ("role", "touchpoint", {"kind": "person"}),
    ("person", "touchpoint", {"kind": "person", "name": "Maija {}"}),
    ("place", "touchpoint", {"kind": "physical_space"}),
    ("unused", "touchpoint", {"kind": "object"}),
    ("persona", "persona", {"segment": "group"}),
    ("segment", "segment", {}),
    ("group", "segment", {}),
)
PLAIN, FULL, MAP, FILE = "plain", "full", "map", "file"
STEPS = ("step", "second", "third")
BOTH, DRAWN = {PLAIN, FULL, MAP, FILE}, {FULL, MAP, FILE}
#: The words that guests see, and where; every other one is nowhere.
SEEN: dict[str, set[str]] = {
    "j1.title": BOTH,
    "j1.summary": BOTH,
    "j1.goal": BOTH,
    "j1.promise": BOTH,
    "stage.title": BOTH,
    "customer.name": DRAWN,  # plainly: "You do this"
    **{f"{step}.title": BOTH for step in STEPS},
    **{f"{step}.description": {PLAIN, FILE} for step in STEPS},
    **{f"{step}.outcome": {PLAIN, FULL, FILE} for step in STEPS},
    "way.condition": BOTH,
    "exit.reason": BOTH,
    "at-object.note": BOTH,
    "at-role.note": BOTH,
    "shown.title": DRAWN,
    "rights.title": DRAWN,
    "card-shown.text": BOTH,
    "card-rights.text": BOTH,
    "pain.title": BOTH,
    "whole.title": BOTH,
    "idea.title": BOTH,
    "proposed.title": DRAWN,  # plainly: only what is being done
    "ours.name": {PLAIN, FULL, FILE},
    "theirs.name": {FILE},
    "object.name": BOTH,
    "object.description": {PLAIN, FILE},
    "role.name": BOTH,
    "persona.name": DRAWN,
    "segment.name": DRAWN,
}


#: What a part must say to be one.
_REQUIRED: dict[type, dict[str, Any]] = {
    Evidence: {"level": "survey"},
    Participation: {"level": "consulted"},
    Follows: {"item": "emotion", "values": ["1"]},
}


class Words:
    """A word of its own for each text, and which text it stands for."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.numbers = itertools.count(100)

    def new(self, name: str) -> str:
        word = f"Zq{next(self.numbers)}"
        self.names[word] = name
        return word

    def found(self, text: str) -> set[str]:
        return {self.names[word] for word in re.findall(r"Zq\d{3}", text)}

    def fill(
        self, kinds: DocumentKind, id: str, kind: str, given: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the record with a word in each text that may hold one."""
        value = dict(given)
        for name, rule in kinds.by_name[kind].rules.items():
            word = self.new(f"{id}.{name}")
            if isinstance(rule, Part):
                inner = {n: self.new(f"{id}.{name}.{n}") for n, r in rules_of(rule.cls).items()
                         if isinstance(r, Text)}  # fmt: skip
                value[name] = inner | _REQUIRED[rule.cls]
            elif isinstance(rule, Text) and "{}" in str(value.get(name, "{}")):
                text = value.get(name, "{}").format(word)
                value[name] = [text] if rule.many else text
        if kind == "transition":
            value.pop("condition" if value.get("kind") == "exit" else "reason", None)
        return {key: held for key, held in value.items() if held != ""}


def records(words: Words, kinds: DocumentKind, wanted: Any) -> Iterator[dict[str, Any]]:
    """Yield ops that put the records, and a translation into Swedish of each of their texts."""
    for id, kind, given in wanted:
        value = words.fill(kinds, id, kind, given)
        yield {"op": "put", "kind": kind, "id": id, "value": value}
        for field in text_fields(kinds.by_name[kind]):
            if field in value and kind != "comment":
                held = {"record": id, "field": field, "language": "sv"}
                text = given.get(field, "{}").format(words.new(f"{id}.{field}@sv"))
                key = f"t-{id}-{field}"
                yield {
                    "op": "put",
                    "kind": "translation",
                    "id": key,
                    "value": held | {"text": text},
                }


@pytest.fixture
def words(people: People) -> Words:
    """The words of a journey, its catalogue and its answers; all are in the database."""
    made = Words()
    shared = list(records(made, CATALOGUE, SHARED))
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c", label=made.new("label of edit"))
    own = list(records(made, JOURNEY, OWN))
    log.create(people.workspace, "journey", SYSTEM, own, label=made.new("label"))
    texts = {name: made.new(f"answer.{name}") for name in ("comment", "unit", "region")}
    for at in range(6):
        item = {"client_id": f"a{at}", "journey": "j1", "step": "step", "emotion": 2, **texts}
        answers.record(people.workspace, SYSTEM, [item])
    type(people.workspace).objects.update(name=made.new("workspace"))
    for user in people.users.values():
        if user.pk:
            type(user).objects.filter(pk=user.pk).update(
                first_name=made.new("first name"), username=made.new("user"), email=made.new("mail")
            )
    return made


def guest_sees(people: People, words: Words, language: str) -> dict[str, list[str]]:
    """Return every answer that a guest gets in a language, by its kind."""
    name = words.new("link")
    link = sharing.make_link("j1", people.actor("editor"), name=name, view="full", embed=True)
    client, base = Client(headers={"accept-language": language}), f"/s/{sharing.signed(link)}/"

    def get(end: str) -> str:
        answer = client.get(f"{base}{end}", {"language": language})
        assert answer.status_code == 200
        return unescape(answer.content.decode()) + str(dict(answer.headers))

    dark = client.get(f"{base}map.svg", {"language": language, "theme": "dark"}).content.decode()
    plain = sharing.make_link("j1", people.actor("editor"), name=name, embed=True)
    framed = client.get(f"/s/{sharing.signed(plain)}/embed/", {"language": language})
    shown = as_json(value_of(public(rows.load("j1"), language))).decode()
    return {
        PLAIN: [get(""), unescape(framed.content.decode())],
        FULL: [get("map/"), get("embed/")],
        MAP: [get("map.svg"), dark],
        FILE: [shown],
    }


def test_every_text_of_a_record_is_there_to_be_leaked(people: People, words: Words) -> None:
    held = str(list(rows.load("j1").records())) + str(list(rows.load("j1").catalogue.records()))
    unsaid = {name for name in words.names.values() if "." in name} - words.found(held)
    assert {name.partition(".")[0] for name in unsaid} <= {"answer", *(x[0] for x in OWN + SHARED)}
    for kinds, wanted in ((JOURNEY, OWN), (CATALOGUE, SHARED)):
        for kind in kinds.records:
            for field in text_fields(kind):
                there = {f"{id}.{field}" for id, each, _v in wanted if each == kind.name}
                if kind.name not in ("translation", "comment"):
                    assert there & words.found(held), f"{kind.name}.{field}"


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_each_answer_holds_the_words_that_are_named_and_no_other(
    language: str, people: People, words: Words
) -> None:
    end = "@sv" if language == "sv" else ""
    for where, texts in guest_sees(people, words, language).items():
        wanted = {f"{name}{end}" for name, places in SEEN.items() if where in places}
        for text in texts:
            assert words.found(text) == wanted, where
            assert "Maija" not in text
            assert "2031" not in text  # due and review days


def test_what_does_not_open_says_nothing_of_what_is_behind(people: People, words: Words) -> None:
    editor, name = people.actor("editor"), words.new("link")
    locked = sharing.make_link("j1", editor, name=name, view="full", password="kuusi kettua")
    ended = sharing.make_link("j1", editor, name=name, view="full", embed=True)
    sharing.revoke_link("j1", ended.pk, editor)
    for link in (locked, ended):
        for end in ("", "map/", "embed/", "map.svg", "map.png"):
            answer = Client().get(f"/s/{sharing.signed(link)}/{end}")
            assert answer.status_code == (404 if link is ended else 403)
            assert words.found(answer.content.decode() + str(dict(answer.headers))) == set()
