"""The editor as production serves it: hashed names, nothing twice, nothing the policy stops."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.serving import start, stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HASHED = re.compile(r"^(.*)\.[0-9a-f]{12}(\.\w+)$")


def test_the_editor_loads_every_file_once_under_its_hashed_name(
    browser: Browser, tmp_path: Path
) -> None:
    process, said, address = start(tmp_path, DEBUG="0")
    context = browser.new_context(base_url=address, locale="en")
    try:
        page = context.new_page()
        complaints: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type != "log" else None)
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/sign-in/")
        for field in ("name", "password"):
            found = re.search(rf"{field}: (\S+)", said)
            assert found
            page.fill(f"[name={'username' if field == 'name' else field}]", found[1])
        page.keyboard.press("Enter")
        page.wait_for_url("**/workspaces/**")
        asked.clear()
        page.goto("/journeys/start-up-grant/", wait_until="networkidle")
        assert not complaints
        page.locator("jm-map [data-part=card]").first.wait_for()
        page.locator("jm-inspector aside").wait_for()
        page.locator("jm-tools [aria-label='All keys']").click()
        page.locator("jm-keys dialog").wait_for()
        page.wait_for_load_state("networkidle")
        files = [url for url in asked if "/static/" in url]
        entry = next(url for url in files if "/editor/main." in url)
        assert len(context.request.get(entry).text().splitlines()) == 1, "it is not made smaller"
        assert len([url for url in files if url.endswith(".js")]) > 40
        assert not [url for url in files if not HASHED.match(url)]
        assert not [url for url, n in Counter(files).items() if n > 1]
        assert not complaints
    finally:
        context.close()
        stop(process)
