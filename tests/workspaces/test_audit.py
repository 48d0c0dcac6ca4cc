"""Everything done beside edits is told: by what really does it, in one transaction with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from journeymap.documents import log, shelf
from journeymap.workspaces import audit, invitations
from journeymap.workspaces import people as membership
from journeymap.workspaces.models import ApiToken, Event, Invitation, Membership, Workspace
from journeymap.workspaces.people import Refused
from tests.support.people import People


def events(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Who did what in which words, oldest first."""
    held = Event.objects.filter(workspace=workspace).order_by("row")
    with translation.override("en"):
        return [(each.actor_name, each.what, audit.told(each)) for each in held]


def test_what_people_do_is_told(people: People) -> None:
    owner, where = people.actor("owner"), people.workspace
    Event.objects.all().delete()
    membership.add_member(owner, where, people.user("outsider"), "viewer")
    membership.change_role(owner, where, people.user("outsider"), "editor")
    membership.change_role(owner, where, people.user("outsider"), "editor")  # no change
    membership.remove_member(owner, where, people.user("outsider"))
    by_mail = invitations.invite(owner, where, "viewer", "new@example.org")
    invitations.accept(people.actor("outsider"), invitations.invite(owner, where, "commenter"))
    invitations.revoke(owner, by_mail)
    invitations.revoke(owner, by_mail)  # it has ended
    membership.remove_member(people.actor("outsider"), where, people.user("outsider"))
    token, _secret = membership.issue_token(people.actor("editor"), where, "CI", "viewer")
    membership.revoke_token(owner, token)
    membership.revoke_token(owner, token)  # it has ended
    named = {"name": "Kunta", "time_zone": "UTC", "language": "sv"}
    membership.change_settings(owner, where, **named)
    membership.change_settings(owner, where, **named)  # no change
    assert events(where) == [
        ("owner", "member_added", "added outsider as Viewer"),
        ("owner", "role_changed", "changed the role of outsider from Viewer to Editor"),
        ("owner", "member_removed", "removed outsider"),
        ("owner", "member_invited", "invited new@example.org as Viewer"),
        ("owner", "member_invited", "invited somebody by a link as Commenter"),
        ("outsider", "member_joined", "joined as Commenter"),
        ("owner", "invitation_revoked", "took back the invitation of new@example.org"),
        ("outsider", "member_left", "left the workspace"),
        ("editor", "token_made", "made the API token “CI” (Viewer)"),
        ("owner", "token_revoked", "revoked the API token “CI”"),
        ("owner", "workspace_changed", "changed the workspace’s settings"),
    ]
    assert not Event.objects.exclude(workspace=where).exists()


def test_what_happens_to_documents_is_told(people: People) -> None:
    import datetime

    from django.utils import timezone

    owner, where = people.actor("owner"), people.workspace
    Event.objects.all().delete()
    journey = people.journey(title="Polku %s <b>")
    shelf.trash(journey, people.actor("editor"))
    shelf.restore(journey, owner)
    shelf.restore(journey, owner)  # it is out of the trash
    log.redact(journey, "s1", "title", owner)
    shelf.trash(journey, owner)
    shelf.purge(timezone.now() + datetime.timedelta(days=31))
    assert events(where) == [
        ("editor", "trashed", "put Polku %s <b> into the trash"),
        ("owner", "restored", "took Polku %s <b> out of the trash"),
        ("owner", "redacted", "blanked a text of Polku %s <b> for ever"),
        ("owner", "trashed", "put Polku %s <b> into the trash"),
        ("Journeymap", "purged", "deleted Polku %s <b> for ever"),
    ]


def test_a_workspace_tells_who_made_it(people: People) -> None:
    made = shelf.create_workspace("Uusi", people.user("viewer"))
    assert events(made) == [("viewer", "workspace_made", "made the workspace")]


@pytest.mark.both_databases
def test_a_title_that_must_be_forgotten_is_in_no_event(people: People) -> None:
    journey = people.journey(title="Matti Meikäläisen asia")
    other = people.journey("j2", title="Other")
    for each in (journey, other):
        shelf.trash(each, people.actor("owner"))
        shelf.restore(each, people.actor("owner"))
    log.redact(journey, journey, "title", people.actor("owner"))
    assert "Meikäläisen" not in str(list(Event.objects.values()))
    told = {each.what: each.about for each in Event.objects.filter(details__document=journey)}
    assert told.keys() == {"trashed", "restored", "redacted"} and not any(
        "Matti" in about for about in told.values()
    )
    assert Event.objects.filter(about="Other").count() == 2


FAILURES: list[Callable[[People], Any]] = [
    lambda p: membership.remove_member(p.actor("owner"), p.workspace, p.user("editor")),
    lambda p: membership.change_role(p.actor("owner"), p.workspace, p.user("editor"), "viewer"),
    lambda p: membership.add_member(p.actor("owner"), p.workspace, p.user("outsider"), "viewer"),
    lambda p: membership.issue_token(p.actor("owner"), p.workspace, "T", "viewer"),
    lambda p: invitations.invite(p.actor("owner"), p.workspace, "viewer"),
    lambda p: membership.change_settings(
        p.actor("owner"), p.workspace, name="N", time_zone="UTC", language="fi"
    ),
    lambda p: shelf.trash(p.journey(), p.actor("owner")),
]


@pytest.mark.parametrize("act", FAILURES)
def test_what_cannot_be_told_is_not_done(
    act: Callable[[People], Any], people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> list[Any]:
        members = list(Membership.objects.order_by("pk").values_list("pk", "role"))
        names = list(Workspace.objects.order_by("pk").values_list("name", flat=True))
        made = (ApiToken.objects.count(), Invitation.objects.count())
        trashed = people.workspace.documents.exclude(trashed_at=None).count()
        return [members, names, made, trashed]

    def broken(*args: object, **details: object) -> None:
        raise RuntimeError("the disk is full")

    before = state()
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        act(people)
    assert state() == before


def test_what_is_refused_is_not_told(people: People) -> None:
    count = Event.objects.count()
    with pytest.raises(Refused):
        membership.remove_member(people.actor("owner"), people.workspace, people.user("owner"))
    with pytest.raises(Refused):
        invitations.invite(people.actor("editor"), people.workspace, "owner")
    assert Event.objects.count() == count


def test_only_what_has_words_is_recorded(people: People) -> None:
    with pytest.raises(KeyError, match="no event 'danced'"):
        audit.record(people.workspace, people.actor("owner"), "danced")


@pytest.mark.parametrize("what", audit.WHATS)
def test_every_kind_can_be_told_without_its_details(what: str) -> None:
    assert audit.told(Event(what=what, details={}))
