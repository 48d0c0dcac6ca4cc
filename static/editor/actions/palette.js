// The palette of all commands, and the keys.
// @ts-check
import { _ } from "../words.js";
import { command } from "./here.js";
import "../elements/palette.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app */
async function open(app) {
  const found = await app.open("jm-palette");
  if (!found) return;
  const { command: name, step } = found.option.value;
  if (step) app.focus(step);
  else app.run(name);
}

/** @type {import("../app.js").Command[]} */
export const palette = [
  command("palette", () => _("Find a command or a step"), "view", ["Ctrl+K"], { on: ["typing", "map", "card", "chip", "finding", "idea", "note", "way", "exit", "stage", "lane", "point-expectation", "point-assumed"], run: open }),
  command("keys", () => _("All keys"), "view", ["?"], { run: (app) => app.open("jm-keys") }),
];
