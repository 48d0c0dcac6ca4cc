"""Work on a journey through the editor's session: edits without gestures, and what came of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from journeymap.documents.models import Entry

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: How long the browser may take for anything, in ms; it is never waited for in vain.
PATIENCE = 60_000


class Work:
    """One tab with the editor of a journey."""

    def __init__(self, page: Page, address: str) -> None:
        page.set_default_timeout(PATIENCE)
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        self.ready()

    def ready(self) -> None:
        """Wait until the editor has started."""
        self.page.wait_for_function("() => document.querySelector('jm-editor')?.app")

    def reload(self) -> None:
        self.page.reload()
        self.ready()

    def ask(self, script: str, given: Any = None) -> Any:
        """Run a function of (session, given) in the page."""
        return self.page.evaluate(
            f"given => ({script})(document.querySelector('jm-editor').app.session, given)", given
        )

    def edit(self, *ops: dict[str, Any], label: str = "An edit", **more: Any) -> None:
        change = {"label": label, "journey": list(ops), **more}
        self.ask("(session, change) => session.edit(change)", change)

    def put(self, *ids: str) -> None:
        """Make steps that are named by their ids, an edit each."""
        for at, key in enumerate(ids):
            value = {"title": f"Title {key}", "order": "m" + chr(ord("a") + at)}
            self.edit({"op": "put", "kind": "step", "id": key, "value": value}, label=f"New {key}")

    def titled(self, key: str, title: str) -> None:
        self.edit({"op": "patch", "id": key, "set": {"title": title}}, label="Title")

    def title(self, key: str) -> str | None:
        found = self.ask("(session, id) => session.journey.get(id)?.value.title ?? null", key)
        return found if isinstance(found, str) else None

    def steps(self) -> set[str]:
        return set(self.ask("session => session.journey.kind('step').map(each => each.id)"))

    def status(self) -> dict[str, Any]:
        return dict(
            self.ask(
                "session => {const {state, pending, refused} = session.status;"
                "return {state, pending, refused: refused.length}}"
            )
        )

    def until(self, state: str, pending: int | None = None) -> None:
        """Wait until the status is so; the editor tries at once, so that no pause is sat out."""
        self.page.wait_for_function(
            """([state, pending]) => {
                const {session} = document.querySelector('jm-editor').app;
                session.sync.kick();
                const now = session.status;
                return now.state === state && (pending === null || now.pending === pending);
            }""",
            arg=[state, pending],
            polling=50,
        )

    def saved(self) -> None:
        self.until("saved", 0)
        assert not self.errors

    def said(self) -> str:
        return self.page.locator("jm-status").inner_text()

    def kept(self, store: str = "jobs") -> int:
        """How much lies in IndexedDB."""
        count = """async store => {
            const found = await indexedDB.databases();
            let sum = 0;
            for (const {name} of found) {
                const base = await new Promise((done, fail) => {
                    const asked = indexedDB.open(name);
                    asked.onsuccess = () => done(asked.result);
                    asked.onerror = fail;
                });
                const all = base.transaction(store).objectStore(store).count();
                sum += await new Promise(done => (all.onsuccess = () => done(all.result)));
                base.close();
            }
            return sum;
        }"""
        return int(self.page.evaluate(count, store))


def logged(journey: str) -> Counter[str]:
    """How often the log has each client_id, but for how the journey was made."""
    entries = Entry.objects.filter(document_id=journey, version__gt=1)
    return Counter(entries.values_list("client_id", flat=True))


def labels(journey: str) -> list[str]:
    entries = Entry.objects.filter(document_id=journey, version__gt=1).order_by("version")
    return list(entries.values_list("label", flat=True))
