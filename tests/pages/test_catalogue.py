"""The catalogue is edited with plain forms: nothing is overwritten, lost, or done twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from journeymap.documents import log, shelf
from journeymap.documents.models import Entry
from journeymap.workspaces.access import SYSTEM
from journeys import rows
from journeys.graph import Catalogue
from tests.support.edits import put
from tests.support.people import People

In = Callable[[str], Client]
KINDS = ("touchpoint", "organisation", "persona", "segment")


@pytest.fixture
def house(people: People) -> People:
    """A clerk that a journey and one in the trash meet; a letter that nobody meets."""
    shared = [
        put("organisation", "org", name="Office"),
        put("touchpoint", "clerk", kind="person", name="Clerk", organisation="org"),
        put("touchpoint", "letter", kind="object", name="Letter", description="One\nTwo "),
        put("translation", "t", record="letter", field="name", language="sv", text="Brev"),
    ]
    log.commit(people.workspace.pk, SYSTEM, shared, client_id="c")
    for journey in ("j1", "j2"):
        people.journey(journey, title=f"Path {journey}")
        met = put("encounter", "e1", step="s1", touchpoint="clerk", note="calls")
        log.commit(journey, SYSTEM, [met], client_id="m")
    shelf.trash("j2", people.actor("owner"))
    return people


def url(house: People, record: str = "", act: str = "") -> str:
    home = f"/workspaces/{house.workspace.pk}/catalogue/"
    return f"{home}records/{record}/{act}" if record else home + act


def shown(client: Client, address: str) -> dict[str, Any]:
    """What a form would send if nothing were typed."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def catalogue(house: People) -> Catalogue:
    return rows.catalogue(house.workspace.pk)


def version(house: People) -> int:
    return log.load(house.workspace.pk)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_added_changed_and_removed(kind: str, house: People, signed_in: In) -> None:
    client, add = signed_in("editor"), url(house, act=f"add/{kind}/")
    sent = shown(client, add) | {"name": "  Uusi ", "name.sv": "Ny"}
    sent |= {"kind": "practice", "channel": "web", "valid_to": "2026-12-31"} if (
        kind == "touchpoint"
    ) else {}  # fmt: skip
    answer = client.post(add, sent, follow=True)
    assert "Added “Uusi”" in answer.content.decode()
    assert client.post(add, sent).status_code == 302
    of = {"touchpoint": "touchpoints", "organisation": "organisations", "persona": "personas"}
    held = getattr(catalogue(house), of.get(kind, "segments"))
    (made,) = [each for each in held.values() if each.name == "Uusi"]
    if kind == "touchpoint":
        assert (made.kind, made.channel, made.valid_to) == ("practice", "web", "2026-12-31")
    page = url(house, made.id)
    changed = shown(client, page)
    assert changed["name.sv"] == "Ny"
    assert client.post(page, changed | {"name": "Toinen", "name.sv": ""}).status_code == 302
    assert {t.record for t in catalogue(house).translations.values()} == {"letter"}
    gone = client.post(url(house, made.id, "delete/"), {"client_id": "gone"}, follow=True)
    assert "Removed “Toinen”" in gone.content.decode()
    assert client.get(page).status_code == 404


