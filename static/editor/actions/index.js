// Every command of the editor: one list per file, joined here. The palette shows them all.
// @ts-check
import { open } from "./open.js";
import { view } from "./view.js";

/** @typedef {import("../app.js").Command} Command */

/** @type {Command[][]} */
const lists = [open, view];

/** @returns {Command[]} */
export function commands() {
  return lists.flat();
}
