// Every command and its key, and every step by name (Ctrl+K).
// @ts-check
import { _ } from "../words.js";
import { shown } from "../keys.js";
import { best } from "../core/matching.js";
import { groupName } from "./groups.js";
import { JmFinder } from "./finder.js";

/** @typedef {import("./finder.js").Option} Option */
/** @typedef {import("../app.js").Command} Command */

const MOST = 60; // options shown

export class JmPalette extends JmFinder {
  connectedCallback() {
    super.connectedCallback();
    this.label = _("Find a command or a step");
    this.placeholder = _("What would you like to do?");
    this.find = (/** @type {string} */ text) => this.found(text);
  }

  /** @param {string} text @returns {Option[]} */
  found(text) {
    const steps = text ? best(text, this.app.session.journey.kind("step"), (/** @type {any} */ each) => each.value.title) : [];
    const commands = [.../** @type {Iterable<Command>} */ (this.app.commands.values())].filter((each) => each.name !== "palette" && (!each.when || each.when(this.app)));
    const fitting = best(text, commands, (each) => `${each.label()} ${groupName(each.group)}`);
    return [
      ...fitting.map((each) => ({ key: each.name, label: each.label(), note: groupName(each.group), keys: each.keys.map((key) => shown(key)), value: { command: each.name } })),
      ...steps.map((/** @type {any} */ each) => ({ key: each.id, label: each.value.title, note: _("Step"), icon: "path", value: { step: each.id } })),
    ].slice(0, MOST);
  }
}
customElements.define("jm-palette", JmPalette);
