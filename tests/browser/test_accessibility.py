"""No page breaks a rule of WCAG 2.2 AA that a program can check, in light, dark and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from journeymap.documents import log, sharing, versions
from journeymap.workspaces import invitations
from journeymap.workspaces import people as membership
from tests.pages.conftest import brief, load, read
from tests.support.accessibility import FITS, LARGE, LOOKS, violations
from tests.support.people import People
from touchpoints import answers, rounds

from .conftest import Sample

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[..., "Page"]
VARIANTS = [("sv", "light", 1280), ("fi", "dark", 320)]

UNFOLD = "document.querySelectorAll('details:not([data-menu])').forEach(d => d.open = true)"


LONG = "Pitkäsanaisuudentarkastuslautakuntavaalit"


def guest(people: People, name: str = "guest") -> str:
    """Invite somebody by a message and give a token; returns the invitation's address."""
    made = invitations.invite(people.actor("owner"), people.workspace, "viewer", f"{name}@x.fi")
    membership.issue_token(people.actor("owner"), people.workspace, name, "viewer")
    return f"/invitations/{invitations.signed(made)}/"


def shared(people: People, sample: Sample) -> Iterator[str]:
    """Share a journey in every way; the pages of members and of guests."""
    editor = people.actor("editor")
    ways: tuple[dict[str, Any], ...] = ({"view": "full", "embed": True}, {"password": LONG})
    full, locked = (sharing.make_link(sample.id, editor, name=LONG, **way) for way in ways)
    gone = sharing.make_link(sample.id, editor, name=LONG)
    sharing.revoke_link(sample.id, gone.pk, editor)
    yield from (f"{sample.url}share/", f"{sample.url}share/{locked.pk}/")
    yield from (f"/s/{sharing.signed(full)}/{end}" for end in ("", "map/", "embed/"))
    yield from (f"/s/{sharing.signed(each)}/" for each in (locked, gone))


def past(people: People, sample: Sample) -> Iterator[str]:
    """Edit a journey and name a version; the pages of its history."""
    ops: list[dict[str, Any]] = [
        {"op": "patch", "id": sample.step, "set": {"title": LONG, "description": f"{LONG} " * 9}},
        {"op": "remove", "id": sample.graph.findings[0].id},
    ]
    editor = people.actor("editor")
    for at, op in enumerate((*ops, {"op": "patch", "id": sample.step, "set": {"title": "<b>&"}})):
        log.commit(sample.id, editor, [op], client_id=f"past-{at}")
    versions.name(sample.id, editor, 2, LONG)
    at = f"{sample.url}history/"
    yield from (at, f"{at}?record={sample.step}", f"{at}?named=1&by=user:0")
    yield from (f"{at}2/", f"{at}4/?compare=before", f"{at}1/?compare=now")


def asked(people: People, sample: Sample) -> Iterator[str]:
    """Ask about a journey and a touchpoint under long names; the pages of survey rounds."""
    editor, units = people.actor("editor"), [LONG, '<b>&"']
    about: dict[str, Any] = {"title": LONG, "journey": sample.id, "offers": {"unit": units}}
    held, _made = rounds.make(people.workspace, editor, about)
    answer = {"journey": sample.id, "step": sample.step, "emotion": 4, "round": held.pk}
    answers.record(people.workspace, editor, [answer])
    home = f"/workspaces/{people.workspace.pk}/rounds/"
    yield from (home, f"{home}new/", f"{home}new/?journey={sample.id}")
    one = f"{home}{held.pk}/"
    yield from (f"{one}?unit={LONG}", f"{one}edit/", f"{one}card/?each=unit")


def felt(people: People, sample: Sample) -> Iterator[str]:
    """Hear of a pain, and of a solution that is in use; the pages of feedback and findings."""
    met = next(iter(sample.graph.catalogue.touchpoints))
    said: dict[str, Any] = {"journey": sample.id, "step": sample.step, "comment": LONG}
    said["touchpoint"] = met
    told = [{**said, "unit": LONG if at % 2 else "<b>&", "ease": 1 + at % 5} for at in range(20)]
    answers.record(people.workspace, people.actor("editor"), told)
    pain = {"kind": "pain", "step": sample.step, "title": LONG, "description": f"{LONG} " * 9}
    follows = {"item": "ease", "values": ["1", "2"]}
    idea = {"kind": "solution", "title": LONG, "findings": ["felt"], "introduced": "2026-04-01"}
    ops: list[dict[str, Any]] = [
        {"op": "put", "kind": "finding", "id": "felt", "value": {**pain, "follows": follows}},
        {"op": "put", "kind": "idea", "id": "tried", "value": {**idea, "owner": LONG}},
    ]
    log.commit(sample.id, people.actor("editor"), ops, client_id="felt")
    at = f"{sample.url}feedback/"
    yield from (at, f"{at}?unit={LONG}&compare=1&since=lately", f"{at}?unit=nowhere")
    yield f"{sample.url}findings/"
    yield f"/workspaces/{people.workspace.pk}/catalogue/records/{met}/"


def waiting(people: People, sample: Sample) -> Iterator[str]:
    """Have answers wait; the pages of those, and of bringing in others."""
    said = {"journey": sample.id, "emotion": 4, "comment": f"<b>& {LONG}", "unit": LONG}
    for suspect in (False, True):
        answers.record(
            people.workspace, people.actor("editor"), [said], unassigned=True, suspect=suspect
        )
    home = f"/workspaces/{people.workspace.pk}/answers/"
    yield from (f"{home}unassigned/", f"{home}suspect/", f"{home}import/?journey={sample.id}")


