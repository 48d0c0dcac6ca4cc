// What a command is about: the item that has the focus, the step it stands at, what is chosen.
// @ts-check

/** @typedef {import("../app.js").App} App */
/** @typedef {{id: string | null, kind: string, part: string, key: string | null}} Here  key: as the map's geometry names it */

/** @type {Record<string, string>} */
const PARTS = { step: "card", encounter: "chip", finding: "finding", idea: "idea", card: "note", transition: "way", stage: "stage", lane: "lane" };

/** What has the focus on the map; from elsewhere, what is chosen. @param {App} app @returns {Here} */
export function here(app) {
  const at = document.activeElement?.closest("jm-map [data-part]");
  if (at instanceof HTMLElement || at instanceof SVGElement) {
    const { id, kind, part, key } = at.dataset;
    return { id: id || null, kind: kind ?? "", part: part ?? "", key: key ?? id ?? null };
  }
  const held = app.find(app.selection.focus ?? "");
  const part = PARTS[held?.kind ?? ""] ?? "";
  const key = held && (part === "stage" ? `stage:${held.id}` : part === "lane" ? `lane:${held.id}` : held.id);
  return { id: held?.id ?? null, kind: held?.kind ?? "", part, key: key ?? null };
}

/** The step that has the focus, or at which that stands which has it. @param {App} app @returns {string | null} */
export function stepHere(app) {
  const held = app.session.journey.get(here(app).id ?? "");
  if (!held) return null;
  if (held.kind === "step") return held.id;
  const step = held.value.step ?? held.value.source;
  return step && app.session.journey.get(step) ? step : null;
}

/** @param {App} app */
export const may = (app) => app.may.edit;
/** @param {App} app */
export const atStep = (app) => app.may.edit && stepHere(app) !== null;

/** The chosen records of a kind, or the one that has the focus. @param {App} app @param {string} kind */
export function chosen(app, kind) {
  const ids = [...app.selection.ids].filter((id) => app.find(id)?.kind === kind);
  const at = here(app).id;
  return ids.length ? ids : at && app.find(at)?.kind === kind ? [at] : [];
}

/**
 * Go to an item of the map by the key of its geometry: it is chosen, shown and has the focus.
 * @param {App} app @param {string | null} key @param {{add?: boolean}} [how]
 */
export function goTo(app, key, { add = false } = {}) {
  if (key === null || !app.map) return undefined;
  const item = app.map.geometry.items.get(key);
  const id = item?.id ?? recordOf(app, key);
  if (id) app.selection.select([id], { add });
  else if (!add) app.selection.clear();
  return app.map.focusItem(key);
}

/** @param {App} app @param {string} key of a stage or a lane */
function recordOf(app, key) {
  if (key.startsWith("stage:")) return key.slice(6) || null;
  return app.map.geometry.lanes.find((/** @type {{key: string}} */ each) => `lane:${each.key}` === key)?.id ?? null;
}

/** The row that has the focus, as the map draws it. @param {App} app */
export function rowHere(app) {
  const { id, part } = here(app);
  if (part !== "lane") return undefined;
  return app.map?.geometry.lanes.find((/** @type {{key: string, id: string | null}} */ each) => each.key === id || each.id === id);
}

/**
 * @param {string} name @param {() => string} label @param {string} group @param {string[]} keys
 * @param {Partial<import("../app.js").Command> & {run: import("../app.js").Command["run"]}} more
 * @returns {import("../app.js").Command}
 */
export function command(name, label, group, keys, more) {
  return { name, label, group, keys, ...more };
}
