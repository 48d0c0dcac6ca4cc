"""What customers say of each touchpoint, in the catalogue: all journeys together, and compared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from tests.support.edits import put
from tests.support.people import People
from touchpoints import answers

In = Callable[[str], Client]


@pytest.fixture
def house(people: People) -> People:
    shared = [put("touchpoint", key, kind="object", name=key) for key in ("letter", "form")]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c")
    return people


def _url(house: People, record: str = "") -> str:
    home = f"/workspaces/{house.workspace.pk}/catalogue/"
    return f"{home}records/{record}/" if record else home


def test_what_customers_say_of_a_touchpoint_is_told_across_journeys(
    house: People, signed_in: In
) -> None:
    """Small groups nowhere; a place that does worse than the others is named."""
    people_said = {"j1": (1, 40), "j2": (5, 40), "j3": (5, 4)}
    for journey in people_said:
        house.journey(journey, title=f"Journey {journey} <b>&")
    for journey, (emotion, n) in people_said.items():
        item = {"journey": journey, "step": "s1", "touchpoint": "letter", "emotion": emotion}
        answers.record(house.workspace, SYSTEM, [item] * n)
    answers.record(house.workspace, SYSTEM, [{"touchpoint": "letter", "emotion": 5}] * 6)
    listed = signed_in("editor").get(_url(house)).content.decode()
    assert "90 answers" in listed and "3.2 of 5" in listed and "no answers yet" in listed
    page = signed_in("editor").get(_url(house, "letter")).content.decode()
    assert "What customers say" in page and "Journey j1 &lt;b&gt;&amp;" in page
    assert "fewer than 5 answers" in page and "The touchpoint alone" in page
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.S)
    (worse,) = [row for row in rows if "Journey j1" in row]
    assert "lower" in worse and "higher" not in worse
    (better,) = [row for row in rows if "Journey j2" in row]
    assert "higher" in better
    viewer = signed_in("viewer").get(_url(house, "letter")).content.decode()
    assert "86 answers" in viewer and "Journey j3" not in viewer, "only what is published"
    inside = signed_in("viewer").get(_url(house, "letter"), headers={"x-fragment": "1"})
    assert "86 answers" in inside.content.decode()
    assert "Where it was met</h3>" not in inside.content.decode()
    assert "No answers yet." in signed_in("viewer").get(_url(house, "form")).content.decode()


def test_a_touchpoint_that_few_spoke_of_says_so(house: People, signed_in: In) -> None:
    said = {"touchpoint": "letter", "emotion": 2}
    answers.record(house.workspace, SYSTEM, [said] * 4)
    for name in ("editor", "viewer"):
        page = signed_in(name).get(_url(house, "letter")).content.decode()
        assert "Too few answers to show: fewer than 5." in page and "2.0" not in page
        assert "fewer than 5 answers" in signed_in(name).get(_url(house)).content.decode()
