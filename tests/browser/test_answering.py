"""The answer page and the kiosk where only a browser tells the truth: a phone with and without
JavaScript, the keyboard, a network that goes away, a device that loses its power."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.pages.answering.conftest import Ask, ask
from tests.support.accessibility import violations
from touchpoints.intake import public
from touchpoints.intake.questions import STANDARD
from touchpoints.models import Answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

__all__ = ["ask"]

PHONE = {"width": 320, "height": 640}
OFFERS = {"segment": ["x1"], "unit": ["Vaasa", "Elinvoimakeskushallintopalvelutoimipiste"]}
LONG = "Liiketoimintasuunnitelmalausuntopyyntöjen"


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "FASTEST", 0)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """A small page of a browser of its own; nothing but our own server may be asked."""
    opened = []

    def made(**more: object) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en", viewport=PHONE, **more)
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda each: asked.append(each.url))
        return page

    asked: list[str] = []
    yield made
    assert all(each.startswith(live_server.url) for each in asked)
    for context in opened:
        assert not context.cookies()
        context.close()


def shown(page: Page) -> str:
    """The heading that is seen; there is one."""
    (found,) = [each for each in page.locator("h1").all() if each.is_visible()]
    return " ".join(found.inner_text().split())


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.choice, .button, select, textarea, .tongues a')]
        .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect())
        .filter(({ width, height }) => width < 44 || height < 44).length"""
    )
    assert small == 0


def test_a_phone_without_javascript_answers_everything(
    phone: Callable[..., Page], ask: Ask
) -> None:
    held = ask(steps=[], offers=OFFERS, questions=list(STANDARD.values()))
    page = phone(java_script_enabled=False)
    page.goto(f"/a/{held.code}/")
    for at, said in enumerate(
        ("Asked for more", "Good", "Agree", "Neither", "Partly", "Worse than I expected", "9"), 1
    ):
        assert shown(page).startswith(f"Question {at} of 9 ")
        page.get_by_label(said, exact=True).locator("visible=true").check()
        page.keyboard.press("Enter")  # sends nothing half done
        page.get_by_role("link", name="Next").click()
    page.get_by_label("What would you like to tell us?").fill("Liian hidas")
    page.go_back()
    assert shown(page).startswith("Question 7 of 9 ")
    assert page.get_by_label("9", exact=True).is_checked()
    page.go_forward()
    page.get_by_role("link", name="Next").click()
    page.get_by_label("Which office?").select_option("Vaasa")
    assert not Answer.objects.exists()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    row = Answer.objects.get()
    assert (row.step, row.emotion, row.efficiency, row.ease) == ("s2", 4, 4, 3)
    assert (row.got_it_done, row.expectation, row.recommend) == ("partly", -1, 9)
    assert (row.comment, row.unit, row.segment, row.suspect) == ("Liian hidas", "Vaasa", "", False)


def test_every_screen_is_accessible_and_fits_a_small_phone(
    phone: Callable[..., Page], ask: Ask
) -> None:
    words = {"en": LONG, "fi": LONG, "sv": LONG}
    scale = [[value, words] for value in range(1, 6)]
    own = {"item": "ease", "wording": words, "scale": scale}
    rest = [each for item, each in STANDARD.items() if item != "ease"]
    held = ask(steps=[], offers=OFFERS, questions=[own, *rest], news={"en": LONG * 3})
    page = phone(reduced_motion="reduce")
    page.goto(f"/a/{held.code}/")
    for at in range(1, 10):
        assert f"{at} of 9" in shown(page)
        assert violations(page) == []
        fits(page)
        if at < 9:
            page.get_by_role("link", name="Next").click()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("alert").first.wait_for()
    assert shown(page).startswith("Question 1 of 9")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.evaluate(
        "for (const each of document.querySelectorAll('.screen')) each.style.display = 'grid'"
    )
    assert violations(page) == []
    page.get_by_label("Decision").check()
    page.locator("[name=ease]").first.check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.get_by_text("How your answer is used").click()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    fits(page)


def test_the_keyboard_alone_goes_through_and_each_question_is_told(
    phone: Callable[..., Page], ask: Ask
) -> None:
    held = ask(questions=[STANDARD["emotion"], STANDARD["ease"], STANDARD["comment"]])
    page = phone()
    page.goto(f"/a/{held.code}/")

    def on(*words: str) -> None:
        """The focus comes to what says this: a browser moves it after it has gone there."""
        found = page.locator(":focus")
        for each in words:
            found = found.filter(has_text=each)
        found.wait_for()

    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "emotion":
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Bad", exact=True).is_checked()
    page.keyboard.press("Enter")  # goes on; it sends nothing half done
    on("2 of 3", "It was easy")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    on("Back")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    on("3 of 3")
    page.keyboard.press("Tab")
    page.keyboard.type("Hyvin meni")
    page.get_by_text("990 characters left.").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    on("Thank you")
    row = Answer.objects.get()
    assert (row.emotion, row.ease, row.comment) == (2, 1, "Hyvin meni")


