"""Sharing where only a browser tells the truth: forms, frames and pictures of other sites."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from journeymap.documents import sharing
from tests.support.accessibility import FITS
from tests.support.people import People

from .conftest import Sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]


def link(people: People, sample: Sample, **values: object) -> str:
    made = sharing.make_link(sample.id, people.actor("editor"), name="A link", **values)
    return f"/s/{sharing.signed(made)}/"


def test_a_password_opens_the_story_and_the_reader_chooses_a_language(
    page: Page, people: People, sample: Sample
) -> None:
    address = link(people, sample, view="full", password="kuusi kettua")
    page.goto(address)
    page.get_by_label("Password").fill("kuusi kettu")
    page.get_by_role("button", name="Open the link").click()
    page.get_by_text("This is not the password.").wait_for()
    page.get_by_label("Password").fill("kuusi kettua")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Start-up grant", level=1).wait_for()
    page.get_by_role("link", name="Svenska").click()
    page.get_by_role("heading", name="Startpeng", level=1).wait_for()
    names = {each["name"]: each for each in page.context.cookies()}
    assert names.keys() == {"csrftoken", "share"}
    assert names["share"]["path"] == address
    # Nothing of the page needed a script or another site.
    assert page.evaluate("document.scripts.length") == 0


def test_the_map_is_scaled_about_the_pointer(page: Page, people: People, sample: Sample) -> None:
    page.goto(f"{link(people, sample, view='full')}map/")
    step = page.locator(".plate a", has_text="Asked for more").first
    step.scroll_into_view_if_needed()
    before = step.bounding_box()
    assert before
    at = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
    page.mouse.move(*at)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    wider = "([each, least]) => each.getBoundingClientRect().width > least"
    page.wait_for_function(wider, arg=[step.element_handle(), before["width"] * 1.5])
    after = step.bounding_box()
    assert after
    middle = after["x"] + after["width"] / 2, after["y"] + after["height"] / 2
    assert abs(middle[0] - at[0]) < 3
    assert abs(middle[1] - at[1]) < 3
    assert page.evaluate(FITS)


def test_a_link_is_made_and_copied(enter: Enter, people: People, sample: Sample) -> None:
    page = enter("editor")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{sample.url}share/")
    page.get_by_label("Name").fill("Customer panel")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("button", name=re.compile("Copy.*Customer panel")).click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Address").input_value()
    page.goto(copied)
    page.get_by_role("heading", name="Start-up grant", level=1).wait_for()


@pytest.fixture
def other_site(live_server: LiveServer) -> Iterator[Callable[[str], str]]:
    """Somebody else’s site (another address and port), whose page holds what it is given."""
    held = [b""]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(held[0])

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def showing(html: str) -> str:
        held[0] = f"<!doctype html><title>Other</title>{html}".encode()
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield showing
    server.shutdown()
    server.server_close()


def test_other_sites_show_what_may_be_embedded_and_nothing_else(
    browser: Browser,
    live_server: LiveServer,
    people: People,
    sample: Sample,
    other_site: Callable[[str], str],
) -> None:
    allowed = live_server.url + link(people, sample, view="full", embed=True)
    kept = live_server.url + link(people, sample, view="full")
    page = browser.new_context(locale="en").new_page()
    frames = (f"{allowed}embed/", allowed, f"{kept}embed/", kept, f"{kept}map/")
    pictures = (f"{allowed}map.svg", f"{allowed}map.png", f"{kept}map.svg", f"{kept}map.png")
    html = "".join(f'<iframe src="{each}"></iframe>' for each in frames)
    html += "".join(f'<img src="{each}" alt="">' for each in pictures)
    page.goto(other_site(html), wait_until="load")
    shown = page.evaluate("[...document.images].map((each) => each.naturalWidth > 0)")
    assert shown == [True, True, False, False]
    titles = []
    for frame in page.frames[1:]:
        frame.wait_for_load_state()
        titles.append(frame.locator("h1").count() and frame.locator("h1").inner_text())
    assert [bool(each) and "Start-up grant" in str(each) for each in titles] == [
        True, False, False, False, False,
    ]  # fmt: skip
    assert not page.context.cookies()
    page.context.close()
