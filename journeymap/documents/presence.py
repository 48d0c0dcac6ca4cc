"""Who is at a document now and what they have chosen there: told, never kept, never logged.

Each process holds the pages of its own sockets, and those that other processes told it of. What a
process says, it says again at every beat; who was not heard of for long is forgotten. Only the
event loop touches this.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from .ids import uuid7

#: Other processes are told everything again after so many seconds, and forgotten after more.
BEAT_SECONDS, FORGET_SECONDS = 10.0, 30.0
#: What one person does is told at most so often; in a crowd less often, by so much for each.
PAUSE_SECONDS, CROWD_SECONDS = 0.1, 0.005
#: Other processes are told together what happened in so many seconds, in so many bytes at most.
GATHER_SECONDS, PAYLOAD_BYTES = 0.05, 7000

#: ``{"page", "id", "name", "kind", "may", "at": {"record", "field", "typing"}, "since"}``.
Person = dict[str, Any]


class Seat(Protocol):
    """Somebody who is told of the others."""

    def person(self, key: str) -> None:
        """Something changed about the person of this key."""


@dataclass(slots=True, eq=False)
class Held:
    """A person on a page, by a seat of this process, or (None) by what another one told."""

    person: Person
    process: str
    seat: Seat | None
    heard: float
    told: float = float("-inf")
    waits: bool = False
    text: str = ""


@dataclass(slots=True, eq=False)
class Room:
    """A document: the people there by key, and who of this process is told of them."""

    people: dict[str, Held] = field(default_factory=dict)
    seats: set[Seat] = field(default_factory=set)


def key_of(person: Person) -> str:
    """Return what tells a person on a page from all others."""
    return f"{person['kind']}:{person['id']}:{person['page']}"


class Presence:
    """The rooms of one process.

    ``say`` takes texts of at most ``PAYLOAD_BYTES`` to the other processes, None where there are
    none; what they say comes in by ``hear``. ``now`` is a clock in seconds, ``later`` calls
    something after so many seconds.
    """

    def __init__(
        self,
        now: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        say: Callable[[list[str]], object] | None = None,
    ) -> None:
        self.process = uuid7()
        self._now, self._later, self._say = now, later, say
        self._rooms: dict[str, Room] = {}
        self._unsaid: dict[str, set[str]] = {}
        self._asked: set[str] = set()
        self._gathering = False

    # -- pages of this process -------------------------------------------------------------------

    def enter(self, document_id: str, seat: Seat, person: Person) -> str:
        """Let a person in, who then is told of all changes; return their key.

        The same page of the same person, connected again, takes its own place.
        """
        if document_id not in self._rooms:
            self._rooms[document_id] = Room()
            self._ask(document_id)
        room, key = self._rooms[document_id], key_of(person)
        room.seats.add(seat)
        room.people[key] = Held(person, self.process, seat, self._now())
        self._tell(document_id, key)
        return key

    def move(self, document_id: str, key: str, seat: Seat, **changed: Any) -> None:
        """Take what a person does now (``at``) or may now (``may``)."""
        room = self._rooms[document_id]
        held = room.people.get(key)
        if held and held.seat is seat and held.person != held.person | changed:
            held.person, held.text = held.person | changed, ""
            pause = max(PAUSE_SECONDS, CROWD_SECONDS * len(room.people))
            wait = held.told + pause - self._now()
            if wait <= 0:
                self._tell(document_id, key)
            elif not held.waits:
                held.waits = True
                self._later(wait, lambda: self._tell_waiting(document_id, key, held))

    def leave(self, document_id: str, key: str, seat: Seat) -> None:
        """Let a person go, unless another connection has taken the place."""
        room = self._rooms[document_id]
        room.seats.discard(seat)
        if key in room.people and room.people[key].seat is seat:
            self._drop(document_id, key)
            self._note(document_id, key)
        if not room.seats:
            del self._rooms[document_id]

    # -- what seats are sent ---------------------------------------------------------------------

    def here(self, document_id: str, key: str) -> str:
        """Return the message of all others who are there."""
        people = self._rooms[document_id].people
        others = ",".join(_text(held) for each, held in people.items() if each != key)
        return f'{{"type":"here","people":[{others}]}}'

    def message(self, document_id: str, key: str) -> str:
        """Return the message of what became of a person."""
        if held := self._rooms[document_id].people.get(key):
            return f'{{"type":"person","person":{_text(held)}}}'
        return json.dumps({"type": "left", "page": key.rpartition(":")[2]})

    # -- other processes -------------------------------------------------------------------------

    def hear(self, payload: str) -> None:
        """Take in what a process said; what this one said itself it leaves."""
        told = json.loads(payload)
        room = self._rooms.get(told["document"])
        if room is None or told["process"] == self.process:
            return
        for person in told.get("people", ()):
            self._hear_of(told["document"], person, told["process"])
        for key in told.get("left", ()):
            if key in room.people and room.people[key].process == told["process"]:
                self._drop(told["document"], key)
        if told.get("ask"):
            for key, held in room.people.items():
                if held.seat:
                    self._note(told["document"], key)

    def _hear_of(self, document_id: str, person: Person, process: str) -> None:
        people, key = self._rooms[document_id].people, key_of(person)
        held = people.get(key)
        if held and held.process != process and held.person["since"] > person["since"]:
            return  # the page has connected anew, to this process
        people[key] = Held(person, process, None, self._now())
        if held is None or held.person != person:
            self._tell(document_id, key)

    def ask(self) -> None:
        """Ask the others who is there: what they said before was not heard."""
        for document_id in self._rooms:
            self._ask(document_id)

    def beat(self) -> None:
        """Say again who is here; forget whom nobody speaks of any more."""
        for document_id, room in list(self._rooms.items()):
            for key, held in list(room.people.items()):
                if held.seat:
                    self._note(document_id, key)
                elif self._now() - held.heard > FORGET_SECONDS:
                    self._drop(document_id, key)

    # -- telling ---------------------------------------------------------------------------------

    def _tell_waiting(self, document_id: str, key: str, held: Held) -> None:
        held.waits = False
        room = self._rooms.get(document_id)
        if room and room.people.get(key) is held:
            self._tell(document_id, key)

    def _tell(self, document_id: str, key: str) -> None:
        room = self._rooms[document_id]
        held = room.people.get(key)
        for seat in room.seats:
            if held is None or seat is not held.seat:
                seat.person(key)
        if held:
            held.told = self._now()
            if held.seat:
                self._note(document_id, key)

    def _drop(self, document_id: str, key: str) -> None:
        del self._rooms[document_id].people[key]
        self._tell(document_id, key)

    def _ask(self, document_id: str) -> None:
        if self._say:
            self._asked.add(document_id)
            self._gather()

    def _note(self, document_id: str, key: str) -> None:
        """Note that the other processes have not been told of this yet."""
        if self._say:
            self._unsaid.setdefault(document_id, set()).add(key)
            self._gather()

    def _gather(self) -> None:
        if not self._gathering:
            self._gathering = True
            self._later(GATHER_SECONDS, self._say_all)

    def _say_all(self) -> None:
        self._gathering = False
        unsaid, self._unsaid = self._unsaid, {}
        asked, self._asked = self._asked, set()
        payloads = [self._payload(each, ask=True) for each in asked]
        for document_id, keys in unsaid.items():
            room = self._rooms.get(document_id, Room())
            held = {key: room.people.get(key) for key in keys}
            people = [each.person for each in held.values() if each and each.seat]
            left = [key for key, each in held.items() if each is None]
            payloads += [self._payload(document_id, people=part) for part in _parts(people)]
            payloads += [self._payload(document_id, left=part) for part in _parts(left)]
        if payloads and self._say:
            self._say(payloads)

    def _payload(self, document_id: str, **told: Any) -> str:
        return json.dumps({"process": self.process, "document": document_id, **told})


def _text(held: Held) -> str:
    held.text = held.text or json.dumps(held.person)
    return held.text


def _parts(all_: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut a list into parts that fit a payload each."""
    part: list[Any] = []
    size = 0
    for each in all_:
        length = len(json.dumps(each)) + 2
        if part and size + length > PAYLOAD_BYTES - 300:
            yield part
            part, size = [], 0
        part.append(each)
        size += length
    if part:
        yield part
