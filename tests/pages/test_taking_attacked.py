"""Taking away under attack: rights that ended, floods of jobs, discs that are full."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import OperationalError, connection
from django.test import Client

from journeymap.documents import log
from journeymap.documents.errors import Conflict
from journeymap.documents.models import Document
from journeymap.workspaces import people as membership
from journeys import taking, takings
from journeys.hand import Hand
from journeys.models import Taking
from tests.support.people import People
from touchpoints import answers

from .test_taking import address, ask, get, journey, made, newest

__all__ = ["journey"]
In = Callable[[str], Client]


def test_a_file_of_chosen_answers_is_for_who_may_read_single_ones(
    people: People, journey: str, signed_in: In
) -> None:
    said = {"journey": "j1", "step": "s1", "emotion": 5, "unit": "North"}
    answers.record(people.workspace, people.actor("editor"), [said] * 6)
    held = made(signed_in("editor"), "map.svg", answers="unit=North", as_chosen="on")
    assert get(signed_in("editor"), held).status_code == 200
    owner, editor = people.actor("owner"), people.user("editor")
    membership.change_role(owner, people.workspace, editor, "viewer")
    assert get(signed_in("editor"), held).status_code == 403
    signed_in("editor").post(address(more=f"files/{held.pk}/again/"))
    takings.make(newest().pk)
    assert newest().state == "failed" and not newest().data


def test_nobody_ends_or_begins_what_others_asked_for(
    people: People, journey: str, signed_in: In
) -> None:
    people.journey("j2")
    held = made(signed_in("viewer"), "json")
    for who, at in (("owner", "j1"), ("outsider", "j1"), ("viewer", "j2"), ("owner", "j2")):
        client = signed_in(who)
        for end in ("end/", "again/"):
            assert client.post(address(at, f"files/{held.pk}/{end}")).status_code == 404
        assert client.get(address(at, f"files/{held.pk}/")).status_code == 404
    assert list(Taking.objects.values_list("pk", "state")) == [(held.pk, "done")]


def test_a_part_is_made_once_however_often_it_is_named(
    people: People, journey: str, signed_in: In
) -> None:
    held = made(signed_in("viewer"), *["json", "dot"] * 200)
    assert held.wanted["parts"] == ["json", "dot"] and held.total == 2


@pytest.mark.both_databases
def test_no_address_of_a_file_breaks_a_page(people: People, journey: str, signed_in: In) -> None:
    client = signed_in("viewer")
    for key in ("a%00b", "%00", "a b", "9" * 5000, "%F0%9F%92%A9"):
        at = address(more=f"files/{key}/")
        assert client.get(at).status_code == 404
        assert {client.post(f"{at}{end}/").status_code for end in ("end", "again")} == {404}


def test_what_cannot_be_begun_again_yet_is_told_and_stays(
    people: People, journey: str, signed_in: In
) -> None:
    client = signed_in("viewer")
    ask(client, "json")
    old = newest()
    Taking.objects.update(state="failed")
    for _ in range(takings.WAITING):
        ask(client, "json")
    at = address(more=f"files/{old.pk}/again/")
    assert client.post(at, headers={"X-Fragment": "take"}).status_code == 409
    told = [str(each) for each in get_messages(client.post(at).wsgi_request)]
    assert told == ["Wait until some of your other files are made."]
    assert Taking.objects.get(pk=old.pk).state == "failed"


def test_what_is_begun_again_twice_is_made_once(
    people: People, journey: str, signed_in: In
) -> None:
    ask(signed_in("viewer"), "json")
    Taking.objects.update(state="failed")
    for seen in [newest()] * 2:  # both pages showed it before either began it
        takings.again(seen)
    assert Taking.objects.count() == 1 and newest().state == "waiting"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_no_more_wait_than_one_may_have_however_many_ask_at_once(
    people: People, journey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takings._HAND, "take", lambda *_: None)
    document, user = Document.objects.get(pk="j1"), people.user("viewer")
    together, refused = threading.Barrier(2 * takings.WAITING), list[Conflict]()

    def one() -> None:
        together.wait()
        try:
            takings.start(document, user, takings.Wanted(parts=["json"]))
        except Conflict as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2 * takings.WAITING)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert Taking.objects.count() == len(refused) == takings.WAITING


def test_one_persons_files_take_so_much_room_and_no_more(
    people: People, journey: str, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("viewer")
    held = [made(client, "json") for _ in range(3)]
    monkeypatch.setattr(takings, "ROOM", held[0].size * 2)
    ask(client, "json")
    left = Taking.objects.exclude(state="waiting").values_list("pk", flat=True)
    assert set(left) == {each.pk for each in held[1:]}


@pytest.mark.parametrize(("name", "most"), [("LARGEST", 100), ("LONGEST", 0.0)])
def test_too_much_at_once_ends_before_the_next_part(
    name: str,
    most: float,
    people: People,
    journey: str,
    signed_in: In,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make, parts = taking._made, list[str]()
    monkeypatch.setattr(takings, name, most)
    monkeypatch.setattr(taking, "_made", lambda w, *a: parts.append(w.part) or make(w, *a))
    held = made(signed_in("viewer"), "json", "yaml", "dot")
    assert (held.state, held.data, parts) == ("failed", None, ["json"])
    assert held.error == "That is too much at once. Choose fewer files."


def test_a_full_disc_is_told(
    people: People, journey: str, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = takings._end

    def full(key: str, **told: Any) -> bool:
        if "data" in told:
            raise OperationalError("database or disk is full")
        return end(key, **told)

    monkeypatch.setattr(takings, "_end", full)
    held = made(signed_in("viewer"), "json")
    assert (held.state, held.data) == ("failed", None)
    assert held.error.startswith("Something went wrong here")


def test_a_file_that_was_begun_while_a_text_was_forgotten_goes_too(
    people: People,
    journey: str,
    signed_in: In,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        log.redact("j1", "s1", "title", people.actor("owner"))
        held = made(signed_in("viewer"), "json")  # others read the old text until the commit
        assert held.state == "done"
    assert not Taking.objects.filter(pk=held.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_who_asks_for_much_keeps_nobody_waiting() -> None:
    begun, go, order = threading.Event(), threading.Event(), list[str]()

    def work(key: str) -> None:
        order.append(key)
        if key == "a0":
            begun.set()
            go.wait(60)

    hand = Hand("test", work, lambda keys: None, threads=2, every=60)
    for at in range(3):
        hand.take(f"a{at}", "a")
    assert begun.wait(60)
    hand.take("b0", "b")
    hand.wait("b0", 60)
    assert order == ["a0", "b0"] and sorted(hand.held) == ["a0", "a1", "a2"]
    go.set()
    hand.wait("a2", 60)
    assert order == ["a0", "b0", "a1", "a2"]