#: A table of answers with something to be asked of every kind.
TABLE = f"""Aika;Tunne;Helppous;{LONG};Kanava;Palvelutuokio;Kommentti
2.3.2026;1;10;Kyllä;{LONG};{LONG};<b>& {LONG}
eilen;99;{LONG};Ehkä;Puhelin;;-
"""


def looked_at(page: Page) -> None:
    """Bring a table to the page that asks for one, so that the page says what becomes of it."""
    file: Any = {"name": f"{LONG}.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.set_input_files("[type=file]", file)
    page.click("main form button")
    page.check("[name=direction-1][value=down]")
    page.select_option("[name=column-3]", "got_it_done")
    with page.expect_navigation():
        page.click("main .bring-side button[name=look]")


def addresses(people: People, sample: Sample, empty: str) -> Iterator[str]:
    home = f"/workspaces/{people.workspace.pk}/"
    yield from (home, f"{home}?q=nothing", f"{home}catalogue/", f"{home}trash/")
    yield from (sample.url, f"{sample.url}path/", f"{sample.url}table/", sample.step_url)
    yield from (f"{sample.url}path/?step={sample.step}", f"{sample.url}path/?zoom=fit")
    yield from (f"{home}new/", f"{sample.url}take/?losses=dot")
    yield from (f"/journeys/{empty}/", "/journeys/nowhere/")
    viewer = people.user("viewer").memberships.get().pk
    yield from (f"{home}people/", f"{home}people/{viewer}/remove/")
    yield from (f"{home}audit/", f"{home}settings/", "/new-workspace/")
    yield from ("/account/", "/account/password/", "/account/tokens/")
    yield from shared(people, sample)
    yield from past(people, sample)
    yield from asked(people, sample)
    yield from felt(people, sample)
    yield from waiting(people, sample)
    yield from (f"/journeys/{empty}/feedback/", f"/journeys/{empty}/findings/")


@pytest.mark.long
@pytest.mark.parametrize(("language", "colours", "width"), VARIANTS)
def test_no_page_breaks_a_rule_or_overflows(
    language: str,
    colours: str,
    width: int,
    enter: Enter,
    people: People,
) -> None:
    sample = load(people, read() if width > 900 else brief(read()))
    empty = people.journey("empty", title=LONG * 4)
    guest(people, LONG)
    page = enter("owner", language)
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    wrong: list[str] = []
    for address in addresses(people, sample, empty):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        if "/answers/import/" in address:
            looked_at(page)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.lang") == language
        only = LOOKS if width < 900 else ()  # the other variant has looked at the markup
        wrong += [f"{address} {each}" for each in violations(page, only=only)]
        page.set_viewport_size({"width": 320, "height": 800})
        if not page.evaluate(FITS):
            wrong.append(f"{address} is wider than 320 px")
        page.set_viewport_size({"width": 640, "height": 400})
        page.evaluate(LARGE)
        if not page.evaluate(FITS):
            wrong.append(f"{address} is wider than the window where text is twice as large")
    assert not wrong, "\n".join(wrong)


def test_signing_in_breaks_no_rule(page: Page, people: People) -> None:
    for width, colours in ((1280, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        ways = ("/sign-in/", "/account/reset/", guest(people, LONG), "/invitations/x/")
        for address in (*ways, "/a/receipt/"):
            page.goto(address)
            for _ in ("as it is", "with what is wrong"):
                assert not violations(page), address
                assert page.evaluate(FITS), address
                for button in page.locator("main .button-primary").all():
                    button.click()
                page.wait_for_load_state()


def test_open_menus_break_no_rule(enter: Enter, people: People, sample: Sample) -> None:
    page = enter("editor")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (f"/workspaces/{people.workspace.pk}/", sample.url):
            page.goto(address)
            for menu in page.locator("details[data-menu] > summary:visible").all():
                menu.click()  # what it covers in part was looked at before
                assert not violations(page, "details[data-menu][open]")
                assert page.evaluate(FITS)
                page.keyboard.press("Escape")


LOSSES = "journey\n title Päivä\n section Aamu\n  Keitä teetä: NaN: Minä\n  Nouse: 9: Minä\n"


def test_what_forms_say_breaks_no_rule(enter: Enter, people: People, sample: Sample) -> None:
    page = enter("editor")
    for width, colours in ((1280, "dark"), (320, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]

        def sound(text: str) -> None:
            page.get_by_text(text).first.wait_for()
            assert not violations(page)
            assert page.evaluate(FITS)

        home = f"/workspaces/{people.workspace.pk}/"
        for name, content, said in (
            ("bad.yaml", "format: journeymap\nschema: 1\nsteps: 3\n", "cannot be loaded"),
            ("day.mmd", LOSSES, "the step has no score"),
        ):
            page.goto(f"{home}new/")
            file = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
            page.set_input_files("[type=file]", file)  # type: ignore[arg-type]
            page.get_by_role("button", name="Look at it").first.click()
            sound(said)
        page.goto(f"{sample.url}path/?step={sample.step}")
        for title, said in (("", "This field is required."), ("Jono", "The pain point was added.")):
            if not title:
                page.get_by_text("Add a pain point or a success").click()
            page.get_by_label("In one sentence").fill(title)
            page.get_by_role("button", name="Add it").click()
            sound(said)