def test_a_lost_network_keeps_the_answer_in_the_page_and_it_is_sent_once(
    phone: Callable[..., Page], ask: Ask
) -> None:
    held = ask(questions=[STANDARD["emotion"]])
    page = phone()
    page.goto(f"/a/{held.code}/")
    page.get_by_label("Very good").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Your answer could not be sent just now.").wait_for()
    assert violations(page) == []
    assert not Answer.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("heading", name="Thank you").wait_for()
    assert page.locator(".receipt").inner_text()
    assert Answer.objects.get().emotion == 5


def test_a_kiosk_without_network_and_power_keeps_answers_and_sends_them_in_their_order(
    phone: Callable[..., Page], ask: Ask
) -> None:
    held = ask(questions=[STANDARD["emotion"], STANDARD["got_it_done"]], offers=OFFERS)
    address = f"/a/{held.code}/kiosk/?step=s2&unit=Vaasa"
    page = phone()
    page.goto(address)
    files = "caches.open('journeymap-kiosk').then(c => c.keys()).then(k => k.length)"
    kept(page, files, 8)
    assert violations(page) == []
    page.evaluate("document.querySelector('dialog').showModal()")
    assert violations(page) == []
    page.get_by_role("button", name="I am still here").click()
    page.context.set_offline(True)
    before = timezone.now()
    tap(page, "Very bad", "No")
    page.get_by_text("1 answer waits for the network").wait_for()
    assert violations(page) == []
    page.close()  # the power is cut; the same tablet starts again, still without a network
    page = page.context.new_page()
    page.goto(address)
    page.get_by_text("1 answer waits for the network").wait_for()
    tap(page, "Good", "Partly")
    page.get_by_text("2 answers wait for the network").wait_for()
    refused = {"client_id": "not an id", "at": "2026-01-01T00:00:00Z", "ease": "1"}
    say = "detail => document.dispatchEvent(new CustomEvent('answered', { detail }))"
    page.evaluate(say, refused)
    page.get_by_text("3 answers wait for the network").wait_for()
    tap(page, "Very good", "Yes")
    assert not Answer.objects.exists()
    page.context.set_offline(False)
    page.get_by_text("1 could not be taken").wait_for()
    kept(page, "document.querySelector('[data-queue]').textContent.includes('wait') ? 0 : 1", 1)
    rows = list(Answer.objects.order_by("id"))
    assert [row.emotion for row in sorted(rows, key=lambda row: row.at)] == [1, 4, 5]
    assert {(row.unit, row.source, row.suspect, row.receipt) for row in rows} == {
        ("Vaasa", "kiosk", False, "")
    }
    assert all(before <= row.at <= timezone.now() for row in rows)


def tap(page: Page, *words: str) -> None:
    """Answer with one tap each, and let the next one begin."""
    for each in words:
        page.get_by_role("button", name=each, exact=True).click()
    page.get_by_role("heading", name="Thank you").wait_for()
    page.get_by_role("button", name="Start over now").click()
    assert shown(page).startswith("Question 1")


def kept(page: Page, expression: str, least: int) -> None:
    """Wait for a number in the page to be reached."""
    page.wait_for_function(f"async () => await ({expression}) >= {least}", timeout=60_000)


def test_a_kiosk_asks_before_it_starts_over_and_sends_what_was_tapped(
    phone: Callable[..., Page], ask: Ask
) -> None:
    held = ask(questions=[STANDARD["emotion"], STANDARD["got_it_done"]])
    page = phone()
    begun = timezone.now()
    page.clock.install(time=begun)
    page.goto(f"/a/{held.code}/kiosk/?idle=60&lang=fi&home=en")
    page.clock.pause_at(begun + timezone.timedelta(hours=1))  # now it goes as we say
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Huono", exact=True).click()
    for _ in range(3):
        page.clock.run_for(59_000)
        assert not dialog.is_visible()
        page.clock.run_for(2_000)
        dialog.wait_for()
        page.clock.run_for(17_000)
        page.locator("[data-go=stay]").click()
        assert not dialog.is_visible()
    page.clock.run_for(61_000)
    assert not Answer.objects.exists()
    page.clock.run_for(20_000)
    page.locator("[data-thanks]").wait_for()
    page.clock.run_for(13_000)
    page.wait_for_url("**lang=en")  # the next one finds the language that the kiosk begins in
    kept(page, "document.querySelector('[data-queue]').textContent === '' ? 1 : 0", 1)
    row = Answer.objects.get()
    assert (row.emotion, row.got_it_done, row.language) == (2, "", "fi")
