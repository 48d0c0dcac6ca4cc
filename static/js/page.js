// On every page. Menus are <details>; this closes them on Escape, on a click elsewhere and when focus leaves.
// @ts-check

const OPEN = "details[data-menu][open]";

/** @param {EventTarget | null} target */
function closeOthers(target) {
  for (const menu of document.querySelectorAll(OPEN)) {
    if (!(target instanceof Node) || !menu.contains(target)) menu.removeAttribute("open");
  }
}

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(OPEN)) {
    menu.removeAttribute("open");
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
  }
});
// What a form said after it was sent is where reading goes on.
document.getElementById("done")?.focus({ preventScroll: true });

// What waits to be sent stays in this browser; whoever signs out before it is sent is asked.
// The editor asks by itself, since it knows more.
const leaving = document.querySelector("body:not(.editing) form[data-unsent]");
leaving?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (leaving);
  const told = await import("./leaving.js").then(({ unsent }) => unsent(form.dataset.person ?? "")).catch(() => 0);
  if (!told || confirm(form.dataset.unsent)) form.submit();
});

// Taking a journey away is a page, and over its views a dialog.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-take]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.hasAttribute("aria-current")) return;
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import("./take.js").then(({ open }) => open(link)).catch(() => location.assign(link.href));
});
