// The commands that the editor starts with: one list per file, joined here. Others come later
// (`later.js`). The palette shows them all.
// @ts-check
import { add } from "./add.js";
import { edit } from "./edit.js";
import { history } from "./history.js";
import { move } from "./move.js";
import { open } from "./open.js";
import { palette } from "./palette.js";
import { select } from "./select.js";
import { view } from "./view.js";

/** @typedef {import("../app.js").Command} Command */

/** @type {Command[][]} */
const lists = [palette, history, add, edit, move, select, open, view];

/** @returns {Command[]} */
export function commands() {
  return lists.flat();
}
