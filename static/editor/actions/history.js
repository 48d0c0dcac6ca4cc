// Taking back, bringing again, trying again.
// @ts-check
import { _ } from "../words.js";
import { command } from "./here.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../core/undoing.js").Left} Left */

/** Say what an undo had to leave, in words that are fetched when they are wanted. @param {App} app @param {Left[]} left */
export async function sayLeft(app, left) {
  if (left.length) (await import("./left.js")).sayLeft(app, left);
}

/** Where nothing is chosen, go to a step that came back. @param {App} app @param {{journey: Set<string>} | undefined} touched */
function find(app, touched) {
  const step = [...(touched?.journey ?? [])].find((id) => app.session.journey.get(id)?.kind === "step");
  if (step && !app.selection.ids.size) void app.focus(step);
}

/** @param {App} app */
async function undo(app) {
  const { label, left, touched } = await app.session.undo();
  find(app, touched);
  if (label) app.say(_("Undone: {label}.", { label }));
  await sayLeft(app, left);
}

/** @param {App} app */
async function redo(app) {
  const { label, left, touched } = await app.session.redo();
  find(app, touched);
  if (label) app.say(_("Done again: {label}.", { label }));
  await sayLeft(app, left);
}

/** @type {import("../app.js").Command[]} */
export const history = [
  command("undo", () => _("Undo"), "change", ["Ctrl+Z"], { when: (app) => app.session.canUndo !== "", run: undo }),
  command("redo", () => _("Redo"), "change", ["Ctrl+Shift+Z", "Ctrl+Y"], { when: (app) => app.session.canRedo !== "", run: redo }),
  command("send", () => _("Try now to save what is kept here"), "change", [], { when: (app) => app.session.status.pending > 0, run: (app) => app.session.sync.kick() }),
  command("refused", () => _("Edits that no longer fit"), "change", [], { when: (app) => app.session.status.refused.length > 0 || app.session.status.state === "ended", run: (app) => app.open("jm-refused") }),
];
