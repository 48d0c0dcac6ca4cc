// What a click and a double click do.
// @ts-check
import * as commands from "../core/commands/index.js";
import { goTo } from "../actions/here.js";
import { draft, newStep, rename } from "../actions/naming.js";
import { findTouchpoint } from "../actions/finding.js";
import { TOUCHPOINTS } from "../core/model.js";
import { _ } from "../words.js";
import { scoreAt } from "./places.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("../elements/map/finding.js").At} At */

/** A click chooses; with Ctrl or Shift, one more or one less. @param {App} app @param {Press} press */
export function clicked(app, press) {
  const { part, id, key, more } = press;
  if (part === "handle" && id) return newStep(app, { after: id });
  if (!key || !part) return more ? undefined : app.selection.clear();
  if (more && id && app.find(id)) {
    app.selection.toggle(id);
    return app.map.focusItem(key);
  }
  return goTo(app, key);
}

/** A double click renames what is there, or makes what stands in that row. @param {App} app @param {Press} press */
export function doubled(app, press) {
  if (!app.may.edit) return undefined;
  const { part, id } = press;
  if (part === "lane") return app.run("rename-here");
  if (id && part && part !== "handle" && app.session.journey.get(id)) return part.startsWith("point-") || part === "bars" || part === "time" ? undefined : rename(app, id);
  return part ? undefined : ground(app, app.map.at(press.x, press.y));
}

/** @param {App} app @param {At} at */
function ground(app, at) {
  const { lane, step } = at;
  if (!lane || lane.kind === "path" || !app.map.geometry.items.size) return stepThere(app, at);
  if (lane.kind === "cards" && lane.id) {
    const place = { lane: lane.id, step, stage: step ? null : at.stage };
    if (!place.step && !place.stage) return undefined;
    return draft(app, (given) => commands.addCard(app.session, place, given), { label: _("Text of the card"), beside: step });
  }
  if (!step || !app.session.journey.get(step)) return undefined;
  if (TOUCHPOINTS.has(lane.kind)) return findTouchpoint(app, step);
  if (lane.kind === "experience") return app.do(commands.setScore(app.session, step, "expectation", scoreAt(app.map.geometry, at.y)));
  app.focus(step);
  if (lane.kind === "findings") return app.run("new-pain");
  return lane.kind === "ideas" ? app.run("new-idea") : undefined;
}

/** A step where there is none: between two columns, after the last one, or beside one. @param {App} app @param {At} at */
function stepThere(app, { x, y, column, stage }) {
  const { geometry } = app.map;
  const { journey } = app.session;
  const cards = (column?.steps ?? []).map((/** @type {string} */ id) => geometry.items.get(id)).filter(Boolean);
  const nearest = cards.sort((/** @type {any} */ a, /** @type {any} */ b) => Math.abs(a.y - y) - Math.abs(b.y - y))[0];
  if (column && nearest && x > column.x + column.w) return newStep(app, { after: nearest.step });
  if (column && nearest?.step) {
    const [into] = journey.kind("transition").filter(({ value }) => value.target === nearest.step && value.kind !== "return");
    if (into) return draft(app, (given) => commands.addBranch(app.session, into.value.source, given), { label: _("Name of the step"), beside: nearest.step });
  }
  const first = geometry.columns.flatMap((/** @type {{steps: string[]}} */ { steps }) => steps)[0];
  if (!column && first && journey.get(first)) return newStep(app, { before: first });
  return newStep(app, { stage });
}
