"""Who sees and does what on the pages: every page, every role, own and foreign workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from journeymap.documents import log, sharing
from journeymap.documents.models import Document
from journeys import takings
from journeys.api import urls as api
from journeys.models import Taking
from journeys.pages import urls as pages
from journeys.pages.answering import urls as answering_pages
from journeys.pages.people import urls as people_pages
from tests.support.people import EVERYBODY, MEMBERS, People
from touchpoints import rounds
from touchpoints.models import Answer

from .conftest import Sample

In = Callable[[str], Client]
EDITORS = ("owner", "editor")
FINDING = {"client_id": "f-new", "kind": "pain", "title": "Too many pages"}
CHANGE = {"client_id": "c-new", "title": "Fewer pages", "status": "open"}
ANSWER = {"client_id": "a-new", "emotion": "2"}
#: name of the address: (method, data, who may, status then)
ADDRESSES: dict[str, tuple[str, dict[str, str], tuple[str, ...], int]] = {
    "workspace": ("get", {}, MEMBERS, 200),
    "catalogue": ("get", {}, MEMBERS, 200),
    "record": ("get", {}, MEMBERS, 200),
    "add-record": ("post", {"client_id": "r-new", "name": "New"}, EDITORS, 302),
    "delete-record": ("post", {"client_id": "r-gone"}, EDITORS, 302),
    "merge-record": ("post", {"client_id": "r-one", "into": "x2"}, EDITORS, 302),
    "undo-catalogue": ("post", {"client_id": "r-undo", "version": "2"}, EDITORS, 302),
    "trash": ("get", {}, MEMBERS, 200),
    "new-journey": ("post", {"client_id": "j-new", "title": "New"}, EDITORS, 302),
    "upload": ("post", {"client_id": "u-new"}, EDITORS, 422),
    "make-journey": ("post", {"client_id": "m-new"}, EDITORS, 302),
    "to-be": ("post", {"client_id": "t-new", "title": "To be"}, EDITORS, 302),
    "journey": ("get", {}, MEMBERS, 200),
    "journey-path": ("get", {}, MEMBERS, 200),
    "journey-table": ("get", {}, MEMBERS, 200),
    "journey-history": ("get", {}, MEMBERS, 200),
    "journey-version": ("get", {}, MEMBERS, 200),
    "name-version": ("post", {"name": "Workshop"}, EDITORS, 302),
    "restore-version": ("post", {"client_id": "v-back"}, EDITORS, 302),
    "journey-feedback": ("get", {}, MEMBERS, 200),
    "hear-quote": ("post", {"client_id": "q-new", "answer": "0"}, EDITORS, 404),
    "hear-group": ("post", {"client_id": "g-new", "step": "s1", "item": "ease"}, EDITORS, 302),
    "journey-findings": ("get", {}, MEMBERS, 200),
    "change-finding": ("post", CHANGE, EDITORS, 302),
    "make-opportunity": ("post", {"client_id": "i-new"}, EDITORS, 302),
    "step": ("get", {}, MEMBERS, 200),
    "add-finding": ("post", FINDING, EDITORS, 302),
    "add-answer": ("post", ANSWER, EDITORS, 302),
    "trash-journey": ("post", {}, EDITORS, 302),
    "restore-journey": ("post", {}, EDITORS, 302),
    "share": ("get", {}, EDITORS, 200),
    "share-link": ("post", {"name": "Other", "view": "plain"}, EDITORS, 302),
    "share-revoke": ("post", {}, EDITORS, 302),
    "import-answers": ("get", {}, EDITORS, 200),
    "look-at-answers": ("post", {}, EDITORS, 302),
    "unassigned-answers": ("get", {}, EDITORS, 200),
    "suspect-answers": ("get", {}, EDITORS, 200),
    "rounds": ("get", {}, MEMBERS, 200),
    "new-round": ("get", {}, EDITORS, 200),
    "round": ("get", {}, MEMBERS, 200),
    "edit-round": ("get", {}, EDITORS, 200),
    "open-round": ("post", {}, EDITORS, 302),
    "close-round": ("post", {}, EDITORS, 302),
    "delete-round": ("post", {}, EDITORS, 302),
    "round-code": ("get", {}, MEMBERS, 200),
    "round-card": ("get", {}, MEMBERS, 200),
    "take": ("get", {}, MEMBERS, 200),
    "takings": ("get", {}, MEMBERS, 200),
    "taking": ("get", {}, MEMBERS, 200),  # one's own; others': test_a_file_is_for_whom_it_was_made
    "end-taking": ("post", {}, MEMBERS, 302),
    "take-again": ("post", {}, MEMBERS, 302),
}
#: Open to whoever has a link; what is put after its address.
GUESTS = {"share-plain": "", "share-full": "map/", "share-embed": "embed/"}
GUESTS |= {"share-picture": "map.svg"}
#: Open to everybody, or to whoever is signed in.
OTHERS = {"home", "sign-in", "sign-out", "theme", "diagram-css", "worker"}
#: Open to whoever has a code: tests/pages/answering.
OTHERS |= {each.name for each in answering_pages.urlpatterns}
#: In tables of their own: test_people_access.
OTHERS |= {each.name for each in people_pages.urlpatterns}


def test_every_address_is_in_the_table() -> None:
    assert {each.name for each in pages.urlpatterns} == ADDRESSES.keys() | GUESTS.keys() | OTHERS


def test_there_is_no_address_outside_the_tables() -> None:
    known = [*pages.urlpatterns, *api.urlpatterns]
    found = list(addresses(get_resolver()))
    assert {each.name for each in found if each not in known} == {"healthz"}
    assert [each for each in found if not each.name] == known[-1:]  # of the API: nowhere
    for table in (pages.urlpatterns, api.urlpatterns):
        assert len({each.name for each in table}) == len(table)


def addresses(under: URLResolver) -> Iterator[URLPattern]:
    for each in under.url_patterns:
        yield from addresses(each) if isinstance(each, URLResolver) else [each]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_page_is_for_members_and_a_change_for_editors(
    name: str, who: str, people: People, signed_in: In
) -> None:
    method, data, may, status = ADDRESSES[name]
    journey = people.journey()
    shared = [
        {"op": "put", "kind": "segment", "id": key, "value": {"name": key}} for key in ("x1", "x2")
    ]
    pain = {"op": "put", "kind": "finding", "id": "x1", "value": {"kind": "pain", "title": "Slow"}}
    log.commit(journey, people.actor("editor"), [pain], client_id="pain")
    author = people.actor(who if who in EDITORS else "owner")  # undo is for one's own
    log.commit(people.workspace.pk, author, shared, client_id="shared")
    keys = {"workspace_id": people.workspace.pk, "document_id": journey, "step_id": "s1"}
    keys |= {"record_id": "x1", "kind": "segment", "version": "1"}
    keys |= {"link_id": sharing.make_link(journey, people.actor("editor"), name="A link").pk}
    keys |= {"round_id": asked_of(people, journey), "ext": "svg"}
    keys |= {"taking_id": taken(people.user(who if who in MEMBERS else "owner"), journey)}
    url = address(name, keys)
    answer = getattr(signed_in(who), method)(url, data)
    if who == "anonymous":
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={url}")
    elif who not in MEMBERS:
        assert answer.status_code == 404
    else:
        assert answer.status_code == (status if who in may else 403)


def taken(user: Any, journey: str) -> str:
    """Have a file made for somebody and return its id."""
    wanted = takings.Wanted(parts=["json"])
    held = takings.start(Document.objects.get(pk=journey), user, wanted)
    Taking.objects.filter(pk=held.pk).update(state="done", data=b"{}", name="a.json")
    return held.pk


def asked_of(people: People, journey: str) -> str:
    """Make a survey round about the journey and return its id."""
    value = {"title": "A round", "journey": journey}
    return rounds.make(people.workspace, people.actor("editor"), value)[0].pk


def address(name: str, keys: dict[str, str]) -> str:
    wanted = next(each for each in pages.urlpatterns if each.name == name).pattern.converters
    return "/" + get_resolver().reverse(name, **{key: keys[key] for key in wanted})


@pytest.mark.parametrize("who", EVERYBODY)
def test_whoever_has_a_link_sees_what_it_shows(who: str, people: People, signed_in: In) -> None:
    editor, client = people.actor("editor"), signed_in(who)
    links = [
        sharing.make_link(people.journey(id, title=f"Title of {id}"), editor, name="L", **values)
        for id, values in (("j1", {"view": "full", "embed": True}), ("j2", {}))
    ]
    full, plain = (f"/s/{sharing.signed(each)}/" for each in links)
    for name, end in GUESTS.items():
        answer = client.get(full + end)
        assert answer.status_code == 200, name
        assert b"Title of j1" in answer.content
        assert b"Title of j2" not in answer.content
        assert client.get(plain + end).status_code == (200 if name == "share-plain" else 404), name


def test_a_guest_gets_nothing_anywhere_else(people: People) -> None:
    journey, other = people.journey(title="Shared"), people.journey("j2", title="Secret")
    link = sharing.make_link(journey, people.actor("editor"), name="L", view="full")
    guest = Client()
    assert guest.get(f"/s/{sharing.signed(link)}/").status_code == 200
    for document in (journey, other):
        keys = {"workspace_id": people.workspace.pk, "document_id": document, "step_id": "s1"}
        keys |= {"record_id": "x1", "kind": "segment", "version": "1", "link_id": link.pk}
        keys |= {"round_id": "r1", "ext": "svg", "taking_id": "x1"}
        for name, (method, data, _may, _status) in ADDRESSES.items():
            answer = getattr(guest, method)(address(name, keys), data)
            assert (answer.status_code, answer["Location"][:9]) == (302, "/sign-in/"), name
        for end in ("", "graph/", "diagrams/map.svg", "outline/", "links/", "edits/"):
            assert guest.get(f"/api/v1/journeys/{document}/{end}").status_code == 401, end


def test_what_is_refused_changes_nothing(people: People, sample: Sample, signed_in: In) -> None:
    said, version = Answer.objects.count(), log.load(sample.id)[0]
    for who in ("viewer", "commenter", "outsider", "anonymous"):
        client = signed_in(who)
        client.post(f"{sample.step_url}findings/", FINDING)
        client.post(f"{sample.step_url}answers/", ANSWER)
        client.post(f"{sample.url}trash/")
        client.post(f"/workspaces/{people.workspace.pk}/new/", {"client_id": "n", "title": "N"})
    assert (said, version) == (Answer.objects.count(), log.load(sample.id)[0])
    assert not Document.objects.filter(title="N").exists()


def test_forms_are_hidden_from_those_who_may_not_send_them(
    sample: Sample, signed_in: In, people: People
) -> None:
    home = f"/workspaces/{people.workspace.pk}/"
    for who, shown in (("editor", True), ("viewer", False), ("commenter", False)):
        client = signed_in(who)
        step = client.get(sample.step_url).content.decode()
        adds = [f"{sample.step_url}{each}/" in step for each in ("findings", "answers")]
        assert adds == [shown, shown]
        assert ("New journey" in client.get(home).content.decode()) == shown
        assert ("Put in the trash" in client.get(sample.url).content.decode()) == shown


def test_single_answers_are_for_editors_and_the_summary_for_all(
    sample: Sample, signed_in: In
) -> None:
    words = Answer.objects.filter(step=sample.step).exclude(comment="").order_by("-at").first()
    assert words
    editor = signed_in("editor").get(sample.step_url)
    viewer = signed_in("viewer").get(sample.step_url)
    assert words.comment in editor.content.decode()
    assert words.comment not in viewer.content.decode()
    for answer in (editor, viewer):
        assert f"{answer.context['measure'].n} answers" in answer.content.decode()


def test_a_foreign_journey_looks_like_one_that_is_not_there(people: People, signed_in: In) -> None:
    foreign = people.journey("theirs", foreign=True)
    client = signed_in("owner")
    for url in (f"/journeys/{foreign}/", "/journeys/nowhere/", f"/workspaces/{people.foreign.pk}/"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert "Page not found" in answer.content.decode()


def test_the_catalogue_document_is_no_journey(people: People, signed_in: In) -> None:
    assert signed_in("owner").get(f"/journeys/{people.workspace.pk}/").status_code == 404


def test_a_form_without_its_token_is_explained(sample: Sample, people: People) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(people.user("editor"))
    answer = client.post(f"{sample.step_url}findings/", FINDING)
    assert answer.status_code == 403
    assert "The form has expired" in answer.content.decode()


def test_a_failure_of_ours_is_said_in_the_same_look(
    sample: Sample, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("journeys.pages.journey.outline", broken)
    client = Client(raise_request_exception=False, headers={"accept-language": "en"})
    client.force_login(people.user("viewer"))
    answer = client.get(f"{sample.url}table/")
    assert answer.status_code == 500
    assert "This is our fault, not yours." in answer.content.decode()
    assert "broken on purpose" not in answer.content.decode()


def test_a_path_that_cannot_be_drawn_points_to_the_table(
    sample: Sample, signed_in: In, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEYMAP_DOT", "/nowhere/dot")
    page = signed_in("viewer").get(f"{sample.url}path/").content.decode()
    assert "This picture could not be drawn. The table tells the same." in page
    assert f'href="{sample.url}table/"' in page
