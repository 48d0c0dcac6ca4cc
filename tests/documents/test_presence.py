"""Who is here, across processes, without a clock or a database of one's own."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from journeymap.documents import presence
from journeymap.documents.presence import Presence

AT = {"record": None, "field": None, "typing": False}


class World:
    """Some processes with one clock; what they say reaches all, unless they are cut off."""

    def __init__(self, processes: int) -> None:
        self.time = 0.0
        self.numbers = itertools.count()
        self.due: list[tuple[float, int, Callable[[], None]]] = []
        self.said: list[str] = []
        self.cut: set[Presence] = set()
        self.processes = [self._process() for _ in range(processes)]

    def _process(self) -> Presence:
        def say(payloads: list[str]) -> None:
            assert all(len(each.encode()) <= presence.PAYLOAD_BYTES for each in payloads)
            if here not in self.cut:
                self.said += payloads

        here = Presence(lambda: self.time, self.later, say)
        return here

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        self.due.append((self.time + seconds, next(self.numbers), work))

    def run(self, seconds: float) -> None:
        end = self.time + seconds
        while True:
            while self.said:
                text = self.said.pop(0)
                for each in self.processes:
                    if each not in self.cut:
                        each.hear(text)
            self.due.sort()
            if not self.due or self.due[0][0] > end:
                break
            self.time, _, work = self.due.pop(0)
            work()
        self.time = end


class Page:
    """A seat: what its page knows of the others by what it is sent."""

    def __init__(self, at: Presence, page: str, name: str = "Anna", since: int = 0) -> None:
        self.at, self.changed, self.sent = at, [], 0  # type: Presence, list[str], int
        person = {"page": page, "id": name, "name": name, "kind": "user", "may": "edit"}
        self.key = at.enter("j", self, {**person, "at": AT, "since": f"2026-01-{since:02}"})
        self.known = {p["page"]: p for p in json.loads(at.here("j", self.key))["people"]}

    def person(self, key: str) -> None:
        self.changed.append(key)

    def move(self, record: str, **more: Any) -> None:
        self.at.move("j", self.key, self, at={**AT, "record": record, **more})

    def leave(self) -> None:
        self.at.leave("j", self.key, self)

    def sees(self) -> dict[str, str | None]:
        for key in self.changed:
            told = json.loads(self.at.message("j", key))
            self.sent += 1
            if told["type"] == "left":
                self.known.pop(told["page"], None)
            else:
                self.known[told["person"]["page"]] = told["person"]
        self.changed = []
        return {page: person["at"]["record"] for page, person in self.known.items()}


@pytest.fixture(params=[1, 2])
def world(request: pytest.FixtureRequest) -> World:
    return World(request.param)


def test_all_see_each_other_but_not_themselves(world: World) -> None:
    pages = [Page(world.processes[n % len(world.processes)], f"p{n}") for n in range(4)]
    world.run(1)
    pages[2].move("s1")
    world.run(1)
    for page, own in zip(pages, ("p0", "p1", "p2", "p3"), strict=True):
        wanted = {"p0": None, "p1": None, "p2": "s1", "p3": None}
        assert page.sees() == {name: at for name, at in wanted.items() if name != own}
    pages[2].leave()
    world.run(1)
    assert pages[0].sees() == {"p1": None, "p3": None}


def test_many_movements_are_told_as_few_and_the_last_one_is(world: World) -> None:
    anna, mikko = Page(world.processes[0], "a"), Page(world.processes[-1], "m", "Mikko")
    world.run(1)
    assert mikko.sees() == {"a": None}
    before = mikko.sent
    for n in range(100):
        anna.move(f"s{n}")
        world.run(0.01)
    world.run(1)
    assert mikko.sees() == {"a": "s99"}
    assert mikko.sent - before <= 12


def test_what_does_not_change_is_not_told(world: World) -> None:
    anna, mikko = Page(world.processes[0], "a"), Page(world.processes[-1], "m", "Mikko")
    anna.move("s1")
    world.run(1)
    assert mikko.sees() == {"a": "s1"}
    for _ in range(40):
        anna.move("s1")
        world.run(1)
        for each in world.processes:
            each.beat()
    assert mikko.changed == []


def test_a_page_that_connects_again_keeps_its_place_when_the_old_one_goes(world: World) -> None:
    other = Page(world.processes[0], "o", "Mikko")
    old = Page(world.processes[0], "a", since=1)
    world.run(1)
    new = Page(world.processes[-1], "a", since=2)
    new.move("s1")
    world.run(1)
    old.leave()
    world.run(1)
    assert other.sees() == {"a": "s1"}
    new.leave()
    world.run(1)
    assert other.sees() == {}


def test_a_process_that_comes_later_asks_and_one_that_dies_is_forgotten() -> None:
    world = World(2)
    first, second = world.processes
    Page(first, "a")
    world.run(60)
    mikko = Page(second, "m", "Mikko")
    world.run(1)
    assert mikko.sees() == {"a": None}
    for _ in range(9):  # it lives, and says so
        world.run(presence.BEAT_SECONDS)
        first.beat()
        second.beat()
    assert mikko.sees() == {"a": None}
    world.cut.add(first)
    for _ in range(5):
        world.run(presence.BEAT_SECONDS)
        second.beat()
    assert mikko.sees() == {}
    world.cut.clear()
    second.ask()  # as when the connection to the others is made anew
    world.run(1)
    assert mikko.sees() == {"a": None}


def test_a_crowd_fits_the_payloads_and_is_told_less_often() -> None:
    world = World(2)
    here, there = world.processes
    name = "\U0001f642" * 200
    crowd = [Page(here, f"p{n}", f"{n}{name}"[:200]) for n in range(100)]
    watching = Page(there, "w")
    world.run(1)
    assert len(watching.sees()) == 100
    before = watching.sent
    for n in range(100):
        crowd[7].move(f"s{n}")
        world.run(0.01)
    world.run(5)
    assert watching.sees()["p7"] == "s99"
    assert watching.sent - before <= 4


def test_what_no_process_of_ours_would_say_hurts_nobody() -> None:
    world = World(2)
    page = Page(world.processes[0], "a")
    here = world.processes[0]
    here.hear('{"process": "x", "document": "elsewhere", "left": ["y"]}')
    here.hear('{"process": "x", "document": "j", "left": ["user:Anna:a", "user:nobody:b"]}')
    world.run(1)
    assert page.sees() == {} and list(here._rooms["j"].people) == [page.key]
