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
  "jm-talk": () => import("./elements/talk.js"),
  "jm-refused": () => import("./elements/refused.js"),
  "jm-keys": () => import("./elements/keys-help.js"),
  "jm-people": () => import("./elements/people.js"),
};

/** Have an element, fetched if it is not there yet; rejected where it cannot be. @param {string} tag */
export async function need(tag) {
  if (!customElements.get(tag)) await (VIEWS[tag] ?? LATER[tag])();
}

/**
 * Fetch the rest as soon as the view is painted, first what is looked at; and have this page kept
 * for a reload without a network, again when all is there: where names have no hash the import map
 * does not say what came since.
 */
export async function needAll() {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const kept = import("./offline.js").then(({ stayAtHand }) => (stayAtHand(), stayAtHand), () => () => {});
  for (const tag of Object.keys(LATER)) {
    await need(tag).catch(() => {}); // it is tried again when it is wanted
    await new Promise((resolve) => ("requestIdleCallback" in window ? requestIdleCallback(resolve) : setTimeout(resolve, 50)));
  }
  await import("./actions/left.js").catch(() => {});
  await (await kept)();
}
