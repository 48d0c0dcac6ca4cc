// Which stages a reader has folded: theirs alone, kept in their browser.
// @ts-check

/** @type {WeakMap<object, ReadonlySet<string>>} by App */
const kept = new WeakMap();
/** @param {any} app */
const name = (app) => `journeymap-folds-${app.session.journey.id}`;

/** @param {any} app @returns {ReadonlySet<string>} the same set until it changes */
export function foldsOf(app) {
  let folds = kept.get(app);
  if (!folds) kept.set(app, (folds = new Set(read(app))));
  return folds;
}

/** @param {any} app @param {Iterable<string>} ids */
export function fold(app, ids) {
  const folds = new Set(ids);
  kept.set(app, folds);
  try {
    if (folds.size) localStorage.setItem(name(app), JSON.stringify([...folds]));
    else localStorage.removeItem(name(app));
  } catch {
    // a browser that keeps nothing forgets the folds
  }
  app.tell("view");
}

/** @param {any} app @returns {string[]} */
function read(app) {
  try {
    const found = JSON.parse(localStorage.getItem(name(app)) ?? "[]");
    return Array.isArray(found) ? found.filter((id) => app.session.journey.get(id)?.kind === "stage") : [];
  } catch {
    return [];
  }
}
