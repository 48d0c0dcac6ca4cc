"""Two people on one map, each in a browser, over one real server and its live stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.editor import real
from tests.browser.editor.driving import APP, eventually
from tests.browser.editor.real import SESSION, Real
from tests.support.accessibility import violations
from tests.support.hands import Hands
from tests.support.wire import Wire

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: A key that changes nothing: who types none for a while does not type any more.
TYPES = """() => document.querySelector("jm-inspector .headline textarea")
  .dispatchEvent(new Event("input", { bubbles: true }))"""
HOSTILE = '<b>&" Lentokonesuihkuturbiinimoottoriapumekaanikko'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    server = Real(tmp_path_factory.mktemp("together"), DEBUG="1")
    yield server
    server.kill()


@pytest.fixture(scope="module")
def hands(server: Real) -> Iterator[Hands]:
    with Hands(server.var) as hands:
        yield hands


@pytest.fixture
def join(browser: Browser, server: Real, hands: Hands) -> Iterator[Callable[..., Page]]:
    """Open the editor as somebody new."""
    contexts: list[BrowserContext] = []

    def as_(name: str, role: str = "editor", address: str = server.address, view: str = "") -> Page:
        context = browser.new_context(locale="en", viewport={"width": 1440, "height": 900})
        contexts.append(context)
        session = hands.ask("comes", name=name, role=role)
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = real.opened(context.new_page(), f"{address}journeys/{real.JOURNEY}/{view}")
        page.wait_for_function(f"() => {APP}.together?.stream.up")
        return page

    yield as_
    for context in contexts:
        context.close()


def retitle(page: Page, step: str, title: str, **more: Any) -> None:
    change = [step, {"title": title, **more}]
    page.evaluate(
        f"([id, set]) => {SESSION}.edit({{label: 'Edit', journey: [{{op: 'patch', id, set}}]}})",
        change,
    )


def until(page: Page, script: str, given: Any = None) -> None:
    page.wait_for_function(script, arg=given, timeout=60_000)


def choose(page: Page, *ids: str) -> None:
    page.evaluate(f"ids => {APP}.selection.select(ids)", list(ids))


def expect_same(*pages: Page) -> None:
    """All pages have all, and show what the server has."""
    for page in pages:
        real.saved(page)
    newest = max(page.evaluate(f"() => {SESSION}.journey.version") for page in pages)
    for page in pages:
        until(page, f"n => {SESSION}.journey.version >= n", newest)
        real.expect_sound(page, real.log(page))


def test_two_edit_at_once_and_one_is_without_a_network_for_a_while(
    join: Callable[..., Page], server: Real
) -> None:
    wire = Wire(server.address)
    anna, ben = join("anna"), join("ben", address=wire.address)
    steps = real.steps(anna)
    for n in range(6):
        retitle(anna, steps[n % 3], f"Anna {n}")
        retitle(ben, steps[(n + 1) % 3], f"Ben {n}", expectation=1 + n % 5)
    expect_same(anna, ben)
    wire.hold()
    for n in range(8):
        retitle(anna, steps[n % 4], f"Anna meanwhile {n}")
        retitle(ben, steps[n % 4], f"Ben meanwhile {n}")
        real.saved(anna)
    assert real.status(ben)["pending"] == 8
    wire.cut()
    ben.locator(".status-offline", has_text="8 edits kept here").wait_for()
    until(anna, f"() => !{APP}.together.people.all.some(each => each.name === 'ben')")
    tried = wire.refused
    eventually(lambda: ben.evaluate("1") and wire.refused > tried + 1)
    wire.mend()
    ben.evaluate("() => dispatchEvent(new Event('online'))")
    expect_same(anna, ben)
    assert real.title(anna, steps[3]) == "Ben meanwhile 7"  # the last to write wins
    until(ben, f"() => {APP}.together.stream.up")
    retitle(anna, steps[0], "At once")
    until(ben, f"id => {SESSION}.journey.get(id).value.title === 'At once'", steps[0])
    assert real.status(ben)["refused"] == []
    wire.close()


def test_each_sees_where_the_other_is_and_goes_there(join: Callable[..., Page]) -> None:
    anna = join("Anna Virtanen")
    ben = join(HOSTILE)
    step, second, *_ = real.steps(anna)
    choose(ben, step)
    tag = anna.locator(".map-sheet .others-tag", has_text=HOSTILE)
    tag.wait_for()
    anna.locator("jm-editor > [role=status]", has_text=f"{HOSTILE} is here now.").wait_for()
    assert anna.locator("jm-others b, jm-people b").count() == 0
    own = anna.locator(f'.m-card-step[data-id="{step}"] .m-card-title').bounding_box()
    over = tag.bounding_box()
    assert own and over and over["y"] + over["height"] <= own["y"]
    anna.evaluate(f"() => {APP}.run('zoom-fit')")
    eventually(lambda: tag.count() == 0)  # from afar initials are enough
    assert anna.locator(".map-sheet .others-tag", has_text="BL").is_visible()
    anna.evaluate(f"() => {APP}.run('zoom-reset')")
    choose(ben, second)
    ben.locator("jm-inspector .headline textarea").press("End")
    ben.keyboard.type("!")
    ben.evaluate(f"() => {{ window.typing = setInterval({TYPES}, 300) }}")
    button = anna.get_by_role("button", name="Also here")
    assert HOSTILE in (button.get_attribute("aria-label") or "")
    anna.keyboard.press("Control+k")
    anna.keyboard.type("who is here")
    anna.keyboard.press("Enter")
    row = anna.get_by_role("dialog", name="Also here").get_by_role("button", name=HOSTILE)
    row.locator("text=is typing in the title of").wait_for()
    ben.evaluate("() => clearInterval(typing)")
    for scheme, width in (("light", 1440), ("dark", 390)):
        anna.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        anna.set_viewport_size({"width": width, "height": 800})
        assert not violations(anna)
    anna.set_viewport_size({"width": 1440, "height": 900})
    row.press("Enter")
    until(anna, "id => document.activeElement.dataset.id === id", second)
    assert anna.evaluate(f"() => {APP}.selection.only") == second
    table = join("Table", view="table/")
    cell = table.locator(f'tr[data-id="{second}"] > .others-cell')
    eventually(lambda: HOSTILE in cell.inner_text())
    assert not violations(table)
    ben.context.close()
    cell.wait_for(state="detached")
    eventually(lambda: HOSTILE not in (button.get_attribute("aria-label") or ""))


def test_two_in_one_field_are_told_and_the_text_that_lost_is_not_lost(
    join: Callable[..., Page],
) -> None:
    anna, ben = join("Anna V"), join("Ben V")
    step = real.steps(anna)[4]
    for page in (anna, ben):
        choose(page, step)
    box = "jm-inspector .headline textarea"
    ben.locator(box).fill("Ben's words")
    real.saved(ben)
    company = anna.locator("jm-inspector .headline .company")
    assert company.inner_text() == "Ben V is writing here, too."
    described = anna.locator(box).get_attribute("aria-describedby") or ""
    assert company.get_attribute("id") in described.split()
    anna.locator(box).fill("Anna's words")
    note = ben.locator("jm-inspector .headline .hint", has_text="Anna V meanwhile made it")
    note.wait_for()
    assert "“Anna's words”" in note.inner_text()
    assert ben.locator(box).input_value() == "Ben's words"  # nothing is taken away while it is read
    link = note.get_by_role("link", name="See the history")
    assert link.get_attribute("href") == f"/journeys/{real.JOURNEY}/history/?record={step}"
    assert not violations(ben)
    ben.locator(box).press("Tab")
    toast = ben.locator(".toast", has_text="Anna V wrote over your text, the title of")
    toast.get_by_role("button", name="See the history").wait_for()
    assert ben.locator(box).input_value() == "Anna's words"
    expect_same(anna, ben)
    texts = [op.get("set", {}).get("title") for each in real.log(ben) for op in each["ops"]]
    assert texts.index("Ben's words") < texts.index("Anna's words")


def test_a_changed_role_and_an_ended_membership_reach_the_open_page(
    join: Callable[..., Page], hands: Hands
) -> None:
    anna, carl = join("anna w"), join("carl")
    step = real.steps(carl)[5]
    choose(carl, step)
    carl.locator("jm-inspector .headline textarea").wait_for()
    hands.ask("becomes", name="carl", role="viewer")
    carl.locator(".toast", has_text="no longer edit it").wait_for()
    assert carl.locator("jm-inspector textarea").count() == 0
    assert carl.locator(".m-handle").count() == 0
    hands.ask("becomes", name="carl", role="editor")
    carl.locator(".toast", has_text="You may edit this journey now.").wait_for()
    carl.context.set_offline(True)
    carl.locator("jm-inspector .headline textarea").fill("Carl's last words")
    carl.locator(".status-offline", has_text="1 edit kept here").wait_for()
    hands.ask("goes", name="carl")
    carl.context.set_offline(False)
    carl.locator(".status-ended", has_text="Access ended; 1 edit kept here").wait_for()
    carl.locator(".toast", has_text="no longer open to you").wait_for()
    assert carl.locator("jm-inspector textarea").count() == 0
    before = carl.evaluate(f"() => {SESSION}.journey.version")
    retitle(anna, step, "Not for Carl")
    real.saved(anna)
    carl.get_by_role("button", name="See them").click()
    dialog = carl.get_by_role("dialog", name="Edits that are kept here")
    assert "Carl's last words" in dialog.inner_text()
    assert dialog.get_by_role("button", name="Copy").is_visible()
    assert dialog.get_by_role("button", name="Try again").count() == 0
    assert not violations(carl)
    assert carl.evaluate(f"() => {SESSION}.journey.version") == before
    assert real.title(carl, step) == "Carl's last words"
    until(anna, f"() => !{APP}.together.people.all.some(each => each.name === 'carl')")
    dora = join("dora", "viewer")
    hands.ask("goes", name="dora")
    dora.locator(".status-ended", has_text="Access ended").wait_for()
