// Every command of the editor: one list per file, joined here. The palette shows them all.
// @ts-check
import { add } from "./add.js";
import { clipboard } from "./clipboard.js";
import { edit } from "./edit.js";
import { history } from "./history.js";
import { move } from "./move.js";
import { open } from "./open.js";
import { palette } from "./palette.js";
import { select } from "./select.js";
import { view } from "./view.js";

/** @typedef {import("../app.js").Command} Command */

/** @type {Command[][]} */
const lists = [palette, history, add, edit, move, clipboard, select, open, view];

/** @returns {Command[]} */
export function commands() {
  return lists.flat();
}
