"""A workspace in a file: all of it comes back, to the byte; what is no archive changes nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from journeymap.documents import log, shelf, versions
from journeymap.documents.errors import Forbidden, Invalid
from journeymap.documents.fields import rules_of
from journeymap.documents.models import Document, Entry, Link
from journeymap.workspaces.access import SYSTEM, Actor
from journeymap.workspaces.models import Membership, Workspace
from journeys import archive, loading, rows
from journeys.graph import Graph
from tests.support.graphs import graphs
from tests.support.people import People, people
from touchpoints import answers, forgetting, hearing, rounds
from touchpoints.intake.item import Item
from touchpoints.models import Answer, Heard, SurveyRound

__all__ = ["people"]


def _written(workspace: Workspace) -> bytes:
    out = io.BytesIO()
    archive.write(workspace, out)
    return out.getvalue()


def _texts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name).decode() for name in held.namelist()}


def _packed(texts: dict[str, str]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as held:
        for name, text in texts.items():
            held.writestr(name, text)
    return out


@pytest.fixture
def full(people: People) -> Workspace:
    """A workspace with every kind of thing in it: edits, undo, trash, round, answers, members."""
    workspace, editor = people.workspace, people.actor("editor")
    root = {"op": "put", "kind": "journey"}
    step = {"op": "put", "kind": "step", "id": "s1", "value": {"title": "S"}}
    for identity, title, more in (("a", "A <b>ä", [step]), ("b", "B", []), ("bin", "Trashed", [])):
        made = root | {"id": identity, "value": {"title": title}}
        log.create(workspace, "journey", editor, [made, *more])
    for journey, record, link in (
        ("a", "s1", {"opens_journey": "b"}),
        ("b", "b", {"derived_from": "a"}),
    ):
        linked = {"op": "patch", "id": record, "set": link}
        log.commit(journey, editor, [linked], client_id="linked")
    told = {"op": "put", "kind": "translation", "id": "v"}
    value = {"record": "a", "field": "title", "language": "sv", "text": "A på svenska"}
    log.commit("a", editor, [told | {"value": value}], client_id="c1")
    said = {"on": "a", "text": "@owner?", "mentions": [people.actor("owner").person]}
    comment = {"op": "put", "kind": "comment", "id": "k", "value": said}
    log.commit("a", editor, [comment], client_id="c4")
    gone = log.commit("a", editor, [{"op": "remove", "id": "s1"}], client_id="c2", label="Away")
    log.undo("a", editor, gone.version, "c3")
    versions.name("a", editor, 2, "Workshop ä")
    shelf.trash("bin", editor)
    held = SurveyRound(journey="a", title="Spring", steps=["s1"], limit=7)
    rounds.save(workspace, editor, held)
    follows = {"item": "emotion", "values": ["1", "2"], "round": held.pk}
    pain = {"kind": "pain", "title": "Waits", "follows": follows}
    put = {"op": "put", "kind": "finding", "id": "pain", "value": pain}
    log.commit("a", editor, [put], client_id="c5")
    item = {"journey": "a", "step": "s1", "emotion": 2, "comment": "Jono. ä", "round": held.pk}
    answers.record(workspace, editor, [item, {**item, "emotion": None}])
    return workspace


@pytest.mark.both_databases
def test_it_comes_back_to_the_byte_where_nothing_of_it_is_left(full: Workspace) -> None:
    before = _written(full)
    assert _written(full) == before
    graph, shared = rows.load("a"), log.records(full.pk)
    links, search = _links(full), Document.objects.get(pk="a").search
    SurveyRound.objects.all().delete()
    Workspace.objects.filter(pk=full.pk).delete()
    assert not Document.objects.filter(pk="a").exists()
    done = archive.read(io.BytesIO(before))
    assert (done.documents, done.answers, done.renamed, done.accounts) == (4, 2, {}, ())
    assert _written(done.workspace) == before
    assert rows.load("a") == graph and log.records(done.workspace.pk) == shared
    assert _links(done.workspace) == links
    assert Document.objects.get(pk="a").search == search
    assert Document.objects.get(pk="bin").trashed_at
    assert answers.measures_of("a").limit == 7
    assert Membership.objects.filter(workspace=done.workspace).count() == 4


def _links(workspace: Workspace) -> list[Any]:
    names = ("document", "source", "source_kind", "field", "into", "target")
    return sorted(Link.objects.filter(document__workspace=workspace).values_list(*names))


def _same_but_for_ids(one: bytes, other: bytes, done: archive.Restored) -> None:
    old, new = _texts(one), _texts(other)
    for held in (old, new):  # no two rounds have the same public link
        held["rounds.jsonl"] = re.sub(r'"code":"\w+"', "", held["rounds.jsonl"])
    for name in new:
        for was, now in done.renamed.items():
            new[name] = new[name].replace(f'"{now}"', f'"{was}"')
    head = json.loads(old["archive.json"])
    head["workspace"]["name"] = done.workspace.name
    assert json.loads(new.pop("archive.json")) == head
    del old["archive.json"]
    assert new == old


@pytest.mark.both_databases
def test_beside_the_old_one_it_comes_back_as_a_copy_with_new_ids(full: Workspace) -> None:
    before = _written(full)
    done = archive.read(io.BytesIO(before), "Copy")
    assert done.workspace.name == "Copy"
    assert {"a", "b", "bin", full.pk} < done.renamed.keys()
    _same_but_for_ids(before, _written(done.workspace), done)
    assert _written(full) == before
    copy = rows.load(done.renamed["a"])
    assert copy.steps[0].opens_journey == done.renamed["b"]
    assert copy.translations[0].record == done.renamed["a"]
    assert rows.load(done.renamed["b"]).journey.derived_from == done.renamed["a"]
    assert answers.measures_of(done.renamed["a"]).n == 2
    log.undo(copy.journey.id, _actor("editor"), 2, "again")


@pytest.fixture
def asked(full: Workspace) -> SurveyRound:
    """Answers of which some are told to everybody and some wait, and what was made of one."""
    adviser = {"op": "put", "kind": "touchpoint", "id": "t1"}
    met = [adviser | {"value": {"kind": "person", "name": "Adviser"}}]
    log.commit(full.pk, _actor("owner"), met, client_id="t1")
    held = SurveyRound.objects.get()
    code = forgetting.digest("2222-2222-2222")
    for at in range(9):
        _say(full, "a", held.pk, f"n{at}", {"n0": code})
        _say(full, "", "", f"t{at}", {})
        if at == 7:
            assert _heard(full, "a") == (10, {held.pk: 10}, 8)
    Heard.objects.create(answer=Answer.objects.get(client_id="n0"), journey="a", record="s1")
    return held


def _say(
    workspace: Workspace, journey: str, round: str, key: str, receipts: dict[str, str]
) -> None:
    place = {"journey": journey, "step": "s1"} if journey else {"touchpoint": "t1"}
    item = {**place, "client_id": key, "emotion": 3, "comment": f"said {key}"}
    item |= {"round": round} if round else {}
    answers.record(workspace, SYSTEM, [item], receipts=receipts)


def _heard(workspace: Workspace, journey: str) -> tuple[Any, ...]:
    """What a viewer hears: of a journey, of its rounds, of a touchpoint."""
    told = hearing.measures(journey, single=False)
    rounds = hearing.split(journey, "round", single=False).get("s1", {})
    by_round = {key: counts and counts.n for key, counts in rounds.items()}
    met = hearing.touchpoints(workspace.pk, ["t1"], single=False)["t1"]
    return told.n, by_round, met and met.n


@pytest.mark.both_databases
@pytest.mark.parametrize("copy", [False, True])
def test_what_was_published_goes_on_as_it_would_have(asked: SurveyRound, copy: bool) -> None:
    """Else a reader could subtract what was told here from what is told of the copy."""
    full, held = asked.workspace, asked.pk
    data = _written(full)
    if not copy:
        SurveyRound.objects.all().delete()
        Workspace.objects.filter(pk=full.pk).delete()
        assert not Heard.objects.exists() and forgetting.by_receipt("2222-2222-2222") == []
    done = archive.read(io.BytesIO(data), "Copy" if copy else "")
    there = done.workspace
    if copy:
        _same_but_for_ids(data, _written(there), done)
    else:
        assert _written(there) == data
    journey, round = done.renamed.get("a", "a"), done.renamed.get(held, held)
    assert _heard(there, journey) == (10, {round: 10}, 8)
    mine = [a for a in forgetting.by_receipt("2222-2222-2222") if a.workspace_id == there.pk]
    assert [each.client_id for each in mine] == ["n0"]
    (made,) = Heard.objects.filter(answer__in=mine)
    assert (made.journey, made.record) == (journey, "s1")
    assert {each["question"] for each in forgetting.exported(mine[0], "en")["asked"]} == {
        "How was this for you?",
        "What would you like to tell us?",
    }
    heard = []
    for at in range(12):
        _say(there, journey, round, f"late{at}", {})
        heard.append(_heard(there, journey)[0])
    assert heard == [10] * 5 + [17] * 7, "one waited already; told are 7 at once"


def test_an_archive_of_schema_1_is_still_read(full: Workspace) -> None:
    texts = _texts(_written(full))
    for part in ("wordings", "heard", "published", "tallies"):
        del texts[f"{part}.jsonl"]
    texts["archive.json"] = texts["archive.json"].replace('"schema":2', '"schema":1')

    def older(part: str, names: set[str], **change: Any) -> None:
        lines = [json.loads(line) for line in texts[part].splitlines()]
        kept = [{n: v for n, v in line.items() if n in names} | change for line in lines]
        texts[part] = "\n".join(map(json.dumps, kept))

    older(ANSWERS, set(rules_of(Item)), comment="Soita 040 123 4567", language="fi")
    fields = "id journey steps touchpoint title questions languages opens closes limit"
    older(ROUNDS, {*fields.split(), "retention_days"}, purpose="Parannamme palvelua.")
    done = archive.read(_packed(texts), "Old")
    held = SurveyRound.objects.get(workspace=done.workspace)
    assert held.purpose == {"fi": "Parannamme palvelua."} and (held.limit, held.news) == (7, {})
    kept = Answer.objects.filter(workspace=done.workspace)
    assert {each.comment for each in kept} == {"Soita [puhelinnumero]"}, "masked on its way in"
    assert answers.measures_of(done.renamed["a"]).n == 2
    for part in (ANSWERS, ROUNDS):
        with pytest.raises(Invalid):
            archive.read(_packed(texts | {part: _texts(_written(full))[part]}))


class RoundTrip(TestCase):
    @given(graphs(3), graphs(2))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    def test_any_workspace_comes_back(self, one: Graph, two: Graph) -> None:
        workspace = shelf.create_workspace("W")
        loading.load(workspace, SYSTEM, [one, two])
        before = _written(workspace)
        done = archive.read(io.BytesIO(before), "Copy")
        _same_but_for_ids(before, _written(done.workspace), done)


def _actor(name: str) -> Actor:
    return Actor.of_user(get_user_model().objects.get(username=name))


def test_people_are_known_by_their_accounts_names(full: Workspace) -> None:
    before = _written(full)
    SurveyRound.objects.all().delete()
    Workspace.objects.filter(pk=full.pk).delete()
    users = get_user_model().objects
    users.filter(username__in=("editor", "viewer")).delete()
    stranger = users.create_user("stranger")
    done = archive.read(io.BytesIO(before))
    assert done.accounts == ("editor", "viewer")
    assert not users.get(username="viewer").has_usable_password()
    assert _written(done.workspace) == before
    shelf_owner = Membership.objects.filter(workspace=done.workspace, user=stranger)
    assert not shelf_owner.exists()
    assert rows.load("a").comments[0].by == _actor("editor").person
    undone, _left = log.undo("a", _actor("editor"), 3, "mine")
    assert undone.undoes == 3
    with pytest.raises(Forbidden):
        log.undo("a", _actor("owner"), 3, "not-mine")


def test_somebody_who_is_no_member_is_nobody_here(full: Workspace, people: People) -> None:
    before = _written(full)
    texts = {
        name: text.replace('"editor"', '"someone"').replace("@editor", "@someone")
        for name, text in _texts(before).items()
    }
    head = json.loads(texts["archive.json"])
    head["members"] = [m for m in head["members"] if m["role"] in ("owner", "viewer")]
    texts["archive.json"] = json.dumps(head)
    done = archive.read(_packed(texts), "Copy")
    journey = done.renamed["a"]
    authors = Entry.objects.filter(document=journey).values_list("author_id", flat=True)
    assert set(authors) == {"@someone"}
    again = _texts(_written(done.workspace))
    (said,) = rows.load(journey).comments
    assert (said.by, said.mentions) == ("user:@someone", (people.actor("owner").person,))
    assert '"id":"someone"' in again["documents/00001.jsonl"]


def _lines(change: Callable[[dict[str, Any]], Any], at: int) -> Callable[[str], str]:
    def changed(text: str) -> str:
        lines = [json.loads(line) for line in text.splitlines()]
        lines[at] = change(lines[at]) or lines[at]
        return "\n".join(map(json.dumps, lines))

    return changed


DOCUMENT, ANSWERS, ROUNDS = "documents/00001.jsonl", "answers.jsonl", "rounds.jsonl"
BROKEN: dict[str, tuple[str, Callable[[str], str]]] = {
    "another format": ("archive.json", _lines(lambda h: h.update(format="zip"), 0)),
    "a newer schema": ("archive.json", _lines(lambda h: h.update(schema=3), 0)),
    "no workspace": ("archive.json", _lines(lambda h: h.pop("workspace") and None, 0)),
    "a role unknown": ("archive.json", _lines(lambda h: h["members"][0].update(role="god"), 0)),
    "a document listed twice": (
        "archive.json",
        _lines(lambda h: h["documents"].append(h["documents"][1]), 0),
    ),
    "no JSON": (DOCUMENT, lambda text: text[:-40]),
    "deep JSON": (DOCUMENT, lambda text: text + "[" * 100_000),
    "an empty document": (DOCUMENT, lambda text: ""),
    "a version left out": (DOCUMENT, lambda text: "\n".join(text.splitlines()[:1])),
    "a version too many": (DOCUMENT, _lines(lambda d: d.update(version=9**9), 0)),
    "a version beyond any": (DOCUMENT, _lines(lambda d: d.update(version=9**40), 0)),
    "a name of no version": (DOCUMENT, _lines(lambda d: d["names"][0].update(version=99), 0)),
    "a name twice": (DOCUMENT, _lines(lambda d: d["names"].append(d["names"][0]), 0)),
    "names that are none": (DOCUMENT, _lines(lambda d: d.update(names=[7]), 0)),
    "another kind": (DOCUMENT, _lines(lambda d: d.update(kind="novel"), 0)),
    "an op unknown": (DOCUMENT, _lines(lambda e: e["ops"][0].update(op="drop"), 1)),
    "an op without its past": (DOCUMENT, _lines(lambda e: e["ops"][0].pop("was") and None, 1)),
    "ops that are none": (DOCUMENT, _lines(lambda e: e.update(ops=[7]), 1)),
    "a record that is not there": (
        DOCUMENT,
        _lines(lambda e: e["ops"][0].update(op="remove", was={}, id="gone"), 2),
    ),
    "a record that can never be": (
        DOCUMENT,
        _lines(lambda e: e["ops"][0]["value"].update(title=""), 1),
    ),
    "a time without a zone": (DOCUMENT, _lines(lambda e: e.update(at="2026-01-01"), 1)),
    "an entry twice": (DOCUMENT, _lines(lambda e: e.update(client_id="c1"), 2)),
    "a link to nowhere": (
        "documents/00002.jsonl",
        lambda text: text.replace('"derived_from":"a"', '"derived_from":"nowhere"'),
    ),
    "an answer off the scale": (ANSWERS, _lines(lambda a: a.update(emotion=6), 0)),
    "an answer too many words": (ANSWERS, _lines(lambda a: a.update(more=1), 0)),
    "an answer that is none": (ANSWERS, lambda text: "[]"),
    "an answer to a journey elsewhere": (ANSWERS, _lines(lambda a: a.update(journey="z"), 0)),
    "a round on a journey elsewhere": (ROUNDS, _lines(lambda r: r.update(journey="z"), 0)),
    "half a letter in a label": (DOCUMENT, _lines(lambda e: e.update(label="\ud800"), 2)),
    "an id that is no address": (
        "archive.json",
        _lines(lambda h: h["documents"].__setitem__(1, "../x"), 0),
    ),
    "a workspace without a name": (
        "archive.json",
        _lines(lambda h: h["workspace"].update(name=""), 0),
    ),
    "no catalogue": ("archive.json", _lines(lambda h: h["documents"].clear(), 0)),
    "an answer under a wording elsewhere": (ANSWERS, _lines(lambda a: a.update(wording="z"), 0)),
    "a wording of a round elsewhere": (
        "wordings.jsonl",
        _lines(lambda w: w.update(round="z"), 0),
    ),
    "a quote of an answer that is not there": (
        "heard.jsonl",
        lambda text: '{"answer":9,"journey":"a","record":"s1"}',
    ),
    "a quote from before all answers": (
        "heard.jsonl",
        lambda text: '{"answer":-1,"journey":"a","record":"s1"}',
    ),
    "a table that is none": (
        "published.jsonl",
        lambda text: '{"journey":"a","totals":[],"tables":{},"waiting":{"items":{"n":{}}}}',
    ),
    "a count of answers elsewhere": (
        "tallies.jsonl",
        lambda text: '{"journey":"z","taken":1}',
    ),
    "a round without a limit": (ROUNDS, _lines(lambda r: r.update(limit=None), 0)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused_and_leaves_nothing(full: Workspace, name: str) -> None:
    part, change = BROKEN[name]
    texts = _texts(_written(full))
    broken = change(texts[part])
    assert broken != texts[part]
    before = _state()
    with pytest.raises(Invalid):
        archive.read(_packed(texts | {part: broken}))
    assert _state() == before


def _state() -> list[int]:
    tables = (Workspace, Document, Entry, Link, Answer, SurveyRound, Membership, get_user_model())
    return [table.objects.count() for table in tables]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"{}"])
def test_what_is_no_zip_is_refused(db: None, data: bytes) -> None:
    with pytest.raises(Invalid):
        archive.read(io.BytesIO(data))


def test_a_damaged_or_missing_part_is_refused(full: Workspace) -> None:
    data = _written(full)
    with pytest.raises(Invalid):
        archive.read(io.BytesIO(data[: len(data) // 2]))
    middle = data.find(b"documents/00001.jsonl") + 200
    with pytest.raises(Invalid):
        archive.read(io.BytesIO(data[:middle] + b"\xff" * 20 + data[middle + 20 :]))
    for part in (DOCUMENT, ANSWERS):
        texts = _texts(data)
        del texts[part]
        with pytest.raises(Invalid):
            archive.read(_packed(texts))


def test_what_unpacks_too_large_is_refused(
    full: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _written(full)
    monkeypatch.setattr(archive, "LINE", 200)
    with pytest.raises(Invalid, match="longer than 200"):
        archive.read(io.BytesIO(data))
    monkeypatch.setattr(archive, "LIMIT", 1000)
    with pytest.raises(Invalid, match="larger than 1000"):
        archive.read(io.BytesIO(data))


def test_a_log_that_does_not_tell_the_rows_is_not_written(full: Workspace) -> None:
    Document.objects.get(pk="a").records.filter(id="s1").update(value={"title": "Silent"})
    with pytest.raises(Exception, match="disagree"):
        _written(full)
