// All keys, by what they are for; and what the mouse and the finger do.
// @ts-check
import { html } from "lit";
import { _ } from "../words.js";
import { shown } from "../keys.js";
import { JmElement } from "./base.js";
import { groupName } from "./groups.js";
import { icon } from "./icon.js";

/** @typedef {import("../app.js").Command} Command */

export class JmKeys extends JmElement {
  render() {
    /** @type {Map<string, Command[]>} */
    const groups = new Map();
    for (const each of /** @type {Iterable<Command>} */ (this.app.commands.values())) {
      const group = groupName(each.group);
      if (each.keys.length) groups.set(group, [...(groups.get(group) ?? []), each]);
    }
    return html`<dialog class="keys" aria-labelledby="keys-title" @cancel=${this.close} @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && this.close(event)}>
      <div class="keys-box">
        <header class="keys-top"><h2 id="keys-title">${_("Keys")}</h2>
          <button class="tool" aria-label=${_("Close")} @click=${this.close}>${icon("close")}</button></header>
        <div class="keys-groups">
          <section><h3>${_("While naming")}</h3><dl>${naming().map(line)}</dl></section>
          ${[...groups].map(([group, commands]) => html`<section><h3>${group}</h3><dl>
            ${commands.map((each) => line([each.keys, each.label()]))}
          </dl></section>`)}
          <section><h3>${_("Mouse and finger")}</h3><ul class="keys-mouse">${gestures().map((text) => html`<li>${text}</li>`)}</ul></section>
        </div>
      </div>
    </dialog>`;
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
  }

  /** @param {Event} event */
  close(event) {
    event.preventDefault();
    this.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("closed"));
  }
}

/** @param {[string[], string]} entry */
function line([keys, label]) {
  return html`<div class="keys-line"><dt>${label}</dt><dd>${keys.map((key) => html`<kbd>${shown(key)}</kbd> `)}</dd></div>`;
}

/** @returns {[string[], string][]} */
function naming() {
  return [
    [["Enter"], _("Take the name")],
    [["Tab"], _("Take it and make the next one")],
    [["Shift+Tab"], _("Take it and name the one before")],
    [["Escape"], _("Leave it as it was")],
  ];
}

function gestures() {
  return [
    _("Double-click on empty ground: a step there; in another row: what stands in that row; on anything: rename it"),
    _("Drag a card, a touchpoint, a note, a stage or a lane's name: move it"),
    _("Drag from a card's edge: join it to another, or to a new step"),
    _("Drag the end of a way: lead it elsewhere"),
    _("Double-click in the row of the experience: the expectation of the step; drag a point of the curve: change it"),
    _("Shift and drag on empty ground: choose all inside"),
    _("Ctrl or Shift and click: choose one more"),
    _("On a touch screen: hold a moment, then drag"),
  ];
}
customElements.define("jm-keys", JmKeys);
