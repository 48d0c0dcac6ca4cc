// Keys: which command a key press means, and how a key is written for the reader. The keys
// themselves stand in one place, with their commands (`actions/`).
// @ts-check
import { _ } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./app.js").Command} Command */

const MAC = /Mac|iPhone|iPad|iPod/.test(globalThis.navigator?.platform ?? "");
const TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable]";

/**
 * Return a key press as commands write it: "Ctrl+Shift+Z" (Ctrl is ⌘ on a Mac), "ArrowUp", "?".
 * A sign is what was typed, however one types it; "" where it is no key of ours.
 * @param {KeyboardEvent} event @param {boolean} [mac]
 */
export function keyOf(event, mac = MAC) {
  const { key } = event;
  if (key.length > 1 && /^(Control|Shift|Alt|Meta|AltGraph|CapsLock|Dead|Process|Unidentified)$/.test(key)) return "";
  const graph = event.getModifierState?.("AltGraph") ?? false;
  const control = mac ? event.metaKey : event.ctrlKey && !graph;
  if (mac ? event.ctrlKey : event.metaKey) return "";
  const letter = /^\p{L}$/u.test(key);
  const shift = event.shiftKey && (letter || key.length > 1 || key === " ");
  const parts = [control && "Ctrl", event.altKey && !graph && "Alt", shift && "Shift", key === " " ? "Space" : letter ? key.toUpperCase() : key];
  return parts.filter(Boolean).join("+");
}

/** A key press, and the digit under it: Shift+1 is "!" and "Shift+1". @param {KeyboardEvent} event */
function keysOf(event) {
  const key = keyOf(event);
  const digit = event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey && /^Digit(\d)$/.exec(event.code)?.[1];
  return [key, digit ? `Shift+${digit}` : ""].filter(Boolean);
}

/**
 * Return how a key is written for the reader: "Ctrl+Shift+Z", on a Mac "⇧⌘Z".
 * @param {string} key @param {boolean} [mac]
 */
export function shown(key, mac = MAC) {
  const parts = key.split(/\+(?=.)/);
  const last = named(/** @type {string} */ (parts.pop()), mac);
  if (!mac) return [...parts.map((each) => (each === "Shift" ? _("Shift") : each)), last].join("+");
  const signs = { Alt: "⌥", Shift: "⇧", Ctrl: "⌘" };
  return Object.entries(signs).map(([name, sign]) => (parts.includes(name) ? sign : "")).join("") + last;
}

/** @param {string} key @param {boolean} mac */
function named(key, mac) {
  /** @type {Record<string, string>} */
  const names = { ArrowUp: _("Up"), ArrowDown: _("Down"), ArrowLeft: _("Left"), ArrowRight: _("Right"), Delete: mac ? "⌦" : _("Delete"), Backspace: mac ? "⌫" : _("Backspace"), Escape: _("Esc"), Enter: _("Enter"), Tab: _("Tab"), Space: _("Space"), Home: _("Home"), End: _("End"), PageUp: _("Page up"), PageDown: _("Page down") };
  return names[key] ?? key;
}

/**
 * The part of the map that has the focus: "card", "chip", …; "map" for the map itself, "page" where
 * nothing has the focus, "" elsewhere.
 * @param {EventTarget | null} target
 */
export function partOf(target) {
  if (!(target instanceof Element)) return "";
  if (target.matches("body, main")) return "page";
  return /** @type {HTMLElement | null} */ (target.closest("jm-map [data-part]"))?.dataset.part ?? (target.closest("jm-map") ? "map" : "");
}

/**
 * Whether a command's keys count where the focus is. Keys without Ctrl count on the map only (WCAG
 * 2.1.4), and on the parts that the command names; while typing only what is meant for everywhere.
 * @param {Command} command @param {string} key @param {string} part @param {boolean} typing
 */
export function counts(command, key, part, typing) {
  if (typing) return command.on?.includes("typing") ?? false;
  const free = /^(Ctrl\+|Alt\+(Enter|[A-Z])$|F\d)/.test(key);
  if (!command.on) return free || !["", "page"].includes(part);
  return command.on.includes(part) || (free && command.on.includes("typing"));
}

/** Let keys run commands. @param {App} app */
export function listen(app) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    const keys = keysOf(event);
    if (app.opening) return event.preventDefault();
    if (!keys.length || target?.closest("dialog")) return;
    const part = partOf(target);
    const typing = Boolean(target?.closest(TEXT));
    for (const command of app.commands.values()) {
      const key = keys.find((each) => command.keys.includes(each));
      if (command.native || !key || !counts(command, key, part, typing)) continue;
      if (command.when && !command.when(app)) continue;
      event.preventDefault();
      app.run(command.name, { key });
      return;
    }
  });
}
