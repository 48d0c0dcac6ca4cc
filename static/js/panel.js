// Opens a step beside the picture instead of as a page, where there is room for both.
// Without this module every link and form here is an ordinary one.
// @ts-check

const WIDE = window.matchMedia("(min-width: 56.25rem)");
const stage = /** @type {HTMLElement} */ (document.querySelector(".stage"));
const panel = /** @type {HTMLElement} */ (document.getElementById("panel"));
const STEP = new RegExp(`^/journeys/${stage.dataset.journey?.replace(/[.]/g, "\\.")}/steps/([^/]+)/$`);

/** The step that is asked for or open: an older answer that comes late is dropped. */
let wanted = current();

/** @param {Element} link */
function address(link) {
  return new URL(link.getAttribute("href") ?? "", location.href);
}

/** @param {string} html */
function fill(html) {
  panel.innerHTML = html; // our own server's template: it escapes what people wrote
  panel.hidden = false;
  stage.classList.add("stage-open");
}

/** @param {string} id */
function mark(id) {
  for (const link of stage.querySelectorAll(".stage-main a")) {
    const found = STEP.exec(address(link).pathname);
    if (found && decodeURIComponent(found[1]) === id) {
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
  }
}

/** @param {URL} url @param {RequestInit} [init] */
function ask(url, init = {}) {
  return fetch(url, { ...init, headers: { "X-Fragment": location.pathname }, credentials: "same-origin" });
}

/** @param {string} id @param {boolean} remember */
async function open(id, remember) {
  const url = new URL(`/journeys/${stage.dataset.journey}/steps/${encodeURIComponent(id)}/`, location.href);
  wanted = id;
  panel.classList.add("panel-busy");
  try {
    const answer = await ask(url);
    const html = await answer.text();
    if (wanted !== id) return;
    if (!answer.ok || answer.redirected) return location.assign(url); // signed out, gone: a page says it
    fill(html);
    mark(id);
    if (remember) history.pushState({ step: id }, "", here(id));
    panel.querySelector("h2")?.focus({ preventScroll: true });
    panel.scrollTop = 0;
  } catch {
    location.assign(url);
  } finally {
    panel.classList.remove("panel-busy");
  }
}

/** @param {string} id */
function here(id) {
  const url = new URL(location.href);
  if (id) url.searchParams.set("step", id);
  else url.searchParams.delete("step");
  url.hash = "";
  return url;
}

/** @param {boolean} remember */
function close(remember) {
  const last = wanted;
  wanted = "";
  panel.hidden = true;
  panel.replaceChildren();
  stage.classList.remove("stage-open");
  if (remember) history.pushState({}, "", here(""));
  const link = [...stage.querySelectorAll(".stage-main a")].find((each) => stepOf(each) === last);
  if (link instanceof HTMLElement || link instanceof SVGElement) link.focus({ preventScroll: true });
  mark("");
}

/** @param {Element} link */
function stepOf(link) {
  const found = STEP.exec(address(link).pathname);
  return found ? decodeURIComponent(found[1]) : "";
}

function current() {
  return new URL(location.href).searchParams.get("step") ?? "";
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.hasAttribute("data-close")) {
    event.preventDefault();
    close(true);
  } else if (WIDE.matches && stage.contains(link) && !link.classList.contains("panel-page")) {
    const id = stepOf(link);
    if (!id) return;
    event.preventDefault();
    open(id, id !== current());
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel.contains(document.activeElement)) close(true);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !panel.contains(form) || !form.matches("[data-fragment]")) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button?.setAttribute("disabled", "");
  try {
    const answer = await ask(new URL(form.action), { method: "POST", body: new FormData(form) });
    const there = answer.headers.get("X-Go");
    if (there) {
      const same = new URL(there, location.href);
      if (same.pathname + same.search === location.pathname + location.search) {
        location.hash = same.hash;
        location.reload();
      } else location.assign(same);
    } else if (answer.status === 422) {
      fill(await answer.text());
      const wrong = panel.querySelector('[aria-invalid="true"], [role="alert"]');
      if (wrong instanceof HTMLElement) {
        wrong.tabIndex = wrong.matches("[role]") ? -1 : wrong.tabIndex;
        wrong.focus();
      }
    } else form.submit(); // let the browser show what the server says
  } catch {
    button?.removeAttribute("disabled");
    form.submit();
  }
});

window.addEventListener("popstate", () => {
  const id = current();
  if (id) open(id, false);
  else if (!panel.hidden) close(false);
});

mark(current());
