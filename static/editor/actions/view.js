// Looking at the map: its scale, where it is, which stages are folded.
// @ts-check
import { _ } from "../words.js";
import { fold, foldsOf } from "../elements/map/folds.js";

/** @typedef {import("../app.js").Command} Command */
/** @typedef {import("../app.js").App} App */

const PAGE = 0.8;

/** @param {App} app */
const onMap = (app) => app.view === "map" && Boolean(app.map?.viewport);
/** @param {App} app */
const withStages = (app) => onMap(app) && app.session.journey.kind("stage").length > 0;

/**
 * @param {string} name @param {() => string} label @param {string[]} keys
 * @param {(app: App, args?: any) => any} run @param {Partial<Command>} [more]
 * @returns {Command}
 */
const look = (name, label, keys, run, more = {}) => ({ name, label, group: "view", keys, when: onMap, run, ...more });

/** The stage that is meant: the one named, or that of what is chosen. @param {App} app @param {{id?: string}} [args] */
function stageOf(app, args) {
  const id = args?.id ?? app.selection.focus ?? app.map.focused?.replace(/^stage:/, "");
  const held = app.session.journey.get(id ?? "");
  if (held?.kind === "stage") return held.id;
  const step = held?.kind === "step" ? held : app.session.journey.get(held?.value.step ?? "");
  return step?.value.stage ?? null;
}

/** @param {App} app @param {string | null} id */
function toggleStage(app, id) {
  if (!id) return;
  const folds = new Set(foldsOf(app));
  if (!folds.delete(id)) folds.add(id);
  fold(app, folds);
  const title = app.find(id)?.value.title ?? "";
  app.say(folds.has(id) ? _("The stage {title} is folded.", { title }) : _("The stage {title} is unfolded.", { title }));
}

/** @param {number} dx @param {number} dy in parts of the window */
const pan = (dx, dy) => (/** @type {App} */ { map: { viewport } }) => viewport.pan(dx * viewport.width * PAGE, dy * viewport.height * PAGE);

/** Scale it; what has the focus stays in sight. @param {any} map @param {number} k */
function scale(map, k) {
  map.zoom(k);
  if (map.focused && map.root.contains(document.activeElement)) map.reveal(map.focused);
}

/** @type {Command[]} */
export const view = [
  look("zoom-in", () => _("Larger"), ["+"], ({ map }) => scale(map, map.viewport.step(1))),
  look("zoom-out", () => _("Smaller"), ["-"], ({ map }) => scale(map, map.viewport.step(-1))),
  look("zoom-reset", () => _("Own size, 100%"), ["0"], ({ map }) => scale(map, 1)),
  look("zoom-fit", () => _("Fit the whole map into the window"), ["Shift+1"], ({ map }) => map.fit()),
  look("pan-left", () => _("Look further left"), ["Alt+Shift+ArrowLeft"], pan(1, 0)),
  look("pan-right", () => _("Look further right"), ["Alt+Shift+ArrowRight"], pan(-1, 0)),
  look("pan-up", () => _("Look further up"), ["PageUp"], pan(0, 1)),
  look("pan-down", () => _("Look further down"), ["PageDown"], pan(0, -1)),
  look("go-start", () => _("Go to the start of the map"), ["Ctrl+Home"], ({ map }) => map.viewport.move(0, 0)),
  look("go-end", () => _("Go to the end of the map"), ["Ctrl+End"], ({ map }) => map.viewport.move(-Infinity, map.viewport.y)),
  look("go-chosen", () => _("Go to what is chosen"), ["."], (app) => app.map.focusItem(app.selection.focus), { when: (app) => onMap(app) && app.selection.focus !== null }),
  look("fold-stage", () => _("Fold or unfold the stage"), ["Z"], (app, args) => toggleStage(app, stageOf(app, args)), { when: withStages }),
  look("fold-stages", () => _("Fold all stages"), ["Shift+Z"], (app) => fold(app, app.session.journey.kind("stage").map((/** @type {{id: string}} */ { id }) => id)), { when: withStages }),
  look("unfold-stages", () => _("Unfold all stages"), ["Alt+Shift+Z"], (app) => fold(app, []), { when: withStages }),
];
