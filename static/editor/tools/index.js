// The hands of the editor: keys and the pointer; the clipboard comes later.
// @ts-check
import { listen as listenToKeys } from "../keys.js";
import { Pointer } from "./pointer.js";

/** @param {import("../app.js").App} app @param {HTMLElement} host */
export function begin(app, host) {
  listenToKeys(app);
  new Pointer(app, host);
}
