"""Driving the editor as a person does, and asking the server what it has."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from journeymap.documents import log
from journeymap.documents.models import Record

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

#: How long the server may take to have what was typed, in seconds.
PATIENCE = 60
APP = "document.querySelector('jm-editor').app"
#: Whether the server has everything.
SAVED = f"() => {APP}.session.status.state === 'saved' && !{APP}.session.status.pending"


def editor(page: Page, address: str) -> Page:
    """Open the editor and wait until it is there."""
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(address)
    there = page.locator("jm-inspector h2, jm-inspector .inspector-none")
    there.wait_for(state="attached")  # beside a table on a phone it is not shown
    page.wait_for_function("() => document.querySelector('jm-editor').app?.talk")
    return page


def choose(page: Page, *ids: str) -> None:
    """Choose records, as a click on the map does; none: the journey."""
    page.evaluate("ids => document.querySelector('jm-inspector').app.selection.select(ids)", ids)
    page.evaluate("() => document.querySelector('jm-inspector').updateComplete")


def settle(page: Page) -> None:
    """Let the editor draw what was done."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def focus(page: Page, key: str) -> None:
    """Choose nothing and put the focus on an item of the map."""
    page.evaluate(f"key => {{ {APP}.selection.clear(); return {APP}.map.focusItem(key); }}", key)
    settle(page)


def unfold(page: Page) -> None:
    """Open every fold of the inspector, also those in what is drawn only then."""
    page.evaluate(
        """async () => {
            const closed = 'jm-inspector details:not([open])';
            for (let found; (found = [...document.querySelectorAll(closed)]).length; ) {
                const opened = found.map(each => new Promise(done => {
                    each.addEventListener('toggle', done, { once: true });
                    each.open = true;
                }));
                await Promise.all(opened);
                await document.querySelector('jm-inspector').updateComplete;
            }
            const fields = [...document.querySelectorAll('jm-inspector jm-field')];
            await Promise.all(fields.map(each => each.updateComplete));
        }"""
    )


def field(page: Page, record: str, name: str) -> Locator:
    """A field of a record in the inspector, by what the browser holds."""
    page.evaluate(
        """() => document.querySelectorAll('jm-inspector jm-field').forEach(each => {
            each.dataset.at = [each.record, each.name, each.inner].filter(Boolean).join(' ');
        })"""
    )
    return page.locator(f'jm-inspector jm-field[data-at="{record} {name}"]').first


def value(document: str, record: str) -> dict[str, Any] | None:
    """What the server holds of a record; None where it has none."""
    held = Record.objects.filter(document_id=document, id=record).first()
    return held.value if held else None


def one_of(document: str, of: str, /, **fields: Any) -> str:
    """The id of a record of a kind with such values; AssertionError where there is none."""
    found = one_of_or_none(document, of, **fields)
    assert found, f"no {of} with {fields}"
    return found


def one_of_or_none(document: str, of: str, /, **fields: Any) -> str | None:
    found = Record.objects.filter(document_id=document, kind=of)
    return next((r.id for r in found if all(r.value.get(k) == v for k, v in fields.items())), None)


def eventually(holds: Callable[[], Any]) -> Any:
    """Wait until something holds, and return it; fails with what it was last."""
    until = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < until, f"it never came to hold: {found!r}"
        time.sleep(0.05)
    return found


def version(document: str) -> int:
    """Which version the server is at."""
    return log.packed(document)[0]
