// What comes later: elements that the first picture does without, and that nobody types into as
// they open. They are fetched when they are first wanted, and all of them once the page has nothing
// else to do.
// @ts-check

/** @type {Record<string, () => Promise<any>>} of these a page has the one that it shows */
const VIEWS = {
  "jm-map": () => import("./elements/map.js"),
  "jm-table": () => import("./elements/table.js"),
};
/** @type {Record<string, () => Promise<any>>} */
const LATER = {
  "jm-inspector": () => import("./elements/inspector.js"),
  "jm-answers": () => import("./elements/answers.js"),
  "jm-talk": () => import("./elements/talk.js"),
  "jm-refused": () => import("./elements/refused.js"),
  "jm-keys": () => import("./elements/keys-help.js"),
  "jm-people": () => import("./elements/people.js"),
};

/** Have an element, fetched if it is not there yet; rejected where it cannot be. @param {string} tag */
export async function need(tag) {
  if (customElements.get(tag)) return;
  if (alone()) throw new Error("no network"); // not even tried: a browser may never fetch again what failed once
  await (VIEWS[tag] ?? LATER[tag])();
}

/** Whether files can come from nowhere now. */
const alone = () => navigator.onLine === false && !navigator.serviceWorker?.controller;

/** Wait for the network where there is none. */
async function online() {
  while (alone()) await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}

/**
 * Fetch the rest as soon as the view is painted, first what is looked at; and have this page kept
 * for a reload without a network, again when all is there: where names have no hash the import map
 * does not say what came since.
 * @param {import("./app.js").App} app
 */
export async function needAll(app) {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const kept = import("./offline.js").then(({ stayAtHand }) => (stayAtHand(), stayAtHand), () => () => {});
  await online();
  await import("./actions/clipboard.js").then(({ begin }) => begin(app), () => {});
  for (const tag of Object.keys(LATER)) {
    await online();
    await need(tag).catch(() => {});
    await new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(resolve) : setTimeout(resolve, 50)));
  }
  await import("./actions/left.js").catch(() => {});
  await (await kept)();
}
