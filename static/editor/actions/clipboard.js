// Copy, cut and paste by the browser's own events, so that no permission is asked for; duplicate.
// @ts-check
import { _, ngettext } from "../words.js";
import * as commands from "../core/clipboard.js";
import { reading } from "../core/lines.js";
import { partOf } from "../keys.js";
import { command, here, may, stepHere } from "./here.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../core/clipboard.js").Payload} Payload */

/** @param {App} app */
function ids(app) {
  const { id } = here(app);
  return app.selection.ids.size ? [...app.selection.ids] : id ? [id] : [];
}

/** @param {App} app @param {ClipboardEvent} event @returns {Payload | null} what was copied */
function copied(app, event) {
  const payload = commands.copy(app.session, ids(app));
  if (!payload || !event.clipboardData) return null;
  event.clipboardData.setData(commands.TYPE, JSON.stringify(payload));
  event.clipboardData.setData("text/plain", commands.plain(payload));
  event.preventDefault();
  return payload;
}

/** Whether the map is meant, and no field or text on the page. @param {Event} event */
function meant(event) {
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest("input, textarea, select, dialog, [contenteditable]")) return false;
  return partOf(document.activeElement) !== "" && !String(getSelection() ?? "");
}

/** @param {App} app @param {DataTransfer} data */
function paste(app, data) {
  const payload = commands.parse(data.getData(commands.TYPE)) ?? reading(data.getData("text/plain"));
  const held = app.session.journey.get(here(app).id ?? "");
  const spot = held?.kind === "stage" ? { stage: held.id } : { after: stepHere(app) };
  const change = payload && commands.paste(app.session, payload, spot);
  if (!change) return app.say(_("There was nothing to paste here."));
  if (app.do(change) && change.select) app.map?.focusItem(change.select[0]);
}

/** Have the commands, and let the browser's copy, cut and paste reach the map. @param {App} app */
export function begin(app) {
  for (const each of clipboard) app.commands.set(each.name, each);
  document.addEventListener("copy", (event) => {
    const payload = meant(event) && copied(app, event);
    if (payload) app.say(said(payload));
  });
  document.addEventListener("cut", (event) => {
    if (meant(event) && app.may.edit && copied(app, event)) app.run("remove");
  });
  let middle = false;
  document.addEventListener("pointerdown", (event) => (middle = event.button === 1), true);
  document.addEventListener("keydown", () => (middle = false), true);
  document.addEventListener("paste", (event) => {
    if (middle) return; // the middle button, which pans: some systems paste with it too
    if (!meant(event) || !app.may.edit || !event.clipboardData) return;
    event.preventDefault();
    paste(app, event.clipboardData);
  });
}

/** @param {Payload} payload */
function said({ records }) {
  const steps = records.filter(([kind]) => kind === "step").length;
  return ngettext("{n} step copied.", "{n} steps copied.", steps || 0);
}

/** @param {App} app */
function duplicate(app) {
  const change = commands.duplicate(app.session, ids(app));
  if (app.do(change) && change?.select) app.map?.focusItem(change.select[0]);
}

/** @param {App} app */
const some = (app) => ids(app).length > 0;
/** @param {App} app */
const mine = (app) => app.may.edit && some(app);

/** @type {import("../app.js").Command[]} */
const clipboard = [
  command("copy", () => _("Copy"), "copy", ["Ctrl+C"], { native: true, when: some, run: () => document.execCommand("copy") }),
  command("cut", () => _("Cut"), "copy", ["Ctrl+X"], { native: true, when: mine, run: () => document.execCommand("cut") }),
  command("paste", () => _("Paste steps, or lines of text as steps"), "copy", ["Ctrl+V"], { native: true, when: may, run: (app) => app.say(_("Paste with the keys: the browser keeps the clipboard to itself.")) }),
  command("duplicate", () => _("Duplicate"), "copy", ["Ctrl+D"], { when: mine, run: duplicate }),
];
