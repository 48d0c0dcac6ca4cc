"""Share links: who makes them, what opens, what ends, and that both are on record."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.core.signing import Signer
from django.test import override_settings
from django.utils import timezone

from journeymap.documents import log, sharing, shelf
from journeymap.documents.errors import Conflict, Forbidden, Invalid, NotFound, Trashed
from journeymap.documents.models import Document, ShareLink
from journeymap.workspaces import people as membership
from journeymap.workspaces.access import ANONYMOUS, Actor, allowed, visible_workspaces
from journeymap.workspaces.models import Event
from tests.support.people import EVERYBODY, People

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = timezone.now()
LATER = NOW + datetime.timedelta(days=2)


@pytest.fixture
def house(people: People) -> People:
    people.journey("j1", title="Moving house")
    return people


def make(house: People, **values: Any) -> ShareLink:
    return sharing.make_link("j1", house.actor("editor"), **{"name": "For customers", **values})


def opens(link: ShareLink) -> bool:
    try:
        sharing.open_link(sharing.signed(link))
    except NotFound:
        return False
    return True


def test_who_has_the_link_may_view_its_document_and_nothing_else(house: People) -> None:
    house.journey("j2")
    link = make(house)
    found, guest = sharing.open_link(sharing.signed(link))
    assert (found.pk, guest.kind, guest.id) == (link.pk, "guest", link.pk)
    assert log.find("j1", guest).pk == "j1"
    for other in ("j2", house.workspace.pk):
        with pytest.raises(NotFound):
            log.find(other, guest)
    document = Document.objects.get(pk="j1")
    for action in ("comment", "edit", "answers", "share", "trash", "manage"):
        assert not allowed(guest, action, document), action
    assert not allowed(guest, "view", house.workspace)
    assert not visible_workspaces(guest).exists()


def test_the_text_is_short_and_the_same_every_time(house: People) -> None:
    link = make(house)
    text = sharing.signed(link)
    assert text == sharing.signed(ShareLink.objects.get(pk=link.pk))
    assert len(text) == 45
    assert len(text.rpartition(".")[2]) * 6 >= 128  # bits of the signature
    assert link.pk not in text


def test_what_was_made_up_opens_nothing(house: People) -> None:
    link, other = make(house), make(house)
    text = sharing.signed(link)
    body, _dot, signature = text.partition(".")
    wrong = [
        "", ".", body, f"{body}.", f".{signature}", link.pk, f"{link.pk}.{signature}",
        f"{sharing.signed(other).partition('.')[0]}.{signature}",
        f"{text[:-1]}{'A' if text[-1] != 'A' else 'B'}",
        f"{text}A", f" {text}", text.upper(), "ä.ö", "x" * 5000,
        f"{body}.{Signer().signature(body)[:22]}",  # signed by us for another purpose
        f"no-id.{Signer(salt='journeymap.documents.sharing').signature('no-id')[:22]}",
    ]  # fmt: skip
    for each in wrong:
        with pytest.raises(NotFound):
            sharing.open_link(each)


def test_a_link_of_another_installation_opens_nothing(house: People) -> None:
    text = sharing.signed(make(house))
    another = override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[])
    with another, pytest.raises(NotFound):
        sharing.open_link(text)


def test_a_key_that_was_changed_still_opens_as_long_as_it_is_named(house: People) -> None:
    text = sharing.signed(make(house))
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert sharing.open_link(text)


def test_it_ends_at_its_time(house: People) -> None:
    link = make(house, expires_at=LATER)
    assert opens(link)
    ShareLink.objects.filter(pk=link.pk).update(expires_at=NOW)
    assert not opens(link)
    sharing.change_link("j1", link.pk, house.actor("editor"), expires_at=None)
    assert opens(link)


def test_a_revoked_link_opens_nothing_for_good(house: People) -> None:
    link, editor = make(house), house.actor("editor")
    sharing.revoke_link("j1", link.pk, editor)
    assert not opens(link)
    with pytest.raises(Conflict):
        sharing.change_link("j1", link.pk, editor, expires_at=LATER)
    first = ShareLink.objects.get(pk=link.pk).revoked_at
    assert sharing.revoke_link("j1", link.pk, editor).revoked_at == first


def test_what_is_in_the_trash_is_not_shown_until_it_is_back(house: People) -> None:
    link, editor = make(house), house.actor("editor")
    shelf.trash("j1", editor)
    assert not opens(link)
    with pytest.raises(Trashed):
        make(house)
    shelf.restore("j1", editor)
    assert opens(link)


def test_with_the_journey_go_its_links(house: People) -> None:
    link = make(house)
    shelf.trash("j1", house.actor("owner"))
    shelf.purge(timezone.now() + datetime.timedelta(days=31))
    assert not ShareLink.objects.exists()
    assert not opens(link)


@pytest.mark.parametrize("who", EVERYBODY)
def test_editors_and_owners_share(house: People, who: str) -> None:
    held, actor = make(house), house.actor(who)
    does = (
        lambda: sharing.make_link("j1", actor, name="Mine"),
        lambda: sharing.change_link("j1", held.pk, actor, name="Mine"),
        lambda: sharing.links_of("j1", actor).get(pk=held.pk),
        lambda: sharing.revoke_link("j1", held.pk, actor),
    )
    for each in does:
        if who in ("owner", "editor"):
            each()
        else:
            with pytest.raises(Forbidden if who in ("viewer", "commenter") else NotFound):
                each()
    assert ShareLink.objects.count() == (2 if who in ("owner", "editor") else 1)


def test_a_guest_does_not_share(house: People) -> None:
    _link, guest = sharing.open_link(sharing.signed(make(house)))
    with pytest.raises(Forbidden):
        sharing.make_link("j1", guest, name="Mine")


def test_a_token_shares_as_far_as_its_role_goes(house: People) -> None:
    def actor(role: str) -> Actor:
        owner = house.actor("owner")
        _token, secret = membership.issue_token(owner, house.workspace, "t", role)
        return membership.actor_of_secret(secret) or ANONYMOUS

    assert sharing.make_link("j1", actor("editor"), name="By a program").created_by_id
    with pytest.raises(Forbidden):
        sharing.make_link("j1", actor("viewer"), name="By a program")


def test_a_link_is_changed_through_its_own_journey_only(house: People) -> None:
    house.journey("j2")
    link = make(house)
    for change in (sharing.change_link, sharing.revoke_link):
        with pytest.raises(NotFound):
            change("j2", link.pk, house.actor("owner"))


def test_the_catalogue_is_not_shared(house: People) -> None:
    with pytest.raises(NotFound):
        sharing.make_link(house.workspace.pk, house.actor("owner"), name="All")


def test_all_that_is_done_is_recorded_once(house: People) -> None:
    editor = house.actor("editor")
    before = Event.objects.count()
    link = make(house)
    sharing.change_link("j1", link.pk, editor, name="For managers", view="full")
    sharing.change_link("j1", link.pk, editor, name="For managers")  # changes nothing
    sharing.revoke_link("j1", link.pk, editor)
    sharing.revoke_link("j1", link.pk, editor)
    with pytest.raises(Invalid):
        make(house, name=" ")
    done = Event.objects.order_by("row")[before:]
    assert [(e.what, e.about, e.details["link"], e.actor_id) for e in done] == [
        ("link_made", "Moving house", "For customers", editor.id),
        ("link_changed", "Moving house", "For managers", editor.id),
        ("link_revoked", "Moving house", "For managers", editor.id),
    ]


def test_a_password_is_kept_as_its_hash_and_taken_away_by_an_empty_one(house: People) -> None:
    link, editor = make(house, password="kuusi kettua"), house.actor("editor")
    assert identify_hasher(link.password)
    assert sharing.fits(link, "kuusi kettua")
    assert not sharing.fits(link, "Kuusi kettua")
    changed = sharing.change_link("j1", link.pk, editor, name="Other")
    assert changed.password == link.password
    assert sharing.change_link("j1", link.pk, editor, password="").password == ""


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"name": "  "}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"view": "all"}, "/view"),
        ({"expires_at": NOW - datetime.timedelta(days=1)}, "/expires_at"),
        ({"expires_at": NOW + datetime.timedelta(days=9999)}, "/expires_at"),
        ({"name": "a\0b"}, "/name"),
        ({"name": "\ud800"}, "/name"),
        ({"password": "\ud800 kuusi kettua"}, "/password"),
        ({"password": "short"}, "/password"),
        ({"password": "password"}, "/password"),
        ({"password": "x" * 129}, "/password"),
        ({"embed": True, "password": "kuusi kettua"}, "/embed"),
    ],
)
def test_what_cannot_be_is_refused_by_its_path(
    house: People, values: dict[str, Any], path: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make(house, **values)
    assert {problem.path for problem in refused.value.problems} == {path}
    assert not ShareLink.objects.exists()


def test_a_link_with_a_password_does_not_become_embeddable(house: People) -> None:
    link, editor = make(house, password="kuusi kettua"), house.actor("editor")
    with pytest.raises(Invalid):
        sharing.change_link("j1", link.pk, editor, embed=True)
    assert sharing.change_link("j1", link.pk, editor, embed=True, password="").embed


def test_views_are_counted_and_nothing_else_is_written(
    house: People, django_assert_num_queries: Any
) -> None:
    link = make(house)
    for _time in range(3):
        with django_assert_num_queries(1):
            sharing.count_view(link)
    link.refresh_from_db()
    assert (link.views, link.last_viewed_on) == (3, timezone.localdate())
