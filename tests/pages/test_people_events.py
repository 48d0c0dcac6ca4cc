"""What was done in a workspace, as owners read it: filtered, paged, as a table."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from journeymap.workspaces import audit
from journeymap.workspaces.models import Event
from journeys.pages.people import events
from tests.support.people import People
from tools.steps import ROOT

from .test_people import text, url

In = Callable[[str], Client]


@pytest.mark.parametrize("what", audit.WHATS)
def test_every_kind_of_event_is_recorded_somewhere(what: str) -> None:
    """What is done by real functions is in tests/workspaces/test_audit.py; this finds the rest."""
    beside = {ROOT / "journeymap/workspaces/audit.py", ROOT / "journeys/pages/people/events.py"}
    apps = ("journeymap", "touchpoints", "journeys")
    sources = [each for app in apps for each in (ROOT / app).rglob("*.py")]
    assert any(f'"{what}"' in each.read_text() for each in sources if each not in beside)


def test_every_kind_of_event_can_be_chosen_in_the_audit() -> None:
    kinds = [what for held in events.KINDS.values() for what in held]
    assert sorted(kinds) == sorted(audit.WHATS)


@pytest.mark.both_databases
def test_the_audit_is_filtered_paged_and_downloaded(people: People, signed_in: In) -> None:
    owner = signed_in("owner")
    for at in range(60):
        audit.record(people.workspace, people.actor("editor"), "trashed", f"=cmd{at}")
    page = text(owner.get(url(people, "audit")))
    assert "put =cmd59 into the trash" in page and "put =cmd9 into" not in page
    assert "put =cmd9 into" in text(owner.get(url(people, "audit") + "?page=2"))
    editors = f"who=user:{people.user('editor').pk}"
    assert "added" not in text(owner.get(f"{url(people, 'audit')}?{editors}"))
    asked = f"?{editors}&what=people"
    assert "Nothing fits" in text(owner.get(url(people, "audit") + asked))
    people_only = text(owner.get(url(people, "audit") + "?what=people"))
    assert "added viewer as Viewer" in people_only and "=cmd" not in people_only
    assert "put =cmd59" in text(owner.get(url(people, "audit") + "?who=no&what=no"))
    rows = text(owner.get(f"{url(people, 'audit-csv')}?{editors}")).splitlines()
    assert rows[0] == "\ufeffWhen,Who,What" and len(rows) == 61
    assert re.fullmatch(r"\d{4}-.*\+0[23]:00,editor,put =cmd59 into the trash", rows[1])


def test_no_cell_of_the_table_is_a_formula(people: People, signed_in: In) -> None:
    Event.objects.filter(workspace=people.workspace).update(actor_name='=HYPERLINK("x")')
    rows = text(signed_in("owner").get(url(people, "audit-csv"))).splitlines()[1:]
    assert rows and all(",\"'=HYPERLINK(" in each for each in rows)
