"""The home page: what a card says, search, and queries that do not grow with the journeys."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from journeymap.documents import log, shelf, talk
from journeymap.documents.fields import Json
from journeymap.documents.models import Document
from journeymap.workspaces.models import Workspace
from journeys.pages import mentioned
from tests.support.people import People

from .conftest import Sample

In = Callable[[str], Client]


def queries(client: Client, url: str) -> int:
    client.get(url)  # the session and the content types are warm now
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def home(people: People) -> str:
    return f"/workspaces/{people.workspace.pk}/"


def titles(answer: Any) -> list[str]:
    return [card.graph.journey.title for card in answer.context["cards"]]


def test_the_home_of_fifty_journeys_costs_the_queries_of_two(people: People, signed_in: In) -> None:
    client = signed_in("viewer")
    for at in range(2):
        people.journey(f"j{at}")
    few = queries(client, home(people))
    for at in range(2, 50):
        people.journey(f"j{at}")
    assert queries(client, home(people)) == few
    assert few < 20


@pytest.mark.parametrize("view", ["", "path/", "table/", "steps/s1/"])
def test_a_page_of_a_long_journey_costs_the_queries_of_a_short_one(
    view: str, people: People, signed_in: In
) -> None:
    client = signed_in("editor")
    journey = people.journey()
    few = queries(client, f"/journeys/{journey}/{view}")
    ops: list[Json] = [
        {"op": "put", "kind": "step", "id": f"n{at}", "value": {"title": f"N{at}", "stage": "g1"}}
        for at in range(40)
    ]
    ops += [
        {"op": "put", "kind": "finding", "id": f"f{at}",
         "value": {"kind": "pain", "title": "F", "step": f"n{at}"}}
        for at in range(40)
    ]  # fmt: skip
    log.commit(journey, people.actor("editor"), ops, client_id="grow")
    assert queries(client, f"/journeys/{journey}/{view}") == few
    assert few < 20


def test_a_card_says_what_the_journey_holds(people: People, sample: Sample, signed_in: In) -> None:
    page = signed_in("viewer").get(home(people))
    text = " ".join(page.content.decode().split())
    (card,) = page.context["cards"]
    graph = sample.graph
    pains = [f for f in graph.findings if f.kind == "pain" and f.status == "open"]
    met = {e.touchpoint for e in graph.encounters}
    assert f"<b>{len(graph.steps)}</b> steps" in text
    assert f"<b>{len(met)}</b> touchpoints" in text
    assert f"<b>{len(pains)}</b> open pain points" in text
    assert f"<b>{card.measures.n}</b> answers" in text
    assert "Start-up grant: from idea to first payment" in text
    assert f"Lowest step, {card.lowest_mean:.1f} of 5: <strong>Asked for more details" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text


def test_a_journey_whose_review_has_passed_is_stale(people: People, signed_in: In) -> None:
    people.journey("old", title="Old", review_by="2020-01-31")
    people.journey("new", title="New", review_by="2999-01-31")
    page = signed_in("viewer").get(home(people))
    assert {c.graph.journey.title: c.stale for c in page.context["cards"]} == {
        "Old": True,
        "New": False,
    }
    assert page.content.decode().count("stale: review was due 31 Jan 2020") == 1
    only = signed_in("viewer").get(home(people) + "?review=on")
    assert titles(only) == ["Old"]
    assert "To be reviewed (1)" in only.content.decode()
    assert "checked" in only.content.decode().partition('name="review"')[2].partition(">")[0]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_review_is_due_until_the_day_has_passed_where_the_workspace_is(
    zone: str, people: People, signed_in: In
) -> None:
    """At least a day lies between the two."""
    Workspace.objects.filter(pk=people.workspace.pk).update(time_zone=zone)
    today = datetime.datetime.now(zoneinfo.ZoneInfo(zone)).date()
    for title, days in (("today", 0), ("yesterday", -1)):
        due = today + datetime.timedelta(days=days)
        people.journey(title, title=title, review_by=due.isoformat())
    client = signed_in("viewer")
    assert titles(client.get(home(people) + "?review=on")) == ["yesterday"]
    cards = client.get(home(people)).context["cards"]
    assert {card.document.pk: card.stale for card in cards} == {"today": False, "yesterday": True}


def test_a_card_names_the_owner_and_counts_what_is_unread(people: People, signed_in: In) -> None:
    people.journey("a", title="A", owner="Päivi <b>")
    people.journey("b", title="B")
    page = signed_in("viewer").get(home(people)).content.decode()
    assert page.count("Owner:") == 1 and "Päivi &lt;b&gt;" in page
    assert "unread comment" not in page
    said = [
        {"op": "put", "kind": "comment", "id": f"c{at}", "value": {"on": "s1", "text": "Why?"}}
        for at in range(2)
    ]
    log.commit("a", people.actor("editor"), said, client_id="said")
    assert "<b>2</b> unread comments" in signed_in("viewer").get(home(people)).content.decode()
    assert "unread comment" not in signed_in("editor").get(home(people)).content.decode()
    talk.read(people.user("viewer").pk, Document.objects.get(pk="a"), ["c0"])
    assert "<b>1</b> unread comment<" in signed_in("viewer").get(home(people)).content.decode()


@pytest.mark.both_databases
def test_who_was_mentioned_finds_it_until_it_was_read(people: People, signed_in: In) -> None:
    people.journey("a", title="A <i>")
    people.journey("bin", title="Binned")
    viewer = people.actor("viewer").person
    for journey, id in (("a", "c1"), ("a", "c2"), ("bin", "c3")):
        value = {"on": "s1", "text": f"@viewer <b>{id}</b> " + "long " * 60, "mentions": [viewer]}
        said = [{"op": "put", "kind": "comment", "id": id, "value": value}]
        log.commit(journey, people.actor("editor"), said, client_id=id)
    shelf.trash("bin", people.actor("owner"))
    told = signed_in("viewer").get(home(people))
    assert [(each.id, each.author) for each in told.context["mentions"]] == [
        ("c2", "editor"),
        ("c1", "editor"),
    ]
    page = told.content.decode()
    assert 'href="/journeys/a/?talk=c2"' in page and "A &lt;i&gt;" in page
    assert "&lt;b&gt;c2&lt;/b&gt;" in page and "…" in page
    assert all(len(each.text) <= mentioned.EXCERPT for each in told.context["mentions"])
    for who in ("editor", "owner"):
        assert "You were mentioned" not in signed_in(who).get(home(people)).content.decode()
    talk.read_all(people.user("viewer").pk, Document.objects.get(pk="a"), 99)
    assert "You were mentioned" not in signed_in("viewer").get(home(people)).content.decode()


def test_search_and_filters(people: People, signed_in: In) -> None:
    people.journey("a", title="Starttiraha ÄÄNI", labels=["yritys"])
    people.journey("b", title="Starttiraha", state="to_be", labels=["yritys", "koe"])
    people.journey("c", title="Talvitakki")
    client = signed_in("viewer")
    for query, wanted in (
        ("", {"Starttiraha ÄÄNI", "Starttiraha", "Talvitakki"}),
        ("?q=starttiraha", {"Starttiraha ÄÄNI", "Starttiraha"}),
        ("?q=ääni", {"Starttiraha ÄÄNI"}),
        ("?q=raha+start", {"Starttiraha ÄÄNI", "Starttiraha"}),
        ("?state=to_be", {"Starttiraha"}),
        ("?state=as_is", {"Starttiraha ÄÄNI", "Talvitakki"}),
        ("?label=koe", {"Starttiraha"}),
        ("?q=takki&state=to_be", set()),
    ):
        assert set(titles(client.get(home(people) + query))) == wanted, query
    nothing = client.get(home(people) + "?q=%22%3E%3Cscript%3E").content.decode()
    assert "Nothing fits" in nothing
    assert "<script>" not in nothing.partition("<main")[2].partition("</main")[0]


def test_more_journeys_than_a_page_holds_are_on_the_next(people: People, signed_in: In) -> None:
    for at in range(26):
        people.journey(f"j{at}", title=f"T{at}")
    client = signed_in("viewer")
    seen = titles(client.get(home(people))) + titles(client.get(home(people) + "?page=2"))
    assert sorted(seen) == sorted(f"T{at}" for at in range(26))


def test_the_start_leads_to_the_workspace_seen_last(people: People, signed_in: In) -> None:
    from journeymap.workspaces import people as membership

    membership.add_member(people.actor("outsider"), people.foreign, people.user("owner"), "viewer")
    client = signed_in("owner")
    for workspace in (people.foreign, people.workspace):
        page = client.get(f"/workspaces/{workspace.pk}/").content.decode()
        assert people.foreign.name in page and people.workspace.name in page
        assert client.get("/")["Location"] == f"/workspaces/{workspace.pk}/"


def test_somebody_in_no_workspace_is_told_what_to_do(db: None) -> None:
    from django.contrib.auth import get_user_model

    client = Client(headers={"accept-language": "en"})
    client.force_login(get_user_model().objects.create_user("lonely"))
    answer = client.get("/")
    assert answer.status_code == 403
    assert "You are in no workspace yet" in answer.content.decode()


def test_the_catalogue_counts_uses_and_names_successors(
    people: People, sample: Sample, signed_in: In
) -> None:
    client = signed_in("viewer")
    page = client.get(f"/workspaces/{people.workspace.pk}/catalogue/")
    held = {u.record.id: u for _kind, group in page.context["kinds"] for u in group}
    used = {e.touchpoint for e in sample.graph.encounters}
    assert used and {key for key, each in held.items() if each.journeys} >= used
    ended = [u for u in page.context["organisations"] if u.ended]
    assert ended and all(each.successor for each in ended)
    assert f'href="{sample.url}"' in page.content.decode()


def test_times_are_those_of_the_workspace(people: People, signed_in: In) -> None:
    people.journey()
    at = datetime.datetime(2026, 6, 30, 22, 15, tzinfo=datetime.UTC)
    Document.objects.filter(pk="j1").update(updated_at=at)
    for zone, shown in (
        ("Europe/Helsinki", "1 Jul 2026, 01:15"),
        ("UTC", "30 Jun 2026, 22:15"),
        ("Nowhere/Land", "30 Jun 2026, 22:15"),
    ):
        Workspace.objects.filter(pk=people.workspace.pk).update(time_zone=zone)
        assert f"Changed {shown}" in signed_in("viewer").get(home(people)).content.decode()


def test_a_drawing_is_fitted_only_where_it_can_still_be_read(people: People, signed_in: In) -> None:
    client = signed_in("viewer")
    ops: list[Json] = [
        {"op": "put", "kind": "step", "id": f"n{at}", "value": {"title": f"N{at}", "stage": "g1"}}
        for at in range(60)
    ]
    ops += [
        {"op": "put", "kind": "transition", "id": f"t{at}",
         "value": {"source": f"n{at}", "target": f"n{at + 1}"}}
        for at in range(59)
    ]  # fmt: skip
    journey = people.journey()
    address = f"/journeys/{journey}/path/"
    short = client.get(address).content.decode()
    assert 'class="plate plate-100"' in short
    assert "plate-small" not in client.get(f"{address}?zoom=fit").content.decode()
    log.commit(journey, people.actor("editor"), ops, client_id="grow")
    assert "plate-small" in client.get(f"{address}?zoom=fit").content.decode()


def test_a_broad_drawing_begins_at_a_size_that_shows_more_of_it(
    people: People, signed_in: In
) -> None:
    client = signed_in("viewer")
    address = f"/journeys/{people.journey()}/path/"
    ops: list[Json] = []
    for at in range(12):
        ops += [
            {"op": "put", "kind": "step", "id": f"n{at}", "value": {"title": f"Leads to {at}"}},
            {"op": "put", "kind": "transition", "id": f"t{at}",
             "value": {"source": "s1", "target": f"n{at}", "kind": "choice"}},
        ]  # fmt: skip
    log.commit("j1", people.actor("editor"), ops, client_id="ways")
    assert 'class="plate plate-80"' in client.get(address).content.decode()
    assert 'class="plate plate-100"' in client.get(f"{address}?zoom=100").content.decode()
    assert "plate-<" not in client.get(f"{address}?zoom=<b>").content.decode()


def test_hostile_words_are_shown_and_not_run(people: People, signed_in: In) -> None:
    words = "<b>&\"</svg></title><script>alert('x')</script>"
    journey = people.journey(title=words, summary=words, owner=words, labels=[words[:60]])
    put = {"op": "patch", "id": "s1", "set": {"title": words, "description": words}}
    log.commit(journey, people.actor("editor"), [put], client_id="bad")
    client = signed_in("editor")
    for url in ("", "path/", "table/", "steps/s1/", "?step=s1"):
        page = client.get(f"/journeys/{journey}/{url}").content.decode()
        assert "alert(" in page and "<script>alert" not in page, url
    page = client.get(home(people)).content.decode()
    assert "alert(" in page and "<script>alert" not in page
