"""Talk in the editor: said, answered, settled and read, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from journeymap.documents import log, talk
from journeymap.documents.models import Document, Record
from tests.pages.conftest import STEP, Sample
from tests.support.accessibility import violations
from tests.support.people import People

from .driving import APP, choose, editor, eventually, value

if TYPE_CHECKING:
    from playwright.sync_api import Page

Enter = Callable[..., "Page"]
FOCUSED = "document.activeElement.textContent.trim()"


def say(people: People, journey: str, id: str, by: str, times: int = 1, **value: Any) -> None:
    """Somebody says something, as from elsewhere; many times, each as a comment of its own."""
    ids = [id, *(f"{id}-{at}" for at in range(1, times))]
    puts = [
        {"op": "put", "kind": "comment", "id": each, "value": {"on": STEP, "text": each, **value}}
        for each in ids
    ]
    log.commit(journey, people.actor(by), puts, client_id=id)


def said(journey: str, text: str) -> Record | None:
    """The comment that says this."""
    found = Record.objects.filter(document_id=journey, kind="comment")
    return next((each for each in found if each.value["text"] == text), None)


def opened(page: Page, address: str) -> Page:
    """Open the editor and wait until it knows what was read."""
    editor(page, address)
    page.wait_for_function(f"() => {APP}.talk?.reader.mark")
    return page


def unread(people: People, who: str, journey: str) -> set[str]:
    """What is new to somebody, by the server."""
    mark = talk.mark(people.user(who).pk, Document.objects.get(pk=journey))
    rows = Record.objects.filter(document_id=journey, kind="comment")
    return {r.id for r in rows if mark.unread(r.id, r.value.get("by"), r.value.get("at"))}


def names(people: People) -> None:
    for who, first, last in (("editor", "Ada", "Åberg <b>"), ("owner", "Ada", "Virtanen")):
        user = people.user(who)
        user.first_name, user.last_name = first, last
        user.save()


def test_a_commenter_talks_by_keyboard_and_can_do_nothing_else(
    enter: Enter, people: People, sample: Sample
) -> None:
    names(people)
    say(people, sample.id, "q1", "editor", text="Kenen asia?")
    page = opened(enter("commenter"), sample.url)
    card = page.locator(f"jm-map [data-part=card][data-id={STEP}]")
    page.evaluate(f"id => {APP}.focus(id)", STEP)
    press, type_ = page.keyboard.press, page.keyboard.type

    press("c")
    page.wait_for_function("() => document.activeElement.closest('jm-say')")
    type_("Kysytään @ad")
    listed = page.locator("jm-say .pick")
    listed.first.wait_for()
    assert listed.all_inner_texts() == ["Ada Virtanen", "Ada Åberg <b>"]
    press("ArrowDown")
    active = page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
    assert page.locator(f"#{active}").inner_text() == "Ada Åberg <b>"
    press("Enter")
    type_("tästä")
    press("Control+Enter")
    mine = eventually(lambda: said(sample.id, "Kysytään @Ada Åberg <b> tästä"))
    assert mine.value["mentions"] == [people.actor("editor").person]
    assert mine.value["by"] == people.actor("commenter").person
    assert page.locator("b.mention").inner_text() == "@Ada Åberg <b>"
    press("Escape")
    assert page.evaluate(FOCUSED) == "Add a comment"
    press("Escape")
    assert card.evaluate("each => each === document.activeElement")

    side = page.locator("jm-inspector")
    asked = side.locator(".thread", has_text="Kenen asia?")
    asked.get_by_role("button", name="Reply").press("Enter")
    page.wait_for_function("() => document.activeElement.closest('jm-say')")
    type_("Meidän")
    press("Control+Enter")
    answer = eventually(lambda: said(sample.id, "Meidän"))
    assert (answer.value["on"], answer.value["reply_to"]) == (STEP, "q1")
    assert page.evaluate(FOCUSED) == "Reply"
    asked.get_by_role("button", name="Resolve").press("Enter")
    settled = eventually(
        lambda: (held := value(sample.id, "q1")) and held.get("resolved_by") and held
    )
    assert settled["resolved_by"] == "commenter"
    side.get_by_text("1 resolved").click()
    assert "Resolved by commenter" in side.inner_text()

    own = side.locator(f"[data-comment='{mine.id}']")
    own.get_by_role("button", name="Edit").press("Enter")
    press("Control+a")
    type_("Selvisi jo")
    press("Control+Enter")
    changed = eventually(lambda: said(sample.id, "Selvisi jo"))
    assert changed.id == mine.id and "mentions" not in changed.value and changed.value["edited"]
    assert page.evaluate(FOCUSED) == "Edit"
    theirs = side.locator("[data-comment=q1]")
    assert not theirs.get_by_role("button", name="Edit").count()
    assert not theirs.get_by_role("button", name="Delete").count()
    own.get_by_role("button", name="Delete").press("Enter")
    eventually(lambda: value(sample.id, mine.id) is None)

    assert not side.locator("jm-field :is(input, textarea, select, button)").count()
    ready = page.evaluate(
        f"() => [...{APP}.commands.values()].filter(e => e.when?.({APP})).map(e => e.name)"
    )
    assert "comment" in ready and not {"step", "rename", "remove", "new-pain"} & set(ready)
    assert not page.locator("jm-map .m-handle").count()


def test_what_is_new_says_so_until_it_was_in_sight(
    enter: Enter, people: People, sample: Sample
) -> None:
    say(people, sample.id, "n1", "editor")
    say(people, sample.id, "n2", "owner", on=sample.id)
    page = opened(enter("viewer"), sample.url)
    bar = page.locator("jm-talk button")
    assert bar.get_attribute("aria-label") == "Comments, 2 unread"
    card = page.locator(f"jm-map [data-part=card][data-id={STEP}]")
    page.evaluate(f"id => {APP}.map.focusItem(id)", STEP)
    assert "2 open threads, 1 unread comment" in (card.get_attribute("aria-label") or "")
    assert card.locator(".m-talk-new").inner_text() == "2"
    choose(page, STEP)
    heading = page.locator("jm-inspector summary", has_text="Comments")
    assert "1 new" in heading.inner_text()
    assert unread(people, "viewer", sample.id) == {"n1", "n2"}
    heading.click()
    page.locator("[data-comment=n1]").scroll_into_view_if_needed()
    eventually(lambda: unread(people, "viewer", sample.id) == {"n2"})
    assert page.locator("[data-comment=n1] .comment-mark").inner_text() == "New"
    assert bar.get_attribute("aria-label") == "Comments, 1 unread"
    assert not card.locator(".m-talk-new").count()

    say(people, sample.id, "n3", "editor")
    page.evaluate(f"() => {APP}.session.sync.pull()")
    eventually(lambda: unread(people, "viewer", sample.id) == {"n2"})  # it came into sight at once
    page.keyboard.press("Alt+c")
    page.get_by_role("button", name="Mark all as read").click()
    eventually(lambda: not unread(people, "viewer", sample.id))
    opened(page, sample.url)
    assert bar.get_attribute("aria-label") == "Comments"


def test_all_comments_are_filtered_answered_and_gone_to(
    enter: Enter, people: People, sample: Sample
) -> None:
    finding = sample.graph.findings[0].id
    say(
        people,
        sample.id,
        "t1",
        "owner",
        text="@editor katso",
        mentions=[people.actor("editor").person],
    )
    say(people, sample.id, "t2", "owner", on=finding, text="Ohi", resolved=True)
    say(people, sample.id, "t3", "owner", 200, on="kuulee")
    page = opened(enter("editor"), f"{sample.url}?talk=t1")
    box = page.get_by_role("dialog", name="Comments")
    box.wait_for()
    assert page.evaluate("document.activeElement.dataset.comment") == "t1"
    page.keyboard.press("Escape")
    box.wait_for(state="detached")
    page.evaluate(f"id => {APP}.focus(id)", "kuulee")
    page.keyboard.press("Shift+c")
    box.wait_for()

    def shown() -> list[str]:
        return [
            text.split("\n")[0] for text in box.locator(".thread .comment-text").all_inner_texts()
        ]

    box.get_by_role("radio", name="Mine").check(force=True)
    assert shown() == ["@editor katso"]
    box.get_by_role("radio", name="Resolved").check(force=True)
    assert "Ohi" in shown() and "@editor katso" not in shown()
    box.get_by_role("radio", name="Open").check(force=True)
    assert box.locator(".thread").count() > 200
    thread = box.locator("[data-thread=t1]")
    thread.get_by_role("button", name="Reply").press("Enter")
    page.wait_for_function("() => document.activeElement.closest('jm-say')")
    page.keyboard.type("Katsoin")
    page.keyboard.press("Escape")
    assert box.is_visible(), "Escape leaves what one writes in, not the list"
    thread.get_by_role("button", name="Reply").press("Enter")
    page.wait_for_function(
        "() => document.activeElement.closest('jm-say')?.box.value === 'Katsoin'"
    )
    page.keyboard.press("Control+Enter")
    eventually(lambda: said(sample.id, "Katsoin"))
    thread.get_by_role("button", name="Resolve").press("Enter")
    eventually(lambda: (value(sample.id, "t1") or {}).get("resolved"))
    assert thread.count(), "it stays until one looks at others"
    thread.locator("h3 button").press("Enter")
    box.wait_for(state="detached")
    page.wait_for_function(f"() => document.activeElement.dataset.id === '{STEP}'")
    assert page.locator("jm-inspector .talk").is_visible()


def test_whose_it_is_and_that_it_is_to_be_reviewed(
    enter: Enter, people: People, sample: Sample
) -> None:
    names(people)
    bare = [{"op": "patch", "id": sample.id, "set": {"owner": None, "review_by": None}}]
    log.commit(sample.id, people.actor("owner"), bare, client_id="bare")
    page = opened(enter("editor"), sample.url)
    side, head = page.locator("jm-inspector"), page.locator("jm-whose")
    assert "Nobody is named as its owner, and there is no day" in side.inner_text()
    assert head.inner_text() == ""
    owner = side.locator(".field-owner input")
    owner.focus()
    offered = side.locator(".field-owner option")
    offered.first.wait_for(state="attached")
    found = offered.evaluate_all("all => all.map(each => each.value)")
    assert {"Ada Virtanen", "Ada Åberg <b>"} <= set(found)
    owner.fill("Ulkopuolinen <i>")
    side.locator(".field-review_by input").fill("2020-01-31")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelector('jm-whose .badge-warn')")
    told = "stale: review was due 31 Jan 2020 Owner: Ulkopuolinen <i>"
    assert " ".join(head.inner_text().split()) == told
    assert "stale: review was due" in side.inner_text()
    assert "Nobody is named" not in side.inner_text()
    eventually(lambda: (value(sample.id, sample.id) or {}).get("owner") == "Ulkopuolinen <i>")


@pytest.mark.parametrize(
    ("language", "colours", "width"),
    [("en", "light", 1440), ("fi", "dark", 390), ("sv", "light", 320)],
)
def test_talk_breaks_no_rule_and_fits(
    language: str,
    colours: str,
    width: int,
    enter: Enter,
    people: People,
    sample: Sample,
) -> None:
    names(people)
    long = "Pitkäsanaisuudentarkastuslautakuntavaalit" * 4
    say(people, sample.id, "l1", "owner", text=f'<b>&" {long}')
    say(people, sample.id, "l2", "owner", reply_to="l1", text=long, resolved=True)
    page = enter("editor", language)
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    wrong: list[str] = []

    def look(state: str) -> None:
        wrong.extend(f"{state}: {each}" for each in violations(page))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{state} is wider than {width} px")

    opened(page, sample.url)
    page.evaluate(f"id => {APP}.focus(id)", STEP)
    page.keyboard.press("c")
    page.wait_for_function("() => document.activeElement.closest('jm-say')")
    page.keyboard.type("@ad")
    page.locator("jm-say .pick").first.wait_for()
    look("writing")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.evaluate(f"() => {{ {APP}.run('talk') }}")  # what it returns waits for the end
    page.locator("dialog.threads-box .thread").first.wait_for()
    look("all comments")
    assert page.evaluate("document.querySelector('.threads-list').scrollWidth") <= width
    page.goto(f"/workspaces/{people.workspace.pk}/")
    look("home")
    assert not wrong, "\n".join(wrong)
