"""Pictures for guests: drawn once, sent once, and again when something changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log
from journeymap.workspaces.access import SYSTEM
from journeys import diagrams, rows
from journeys.pages.share import pictures
from tests.support.people import People
from touchpoints import answers

from .conftest import Make, url


def test_who_waits_too_long_for_a_picture_is_asked_to_come_again(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_PATIENCE", 0)
    link = make()
    with pictures._DRAWING:
        late = guest.get(url(link, "map.svg"))
    assert late.status_code == 503
    assert "ETag" not in late.headers
    assert guest.get(url(link, "map.svg")).status_code == 200


def test_pictures_are_sent_once_and_again_when_something_changed(make: Make, guest: Client) -> None:
    link = make()
    for ext, kind in pictures.MEDIA_TYPES.items():
        first = guest.get(url(link, f"map.{ext}"))
        assert (first.status_code, first["Content-Type"]) == (200, kind)
        tag = {"If-None-Match": first["ETag"]}
        again = guest.get(url(link, f"map.{ext}"), headers=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        for answer in (first, again):
            assert answer["Cache-Control"] == "private, no-cache"
            assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    before = {ext: guest.get(url(link, f"map.{ext}")) for ext in pictures.MEDIA_TYPES}
    ops = [{"op": "patch", "id": "s1", "set": {"title": "Another title"}}]
    log.commit("j1", SYSTEM, ops, client_id="t")
    for ext, old in before.items():
        changed = guest.get(url(link, f"map.{ext}"), headers={"If-None-Match": old["ETag"]})
        assert changed.status_code == 200
        assert changed.content != old.content


def test_a_picture_is_drawn_once_for_all(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    render = diagrams.render

    def counted(name: str, ext: str, *more: Any) -> bytes:
        drawn.append(ext)
        return render(name, ext, *more)

    monkeypatch.setattr(diagrams, "render", counted)
    for link in (make(), make(), make(embed=True)):
        for theme in ("light", "dark", "nonsense"):
            for language in ("sv", "nonsense", ""):
                asked = {"theme": theme, "language": language}
                assert guest.get(url(link, "map.svg"), asked).status_code == 200
    assert len(drawn) == 4  # light and dark, in Swedish and in the journey's own words


def test_answers_that_arrive_change_the_picture(people: People, make: Make, guest: Client) -> None:
    link = make()
    before = guest.get(url(link, "map.svg"))["ETag"]
    item = {"client_id": "x1", "journey": "j1", "step": "s1", "emotion": 1}
    answers.record(people.workspace, SYSTEM, [item])
    assert guest.get(url(link, "map.svg"))["ETag"] != before


def test_a_picture_of_a_journey_that_changes_while_it_is_read_is_read_again(
    make: Make, guest: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    load, changes = rows.load, iter(range(2))

    def changing(key: str) -> Any:
        for at in changes:  # somebody edits after the versions were read, twice
            ops = [{"op": "patch", "id": "s1", "set": {"title": f"Title {at}"}}]
            log.commit("j1", SYSTEM, ops, client_id=f"m{at}")
            break
        return load(key)

    monkeypatch.setattr(rows, "load", changing)
    link = make()
    first = guest.get(url(link, "map.svg"))
    assert b"Title 1" in first.content
    assert guest.get(url(link, "map.svg"), headers={"If-None-Match": first["ETag"]}).content == b""
