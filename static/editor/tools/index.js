// The hands of the editor: keys, the clipboard, the pointer.
// @ts-check
import { listen as listenToClipboard } from "../actions/clipboard.js";
import { listen as listenToKeys } from "../keys.js";
import { Pointer } from "./pointer.js";

/** @param {import("../app.js").App} app @param {HTMLElement} host */
export function begin(app, host) {
  listenToKeys(app);
  listenToClipboard(app);
  new Pointer(app, host);
}
