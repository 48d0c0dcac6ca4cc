"""Who hears what, page by page and file by file: viewers and guests the published, editors all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import sharing
from tests.support.people import People

from .hearing import say
from .test_editor import boot

In = Callable[[str], Client]
#: What is made anew for each answer: tokens of forms, nonces, ids that a form brings along.
_ANEW = re.compile(
    r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"csrf": ?"[^"]*"'
    r'|name="client_id" value="[^"]*"|<time[^>]*>.*?</time>'
)
PAGES = ("journeys/j1/", "journeys/j1/path/", "journeys/j1/table/", "journeys/j1/steps/s1/")
FEEDBACK = ("journeys/j1/feedback/", "journeys/j1/findings/")
FILES = (
    "measures/",
    "outline/",
    *(f"diagrams/{name}" for name in ("map.svg", "map.png", "path.svg")),
    *(f"export/{name}" for name in ("json", "yaml")),
)


@pytest.fixture
def house(people: People) -> People:
    people.journey(language="en")
    return people


def _read(client: Client, addresses: list[str]) -> dict[str, bytes]:
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        held = answer.content
        if answer["Content-Type"].startswith("text/html"):
            held = _ANEW.sub("", held.decode()).encode()
        found[address] = held + answer.get("ETag", "").encode()
    return found


def _seen(people: People, signed_in: In, link: str) -> dict[str, dict[str, bytes]]:
    """Return what everybody reads, by who reads it and where."""
    pages = [f"/{each}" for each in (*PAGES, *FEEDBACK)] + [f"/workspaces/{people.workspace.pk}/"]
    files = [f"/api/v1/journeys/j1/{each}" for each in FILES]
    shared = [link + end for end in ("", "map/", "map.svg")]
    return {
        "viewer": _read(signed_in("viewer"), pages + files),
        "commenter": _read(signed_in("commenter"), ["/journeys/j1/", *files[:1]]),
        "guest": _read(signed_in("anonymous"), shared),
        "an editor's files": _read(signed_in("editor"), files[1:]),
    }


def _measures(client: Client) -> dict[str, Any]:
    page: Any = client.get("/journeys/j1/")
    found: dict[str, Any] = boot(page)["measures"]
    return found


def _link(people: People) -> str:
    made = sharing.make_link("j1", people.actor("editor"), name="A link", view="full")
    return f"/s/{sharing.signed(made)}/"


def _differ(one: dict[str, dict[str, bytes]], other: dict[str, dict[str, bytes]]) -> set[str]:
    return {
        f"{who} {address.partition('j1/')[2] or address}"
        for who, told in one.items()
        for address in told
        if told[address] != other[who][address]
    }


def test_nothing_moves_for_viewers_guests_and_files_until_five_more_have_answered(
    house: People, signed_in: In
) -> None:
    link = _link(house)
    say(house, 5, emotion=4, ease=5, expectation=0, unit="Oulu", comment="Fine")
    five = _seen(house, signed_in, link)
    say(house, 4, emotion=1, ease=1, expectation=-1, unit="Salla", language="sv", comment="Bad")
    assert not _differ(five, _seen(house, signed_in, link))
    say(house, 1, emotion=1, ease=1, expectation=-1, unit="Salla", language="sv")
    moved = _differ(five, _seen(house, signed_in, link))
    for who, address in (
        ("viewer", ""),
        ("viewer", "table/"),
        ("viewer", "feedback/"),
        ("viewer", "steps/s1/"),
        ("viewer", "measures/"),
        ("viewer", "diagrams/map.svg"),
        ("guest", "map.svg"),
        ("an editor's files", "outline/"),
    ):
        assert any(each.startswith(who) and each.endswith(address) for each in moved), (
            who,
            address,
        )
    assert not [each for each in moved if "export" in each]


def test_who_reads_single_answers_hears_each_at_once(house: People, signed_in: In) -> None:
    for n in range(1, 7):
        say(house, 1, emotion=4)
        measures = _measures(signed_in("editor"))
        told = signed_in("editor").get("/api/v1/journeys/j1/measures/").json()
        assert measures["steps"]["s1"]["n"] == told["steps"]["s1"]["n"] == n
        assert measures["steps"]["s1"].get("hidden", False) == (n < 5)


def test_viewers_are_not_told_how_few_have_answered(house: People, signed_in: In) -> None:
    link = _link(house)
    say(house, 1, emotion=1)
    one = _seen(house, signed_in, link)
    say(house, 3, emotion=5)
    assert not _differ(one, _seen(house, signed_in, link))
    measures = _measures(signed_in("viewer"))
    assert measures["n"] == 0 and measures["steps"]["s1"]["hidden"]
    assert not measures["steps"]["s1"].get("n")
    step = signed_in("viewer").get("/journeys/j1/steps/s1/").content.decode()
    assert "fewer than 5 answers: too few to show" in step
    home = signed_in("viewer").get(f"/workspaces/{house.workspace.pk}/").content.decode()
    assert "Too few answers at any step to show a number." in home
    guest = signed_in("anonymous").get(link).content.decode()
    assert "So few have answered that it would show who they are." in guest
    assert (
        "4 answers: too few" in signed_in("editor").get("/journeys/j1/steps/s1/").content.decode()
    )
