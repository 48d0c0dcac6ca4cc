// The side: everything of what is chosen, to be read and changed in words. Nothing chosen: the journey.
// @ts-check
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { _, ngettext } from "../words.js";
import { icon } from "./icon.js";
import { flushAll } from "./fields/drafts.js";
import { kindWord, titleOf } from "./fields/telling.js";
import { form } from "./inspector/forms.js";
import { JmHost } from "./inspector/host.js";
import { parentOf, placeWord } from "./inspector/parents.js";
import { several } from "./inspector/several.js";

export class JmInspector extends JmHost {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["records", "selection", "measures", "talk"];
  static properties = { ...JmHost.properties, raised: { state: true } };

  constructor() {
    super();
    /** on phones it is a sheet at the bottom, raised when it is wanted */
    this.raised = false;
    this.seen = "";
  }

  /** The chosen records; where there are none the journey, but beside the table, which has it. @returns {any[]} */
  get chosen() {
    const { app } = this;
    const found = [...app.selection.ids].map((id) => app.find(id)).filter(Boolean);
    return found.length || app.view === "table" ? found : [app.session.journey.get(app.session.journey.id)].filter(Boolean);
  }

  willUpdate() {
    if (!this.app) return;
    const now = this.chosen.map(({ id }) => id).join(" ");
    if (now === this.seen) return;
    flushAll();
    this.seen = now;
    this.adding = null;
    this.shown = new Set();
  }

  render() {
    const { app } = this;
    const chosen = app ? this.chosen : [];
    this.classList.toggle("raised", this.raised);
    if (!chosen.length) return app ? html`<aside class="inspector inspector-none" aria-label=${_("Details")}><p class="muted">${_("Choose a row: all its details stand here.")}</p></aside>` : nothing;
    const [held] = chosen;
    const heading = chosen.length > 1 ? ngettext("{n} chosen", "{n} chosen", chosen.length) : kindWord(app.session, held);
    return html`<aside class="inspector" aria-label=${_("Details")} @keydown=${this.pressed}>
      <header class="inspector-top">
        <h2 class="eyebrow" tabindex="-1">${heading}${chosen.length > 1 ? nothing : this.place(held)}</h2>
        ${chosen.length > 1 || this.raised ? nothing : html`<span class="sheet-name" aria-hidden="true">${titleOf(app.session, held.id)}</span>`}
        <button class="tiny sheet-handle" aria-expanded=${this.raised ? "true" : "false"} aria-label=${_("Details")} @click=${() => (this.raised = !this.raised)}>${icon(this.raised ? "down" : "up")}</button>
      </header>
      <div class="inspector-body">
        ${chosen.length > 1 ? several({ app, host: this }, chosen) : keyed(held.id, form({ app, held, host: this, form }))}
      </div>
    </aside>`;
  }

  updated() {
    this.app?.talk?.watch(this);
  }

  /** What the record belongs to, and the way there. @param {any} held */
  place(held) {
    const parent = parentOf(held);
    const word = placeWord(this.app.session, held);
    return parent && word ? html` · <button class="linklike" @click=${() => this.go(parent)}>${word}</button>` : nothing;
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    flushAll();
    this.raised = false;
    const { app } = this;
    const back = app.selection.focus ?? app.selection.only;
    if (back && app.map?.focusItem) app.map.focusItem(back);
    else app.map?.root?.focus?.();
  }

  /** Put the focus into the form: its title, or what is asked for. @param {string} [name] a field */
  enter(name) {
    this.raised = true;
    const wanted = name ? `.field-${CSS.escape(name)}` : "jm-field";
    return this.updateComplete.then(() => {
      const field = /** @type {any} */ (this.querySelector(wanted) ?? this.querySelector("jm-field"));
      if (field?.updateComplete) return field.updateComplete.then(() => field.focus());
      this.focusHeading();
    });
  }
}
customElements.define("jm-inspector", JmInspector);
