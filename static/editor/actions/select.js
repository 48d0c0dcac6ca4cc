// Commands that walk over the map and choose.
// @ts-check
import { _ } from "../words.js";
import { walk, waysAt } from "../core/walk.js";
import { command, goTo, here, stepHere } from "./here.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../core/walk.js").Direction} Direction */

const POINTS = ["point-expectation", "point-assumed"];
const ITEMS = ["map", "card", "chip", "finding", "idea", "note", "way", "exit", "stage", "lane"];
const CARDS = ["card"];

/** @param {App} app @param {Direction} direction @param {boolean} [add] */
function go(app, direction, add = false) {
  goTo(app, walk(app.map.geometry, here(app).key, direction), { add });
}

/** From a point or another item back to its step; from a step: nothing is chosen. @param {App} app */
function leave(app) {
  const step = stepHere(app);
  if (here(app).part !== "card" && step) return goTo(app, step);
  return app.selection.clear();
}

/** To the ways of a step, one after another. @param {App} app */
function ways(app) {
  const { id, part } = here(app);
  const step = part === "way" ? app.session.journey.get(id ?? "")?.value.source : stepHere(app);
  const all = step ? waysAt(app.map.geometry, step) : [];
  if (all.length) goTo(app, all[(all.indexOf(id ?? "") + 1) % all.length]);
  else app.say(_("No way leads from or to this step."));
}

/** @param {App} app */
function all(app) {
  app.selection.select(app.session.journey.kind("step").map(({ id }) => id), { focus: app.selection.focus });
}

/** @param {App} app */
const mapped = (app) => Boolean(app.map?.geometry);

/** @type {[string, () => string, string, Direction][]} */
const WALKS = [
  ["right", () => _("Along the path, to the right"), "ArrowRight", "right"],
  ["left", () => _("Back along the path, to the left"), "ArrowLeft", "left"],
  ["up", () => _("Up"), "ArrowUp", "up"],
  ["down", () => _("Down, to what happens at the step"), "ArrowDown", "down"],
  ["first", () => _("First of the row"), "Home", "first"],
  ["last", () => _("Last of the row"), "End", "last"],
];

/** @type {import("../app.js").Command[]} */
export const select = [
  ...WALKS.map(([name, label, key, direction]) => command(name, label, "walk", [key], { on: direction === "up" || direction === "down" ? ITEMS : [...ITEMS, ...POINTS], when: mapped, run: (app) => go(app, direction) })),
  command("walk-too", () => _("Walk there, and choose it too"), "walk", WALKS.map(([, , key]) => `Shift+${key}`), { on: CARDS, when: mapped, run: (app, args) => go(app, WALKS.find(([, , key]) => args?.key === `Shift+${key}`)?.[3] ?? "right", true) }),
  command("choose", () => _("Choose it, or not"), "walk", ["Space"], { on: ITEMS.filter((each) => each !== "map"), when: (app) => mapped(app) && here(app).id !== null, run: (app) => app.selection.toggle(/** @type {string} */ (here(app).id)) }),
  command("choose-all", () => _("Choose all steps"), "walk", ["Ctrl+A"], { on: [...ITEMS, ...POINTS], when: mapped, run: all }),
  command("ways", () => _("To the ways of the step"), "walk", ["W"], { on: ["card", "way"], when: mapped, run: ways }),
  command("leave", () => _("Back to the step; choose nothing"), "walk", ["Escape"], { on: [...ITEMS, ...POINTS], when: mapped, run: leave }),
  command("back-to-step", () => _("Back to the step"), "walk", ["Enter"], { on: POINTS, when: mapped, run: leave }),
];