def test_only_what_was_changed_is_sent(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    sent = shown(client, page)
    before = version(house)
    same = client.post(page, sent | {"description": "One\r\nTwo"}, follow=True)
    assert "Nothing was changed." in same.content.decode()
    assert version(house) == before, "a browser's line ends and cut blanks change nothing"
    client.post(page, sent | {"client_id": "n2", "channel": "letter", "name.en": "Letter!"})
    entry = Entry.objects.get(document=house.workspace.pk, client_id="n2")
    assert [(op["op"], op.get("set", op.get("value"))) for op in entry.ops] == [
        ("patch", {"channel": "letter"}),
        ("put", {"record": "letter", "field": "name", "language": "en", "text": "Letter!"}),
    ]


def test_the_same_form_sent_twice_is_one_edit(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    sent = shown(client, page) | {"name": "Note", "name.en": "Note"}
    before = version(house)
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert version(house) == before + 1


def test_what_somebody_changed_meanwhile_is_told_field_by_field(
    house: People, signed_in: In
) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    sent = shown(client, page) | {"name": "Mine", "channel": "email", "name.sv": "Mitt"}
    theirs = [
        {"op": "patch", "id": "letter", "set": {"name": "Theirs", "external_ref": "x"}},
        {"op": "patch", "id": "t", "set": {"text": "Deras"}},
    ]
    log.commit(house.workspace.pk, house.actor("owner"), theirs, client_id="o")
    told = client.post(page, sent)
    errors = told.context["form"].errors
    assert told.status_code == 422 and set(errors) == {"name", "name.sv"}
    assert "to “Theirs”" in errors["name"][0] and "to “Deras”" in errors["name.sv"][0]
    assert catalogue(house).touchpoints["letter"].name == "Theirs", "nothing was overwritten"
    form = told.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(page, again).status_code == 302
    letter = catalogue(house).touchpoints["letter"]
    assert (letter.name, letter.channel, letter.external_ref) == ("Mine", "email", "x")


def test_the_same_change_by_two_people_is_no_trouble(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    sent = shown(client, page) | {"name": "Same"}
    same = {"op": "patch", "id": "letter", "set": {"name": "Same"}}
    log.commit(house.workspace.pk, house.actor("owner"), [same], client_id="o")
    assert client.post(page, sent).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "This field is required."),
        ("kind", "ghost", "Select a valid choice"),
        ("name", "x" * 201, "at most 200 characters"),
        ("name", "a\x07b", "a character here that cannot be kept"),
        ("valid_to", "soon", "Enter a valid date"),
        ("replaced_by", "letter", "Select a valid choice"),
        ("was", "[]", ""),
        ("was", "{oops", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    field: str, value: str, told: str, house: People, signed_in: In
) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    answer = client.post(page, shown(client, page) | {field: value})
    if told:
        assert answer.status_code == 422
        assert told in " ".join(answer.context["form"].errors[field])
    else:
        assert answer.status_code in (302, 422), "a form that was tampered with harms nothing"


def test_a_last_day_before_the_first_is_refused_by_the_door(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    days = {"valid_from": "2026-02-01", "valid_to": "2026-01-01"}
    answer = client.post(page, shown(client, page) | days)
    assert answer.status_code == 422 and answer.context["form"].errors["valid_to"]


def test_retiring_names_what_came_after(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    sent = shown(client, page) | {"valid_to": "2025-12-31", "replaced_by": "clerk"}
    text = client.post(page, sent, follow=True).content.decode()
    assert "ended" in text and "then Clerk" in text


def test_what_is_used_is_not_removed_and_its_uses_are_listed(house: People, signed_in: In) -> None:
    client, before = signed_in("editor"), version(house)
    answer = client.post(url(house, "clerk", "delete/"), {"client_id": "d"}, follow=True)
    text = answer.content.decode()
    assert "“Clerk” is used, so it cannot be removed." in text
    assert 'href="/journeys/j1/">Path j1' in text
    assert "Path j2</a> <span" in text and "in the trash" in text
    answer = client.post(url(house, "org", "delete/"), {"client_id": "d2"}, follow=True)
    assert "“Office” is used" in answer.content.decode()
    assert f'href="{url(house, "clerk")}">Clerk' in answer.content.decode()
    assert version(house) == before


def test_a_merge_shows_what_will_happen_and_does_it(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "clerk", "merge/")
    choose = client.get(page).content.decode()
    assert "What will happen" not in choose and ">Letter (Object)<" in choose
    looked = client.get(f"{page}?into=letter")
    text = looked.content.decode()
    assert "2 journeys will name “Letter”" in text and "in the trash" in text
    asked = {row["name"]: (row["fills"], row["asks"]) for row in looked.context["rows"]}
    assert asked["organisation"] == (True, False) and asked["name"] == (False, True)
    sent = {"client_id": "merge", "into": "letter", "take": ["name"]}
    done = client.post(page, sent, follow=True)
    assert "Merged “Clerk” into “Letter”" in done.content.decode()
    assert "Path j1" in done.content.decode()
    held = catalogue(house)
    assert set(held.touchpoints) == {"letter"} and held.touchpoints["letter"].name == "Clerk"
    assert [e.touchpoint for e in rows.load("j1").encounters] == ["letter"]
    assert client.post(page, sent).status_code == 302, "sent twice, done once"
    back = {"client_id": "u", "version": done.context["done"].version}
    assert (
        "It was taken back."
        in client.post(url(house, act="undo/"), back, follow=True).content.decode()
    )
    assert set(catalogue(house).touchpoints) == {"letter", "clerk"}
    assert [e.touchpoint for e in rows.load("j1").encounters] == ["clerk"]


def test_a_merge_into_nothing_is_asked_again(house: People, signed_in: In) -> None:
    client, page, before = signed_in("editor"), url(house, "clerk", "merge/"), version(house)
    for into in ("", "org", "clerk", "nobody"):
        answer = client.post(page, {"client_id": "m", "into": into})
        assert answer.status_code == 200 and "The one that stays" in answer.content.decode()
    assert version(house) == before


def test_a_change_can_be_taken_back_once_by_who_made_it(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    done = client.post(page, shown(client, page) | {"name": "Oops"}, follow=True)
    address = done.redirect_chain[-1][0].partition("#")[0]
    assert done.context["done"].label == "Changed “Oops”"
    assert signed_in("owner").get(address).context["done"] is None
    assert signed_in("viewer").get(address).context["done"] is None
    back = {"client_id": "u", "version": version(house)}
    client.post(url(house, act="undo/"), back)
    assert catalogue(house).touchpoints["letter"].name == "Letter"
    assert client.get(address).context["done"] is None
    for wrong in ("x", "9" * 12, "-1"):
        assert client.post(url(house, act="undo/"), back | {"version": wrong}).status_code == 404
        assert client.get(f"{url(house)}?done={wrong}").status_code == 200


def test_viewers_read_and_see_no_form(house: People, signed_in: In) -> None:
    for who in ("viewer", "commenter"):
        client = signed_in(who)
        text = client.get(url(house, "letter")).content.decode()
        assert "Letter" in text and "Object" in text
        assert 'name="name"' not in text and "delete/" not in text
        before = version(house)
        sent = {"client_id": "x", "kind": "object", "name": "Mine", "was": "{}"}
        assert client.post(url(house, "letter"), sent).status_code == 403
        assert client.get(url(house, "letter", "merge/")).status_code == 403
        assert client.get(url(house, act="add/persona/")).status_code == 403
        assert version(house) == before
        assert "add/persona/" not in client.get(url(house)).content.decode()


def test_a_dialog_gets_its_inside_and_where_to_go(house: People, signed_in: In) -> None:
    client, page = signed_in("editor"), url(house, "letter")
    inside = {"X-Fragment": "dialog"}
    answer = client.get(page, headers=inside)
    assert "<html" not in answer.content.decode()
    sent = shown(client, page)
    wrong = client.post(page, sent | {"name": ""}, headers=inside)
    assert (wrong.status_code, b"<html" in wrong.content) == (422, False)
    done = client.post(page, sent | {"name": "X"}, headers=inside)
    assert done.status_code == 204
    assert done["X-Go"] == f"{url(house)}?done={version(house)}#r-letter"


def test_unknown_records_and_kinds_are_not_found(house: People, signed_in: In) -> None:
    client = signed_in("editor")
    for address in (url(house, "nobody"), url(house, "t"), url(house, act="add/translation/")):
        assert client.get(address).status_code == 404
    assert client.post(url(house, "nobody", "delete/"), {"client_id": "n"}).status_code == 404


def test_hostile_words_are_shown_and_not_run(house: People, signed_in: In) -> None:
    words = '"><script>alert(1)</script>'
    client, page = signed_in("editor"), url(house, "letter")
    sent = shown(client, page) | {"name": words, "description": words, "name.sv": words}
    assert client.post(page, sent).status_code == 302
    for address in (url(house), page, url(house, "letter", "merge/?into=clerk")):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text and "alert(1)" in text
    assert json.loads(shown(client, page)["was"])["name"] == words


def test_the_list_costs_the_same_however_long_it_is(house: People, signed_in: In) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("editor")

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    few = [queries(url(house)), queries(url(house, "clerk"))]
    more = [put("touchpoint", f"x{at}", kind="object", name=f"X{at}") for at in range(50)]
    log.commit(house.workspace.pk, SYSTEM, more, client_id="more")
    assert [queries(url(house)), queries(url(house, "clerk"))] == few
