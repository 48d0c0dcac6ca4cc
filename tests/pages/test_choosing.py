"""Pages show the answers that their address chooses, to who may; others see what everybody sees."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.support.people import People
from touchpoints import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey(people: People) -> str:
    people.journey("j1", title="Title")
    given = [{"unit": "North", "emotion": 5}] * 6 + [{"unit": "South", "emotion": 1}] * 6
    items = [{"journey": "j1", "step": "s1", **each} for each in given]
    answers.record(people.workspace, people.actor("editor"), items)
    return "/journeys/j1/"


def boot(people: People, name: str, address: str) -> dict[str, Any]:
    client = Client()
    client.force_login(people.user(name))
    page = client.get(address).content.decode()
    found = re.search(r'id="boot">(.*?)</script>', page, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_map_begins_with_what_its_address_chooses(people: People, journey: str) -> None:
    told = boot(people, "editor", f"{journey}?unit=North&compare=unit%3DSouth&step=s1")
    assert told["measures"]["of"] == "North"
    assert told["measures"]["steps"]["s1"]["emotion"]["mean"] == 5
    assert told["measures"]["beside"]["of"] == "South"
    assert told["heard"]["query"] == "unit=North&compare=unit%3DSouth"
    plain = boot(people, "editor", journey)
    assert (plain["measures"]["of"], plain["measures"]["n"]) == ("", 12)
    assert plain["heard"] == {"stamp": told["heard"]["stamp"], "query": ""}


@pytest.mark.parametrize("view", ["", "table/"])
@pytest.mark.parametrize("name", ["commenter", "viewer"])
def test_others_get_what_everybody_sees(people: People, journey: str, name: str, view: str) -> None:
    client = Client()
    client.force_login(people.user(name))
    asked = client.get(f"{journey}{view}?unit=North&compare=")
    assert asked.status_code == 200
    assert "North" not in asked.content.decode().replace("unit=North", "")
    if not view:
        told = boot(people, name, f"{journey}?unit=North")
        assert told["measures"] == boot(people, name, journey)["measures"]


@pytest.mark.parametrize("query", ["since=yesterday", "compare=colour%3Dred", "compare=nonsense"])
def test_what_is_not_understood_is_left(people: People, journey: str, query: str) -> None:
    told = boot(people, "editor", f"{journey}?{query}")
    assert (told["measures"]["of"], told["measures"]["beside"]) == ("", None)


def test_table_and_path_show_the_same(people: People, journey: str) -> None:
    client = Client()
    client.force_login(people.user("editor"))
    for view in ("table", "path"):
        page = client.get(f"{journey}{view}/?unit=North", headers={"Accept-Language": "en"})
        assert "Measured: North" in page.content.decode()
        page = client.get(f"{journey}{view}/", headers={"Accept-Language": "en"})
        assert "Measured:" not in page.content.decode()
