// The kiosk: a tap answers and goes on; after thanks, or when nobody is there, it starts over.
// Answers go to queue.js by the event `answered`. What somebody has tapped counts, also when they
// walk away: before that the kiosk asks, with time to say "I am still here" as often as one likes.
// @ts-check

/** Seconds to say that one is there; seconds of thanks. */
const NOTICE = 20;
const THANKS = 12;
/** After so long the page is fetched anew at the next start, in ms: the questions may have changed. */
const STALE = 30 * 60_000;

const page = document.body;
const born = Date.now();
const screens = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".screen:not([data-thanks])")]);
const thanks = /** @type {HTMLElement} */ (document.querySelector("[data-thanks]"));
const still = /** @type {HTMLDialogElement} */ (document.querySelector("[data-still]"));
const idle = Number(page.dataset.idle) * 1_000;

/** @type {Record<string, string>} */
let said = {};
let at = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Show one screen; -1 is the thanks. @param {number} next */
function show(next) {
  at = next;
  clearTimeout(timer);
  screens.forEach((each, index) => (each.hidden = index !== at));
  thanks.hidden = at >= 0;
  const shown = at < 0 ? thanks : screens[at];
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (shown.querySelectorAll("[data-name]"))) {
    each.setAttribute("aria-pressed", String(said[each.dataset.name ?? ""] === each.dataset.value));
  }
  shown.querySelector("h1")?.focus();
  scrollTo(0, 0);
  touched();
}

/** Count down, saying each second; then do it. @param {HTMLElement} where @param {string} words @param {number} left @param {() => void} then */
function count(where, words, left, then) {
  where.textContent = words.replace("{n}", String(left));
  clearTimeout(timer);
  timer = setTimeout(() => (left > 1 ? count(where, words, left - 1, then) : then()), 1_000);
}

/** Somebody is there: wait anew until nobody is. */
function touched() {
  if (at < 0 || still.open) return;
  clearTimeout(timer);
  if (at > 0 || Object.keys(said).length) timer = setTimeout(ask, idle);
}

function ask() {
  const left = /** @type {HTMLElement} */ (still.querySelector("[data-left]"));
  still.showModal();
  count(left, left.dataset.left ?? "", NOTICE, () => (still.close(), finish()));
}

/** Hand on what was answered, and thank for it; where nothing was, start over. */
function finish() {
  const { step, ...rest } = said;
  if (!Object.keys(rest).length) return over();
  const { known = "{}", wording, language } = page.dataset;
  const item = { ...JSON.parse(known), ...said, wording, language, client_id: id(), at: new Date().toISOString() };
  if (!("preview" in page.dataset)) document.dispatchEvent(new CustomEvent("answered", { detail: item }));
  said = {};
  show(-1);
  const again = /** @type {HTMLElement} */ (thanks.querySelector("[data-again]"));
  count(again, again.dataset.again ?? "", THANKS, over);
}

/** Start over, for the next one: in the first language, with the newest questions. */
function over() {
  said = {};
  if (page.dataset.home) return location.replace(page.dataset.home);
  if (Date.now() - born > STALE && navigator.serviceWorker?.controller) return location.reload();
  show(0);
}

/** 128 random bits; also where there is no https. */
function id() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const goes = /** @type {Record<string, () => void>} */ ({
  back: () => show(at - 1),
  on: () => (at + 1 < screens.length ? show(at + 1) : finish()),
  over,
  stay: () => (still.close(), touched()),
  done: () => (still.close(), finish()),
});

page.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-name], [data-go]"));
  const { name, value, go } = button?.dataset ?? {};
  if (name) {
    said[name] = value ?? "";
    goes.on();
  } else if (go) goes[go]();
});
for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, touched, { passive: true });
still.addEventListener("cancel", (event) => (event.preventDefault(), goes.stay()));

const full = /** @type {HTMLElement} */ (document.querySelector("[data-full]"));
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => document.documentElement.requestFullscreen());
document.addEventListener("fullscreenchange", () => (full.hidden = Boolean(document.fullscreenElement)));

navigator.serviceWorker?.register(page.dataset.worker ?? "").then(async () => {
  const { active } = await navigator.serviceWorker.ready;
  const tongues = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-tongue]"));
  const files = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource")).map(({ name }) => name);
  active?.postMessage({ pages: [location.href, ...Array.from(tongues, ({ href }) => href)], files });
});
show(0);

export {};
