// The answer page with JavaScript: it is sent without leaving the page, and where the network is
// away, the answer stays here and is tried again. Going from question to question needs no script.
// @ts-check

/** Pauses between tries, in ms; the last one again and again. */
const PAUSES = [2_000, 5_000, 10_000, 30_000];

/** Whoever listens hears each question; where the browser has gone there by itself, nothing is done. */
function hear() {
  const asked = document.querySelector("h1:target") ?? document.querySelector(".here h1") ?? document.querySelector("h1");
  if (asked && !asked.closest("section")?.contains(document.activeElement)) /** @type {HTMLElement} */ (asked).focus();
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms);
  addEventListener("online", () => (clearTimeout(timer), resolve(undefined)), { once: true });
});

/** Send until there is an answer. @param {HTMLFormElement} sent @returns {Promise<string>} the page after it */
async function send(sent) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(sent)));
  const waiting = /** @type {HTMLElement} */ (document.querySelector("[data-waiting]"));
  for (let tried = 0; ; tried++) {
    let after = PAUSES[Math.min(tried, PAUSES.length - 1)];
    try {
      const answer = await fetch(sent.action, { method: "POST", body, signal: AbortSignal.timeout(20_000) });
      if (answer.status !== 429 && answer.status < 500) return await answer.text();
      after = Math.max(after, Number(answer.headers.get("Retry-After") ?? 0) * 1_000);
    } catch {
      // no network, or too slow a one
    }
    waiting.hidden = false;
    await pause(after);
  }
}

/** Put what the server says in the place of what was asked. @param {string} html */
function show(html) {
  const read = new DOMParser().parseFromString(html, "text/html");
  history.replaceState(null, "", location.pathname + location.search);
  document.title = read.title;
  for (const part of ["header", "main", "footer"]) {
    const [old, fresh] = [document.body.querySelector(`:scope > ${part}`), read.body.querySelector(`:scope > ${part}`)];
    if (old && fresh) old.replaceWith(fresh);
  }
  begin();
  hear();
}

/** Go on to the next question, from the one that is shown. @param {HTMLElement} held */
function next(held) {
  const shown = [.../** @type {NodeListOf<HTMLElement>} */ (held.querySelectorAll("a.button-primary"))];
  shown.find((each) => each.offsetParent)?.click();
}

/** Take the form of the page in hand, if it has one. */
function begin() {
  const held = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-sends]"));
  const text = held?.querySelector("textarea");
  const left = /** @type {HTMLElement | null} */ (held?.querySelector("[data-left]"));
  const count = () => {
    if (text && left) left.textContent = (left.dataset.left ?? "").replace("{n}", String(text.maxLength - text.value.length));
  };
  text?.addEventListener("input", count);
  held?.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (button?.formMethod === "dialog") return next(held);
    if (!button || button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = held.dataset.sending ?? "";
    send(held).then(show);
  });
}

if (document.querySelector("form[data-sends]")) {
  addEventListener("hashchange", hear);
  begin();
}

export {};
