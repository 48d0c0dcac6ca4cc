"""The pages as a person uses them: by mouse, by keyboard alone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from journeys import rows
from tests.support.people import People
from touchpoints.models import Answer

from .conftest import Sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

Enter = Callable[[str], "Page"]
TITLE = "Asked for more details"


def quiet(page: Page) -> list[str]:
    """Collect what the console complains of from now on."""
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    return said


def told(page: Page, words: str) -> None:
    """Wait until the page that says this is all there: what it says has the focus then."""
    page.locator("#done:focus", has_text=words).wait_for()


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement?.textContent?.trim() ?? ''")
    return text


def test_a_person_signs_in_sees_the_journeys_and_opens_one(
    with_worker: Page, people: People, sample: Sample
) -> None:
    page = with_worker
    said = quiet(page)
    page.goto("/")
    page.get_by_label("Username").fill("viewer")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    assert "do not match" in page.get_by_role("alert").inner_text()
    page.get_by_label("Username").fill("viewer")
    page.get_by_label("Password").fill("viewer")
    page.get_by_role("button", name="Sign in").click()
    card = page.get_by_role("article")
    assert "Start-up grant" in card.inner_text()
    page.wait_for_load_state()
    assert card.locator("svg.diagram rect").count() > 10
    card.click(position={"x": 80, "y": 40})  # on its picture: the whole card leads to the journey
    page.wait_for_url(f"**{sample.url}")
    for tab in ("Table", "Map", "Path"):
        page.get_by_role("navigation", name="Views of the journey").get_by_text(tab).click()
        page.get_by_role("heading", name=tab, exact=True, level=2).wait_for(state="attached")
    page.get_by_role("link", name="The same as a table").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/table/")
    page.get_by_role("table", name="Steps in the order of the path").first.wait_for()
    page.locator("summary.avatar").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert not said


def test_a_click_on_a_step_opens_its_panel(enter: Enter, sample: Sample) -> None:
    page = enter("viewer")
    said = quiet(page)
    page.goto(f"{sample.url}path/")
    link = page.locator(f'svg a[href$="/steps/{sample.step}/"]').first
    link.click()
    panel = page.get_by_role("complementary", name="Step")
    panel.get_by_role("heading", name=TITLE).wait_for()
    page.wait_for_url(lambda url: url.endswith(f"?step={sample.step}"))
    assert "No idea where my case is" in panel.inner_text()
    assert link.get_attribute("aria-current") == "true"
    page.locator('svg a[href$="/steps/lukee/"]').first.click()
    panel.get_by_role("heading", name="Reads the service page").wait_for()
    page.go_back()
    panel.get_by_role("heading", name=TITLE).wait_for()
    page.reload()
    panel.get_by_role("heading", name=TITLE).wait_for()
    panel.get_by_role("link", name="Close").click()
    panel.wait_for(state="hidden")
    page.wait_for_url(lambda url: "?step" not in url)
    assert not said


def test_printing_puts_the_whole_path_on_the_paper(enter: Enter, sample: Sample) -> None:
    page = enter("viewer")
    page.set_viewport_size({"width": 900, "height": 500})
    page.goto(f"{sample.url}path/?zoom=100")
    cut = """() => { const e = document.querySelector(".sheet");
      return e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight; }"""
    assert page.evaluate(cut)
    page.emulate_media(media="print")
    assert not page.evaluate(cut)
    assert not page.get_by_role("link", name="Take away").is_visible()


def test_printing_the_map_puts_its_picture_on_the_paper(enter: Enter, sample: Sample) -> None:
    page = enter("viewer")
    drawn: list[str] = []
    page.on("request", lambda asked: drawn.append(asked.url) if "map.svg" in asked.url else None)
    page.goto(sample.url, wait_until="networkidle")
    assert not drawn  # it is not made before somebody prints
    page.emulate_media(media="print")
    picture = page.locator(".on-paper img")
    picture.evaluate("each => each.decode()")
    assert len(drawn) == 1
    width, height = picture.evaluate("each => [each.naturalWidth, each.naturalHeight]")
    assert width > 1000 and height > 500
    assert len(page.pdf()) > 100_000
    assert not page.locator("jm-editor").is_visible()


def test_every_row_of_the_table_view_is_named_by_its_first_cell(
    enter: Enter, sample: Sample
) -> None:
    page = enter("viewer")
    page.goto(f"{sample.url}table/")
    firsts = "rows => rows.map(r => [r.cells[0].tagName, r.cells[0].scope])"
    found = page.locator(".data tbody tr").evaluate_all(firsts)
    assert len(found) > 50 and all(each == ["TH", "row"] for each in found)
    steps = page.get_by_role("table", name="Steps in the order of the path")
    assert steps.get_by_role("rowheader").first.inner_text().startswith("1. ")


def test_the_keyboard_alone_opens_a_step_adds_a_pain_point_and_comes_back(
    enter: Enter, sample: Sample
) -> None:
    page = enter("editor")
    page.goto(f"{sample.url}path/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href') || ''").endswith(
            f"/steps/{sample.step}/"
        ):
            break
    assert TITLE in focused(page)
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Step")
    panel.get_by_role("heading", name=TITLE).wait_for()
    panel.locator("h2:focus").wait_for()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert TITLE in focused(page)
    page.keyboard.press("Enter")
    panel.locator("h2:focus").wait_for()
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page) == "Add a pain point or a success":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "title"
    page.keyboard.press("Enter")  # nothing typed: refused beside the field, which has the focus
    panel.locator("[aria-invalid=true]:focus").wait_for()
    assert "This field is required." in panel.inner_text()
    page.keyboard.type("Kolmas <b>kerta</b>")
    page.keyboard.press("Enter")
    told(page, "The pain point was added.")
    assert "Kolmas <b>kerta</b>" in panel.inner_text()
    (held,) = [f for f in rows.load(sample.id).findings if f.title.startswith("Kolmas")]
    assert (held.step, held.kind) == (sample.step, "pain")


def test_an_answer_with_faces(enter: Enter, sample: Sample) -> None:
    page = enter("editor")
    page.goto(f"{sample.url}path/?step={sample.step}")
    panel = page.get_by_role("complementary", name="Step")
    n = Answer.objects.filter(step=sample.step).count()
    assert f"{n} answers" in panel.inner_text()
    panel.get_by_text("Add an answer").click()
    panel.get_by_text("Very good").click()
    panel.get_by_text("Better than I expected").last.click()
    panel.get_by_label("In their own words").fill("Soitto auttoi & kaikki selvisi")
    panel.get_by_role("button", name="Add the answer").click()
    told(page, "The answer was added.")
    assert f"{n + 1} answers" in panel.inner_text()
    assert "Soitto auttoi & kaikki selvisi" in panel.inner_text()
    held = Answer.objects.get(comment__startswith="Soitto")
    assert (held.emotion, held.expectation) == (5, 1)


def test_all_of_it_works_without_scripts(
    browser: Browser, enter: Enter, sample: Sample, live_server: LiveServer
) -> None:
    cookies = enter("editor").context.cookies()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(sample.url)
    drawn = page.locator("noscript img, img[src*='map.svg']").first
    assert drawn.evaluate("each => each.naturalWidth") > 1000
    page.get_by_role("link", name="The same as a table").first.click()
    page.locator(f'a[href$="/steps/{sample.step}/"]').first.click()
    page.get_by_role("heading", name=TITLE, level=1).wait_for()
    page.get_by_text("Add a pain point or a success").click()
    page.get_by_label("In one sentence").fill("Ilman skriptejä")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("status").get_by_text("The pain point was added.").wait_for()
    page.get_by_text("Ilman skriptejä").wait_for()
    page.get_by_role("navigation", name="Views of the journey").get_by_text("Table").click()
    page.locator("td, th").get_by_text("Ilman skriptejä").first.wait_for()
    context.close()


def test_language_and_colours_are_switched_in_the_footer(enter: Enter, sample: Sample) -> None:
    page = enter("viewer")
    page.goto(f"{sample.url}table/")
    white = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_navigation():
        page.get_by_role("button", name="Suomi").click()
    assert page.evaluate("document.documentElement.lang") == "fi"
    assert page.get_by_role("heading", level=1).inner_text() == sample.graph.journey.title
    assert page.url.endswith("/table/")
    with page.expect_navigation():
        page.locator("button[name=theme][value=dark]").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != white
    page.goto(f"{sample.url}path/")
    ground = "getComputedStyle(document.querySelector('svg.diagram > rect')).fill"
    chosen = page.evaluate(ground)
    with page.expect_navigation():
        page.locator("button[name=theme][value=light]").click()
    assert page.evaluate(ground) != chosen
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == white


def test_menus_close_on_escape_and_on_a_click_elsewhere(enter: Enter, sample: Sample) -> None:
    page = enter("editor")
    page.goto(sample.url)
    menu = page.locator("details.menu", has_text="More")
    summary = menu.locator("summary")
    summary.click()
    assert menu.get_by_role("link").first.is_visible()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert focused(page) == "More"
    summary.click()
    page.get_by_role("heading", level=1).click()
    assert menu.get_attribute("open") is None
