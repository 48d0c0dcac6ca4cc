"""The browser itself: what the other browser tests rest on."""

from typing import TYPE_CHECKING

import pytest

from tests.support.accessibility import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.support.chromium import Chromium

BAD_PAGE = "<title>x</title><p style='color:#aaa'>pale</p><input><img src='data:,'>"


@pytest.mark.django_db(transaction=True)
def test_a_real_browser_reads_the_live_server(page: "Page") -> None:
    response = page.goto("/healthz")
    assert response and response.status == 200
    assert page.inner_text("body").strip() == "ok"


@pytest.mark.django_db(transaction=True)
def test_the_policy_stops_inline_script(browser: "Browser", live_server: "LiveServer") -> None:
    opened = browser.new_page()  # not the fixture `page`: that one would rightly fail its test
    opened.goto(f"{live_server.url}/healthz")
    opened.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {text: 'window.ran = true'}))"
    )
    assert opened.evaluate("window.ran") is None
    opened.close()


def test_axe_finds_planted_faults(browser: "Browser") -> None:
    bad = browser.new_page()
    bad.set_content(BAD_PAGE)
    rules = {line.split(":")[0] for line in violations(bad)}
    assert {"color-contrast", "html-has-lang", "image-alt", "label"} <= rules
    bad.close()


def test_the_browser_has_letters_to_draw(browser: "Browser") -> None:
    """Without a font every letter is as wide as every other."""
    opened = browser.new_page()
    opened.set_content("<span>iiii</span><br><span>MMMM</span>")
    narrow, wide = (span.bounding_box() for span in opened.query_selector_all("span"))
    assert narrow and wide and narrow["width"] < wide["width"] / 2
    opened.close()


def test_a_chromium_that_never_answers_is_ended_and_another_takes_its_place(
    _chromium: "Chromium",
) -> None:
    first = _chromium.browser
    page = first.new_page()
    with pytest.warns(UserWarning, match="did not answer"), _chromium.soon(0.5):
        page.evaluate("new Promise(() => {})")
    assert not first.is_connected()
    assert _chromium.browser.new_page().evaluate("1 + 1") == 2
