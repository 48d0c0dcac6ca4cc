// What forms stand in: it knows what is open in place and what is being added, and where the focus
// goes when something is taken away.
// @ts-check
import { JmElement } from "../base.js";
import { flushAll } from "../fields/drafts.js";
import { parentOf } from "./parents.js";

export class JmHost extends JmElement {
  constructor() {
    super();
    /** @type {Set<string>} records that are open in place */
    this.shown = new Set();
    /** @type {string | null} the adder that is open: "record key" */
    this.adding = null;
  }

  /** Choose another record and stay here. @param {string} id */
  go(id) {
    flushAll();
    if (id === this.app.session.journey.id) this.app.selection.clear();
    else this.app.selection.select([id]);
    this.app.map?.reveal?.(id);
    this.updateComplete.then(() => this.focusHeading());
  }

  /**
   * Open or close a record in place; of chips only one is open.
   * @param {string} id @param {boolean} open @param {string} [alone]
   */
  show(id, open, alone) {
    flushAll();
    if (alone) for (const each of [...this.shown]) if (this.app.find(each)?.kind === "encounter") this.shown.delete(each);
    if (open) this.shown.add(id);
    else this.shown.delete(id);
    this.requestUpdate();
  }

  /** @param {string} place */
  startAdding(place) {
    this.adding = place;
    this.requestUpdate();
    this.updateComplete.then(async () => {
      const adder = /** @type {any} */ (this.querySelector("[data-adder]:not(button)"));
      await adder?.updateComplete;
      adder?.querySelector("input, textarea")?.focus();
    });
  }

  /** @param {string} [key] whose button gets the focus */
  stopAdding(key) {
    this.adding = null;
    this.requestUpdate();
    if (key) this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(`[data-adder="${CSS.escape(key)}"]`))?.focus());
  }

  /**
   * Take a record away; the focus does not go with it.
   * @param {any} change @param {string} id
   */
  away(change, id) {
    const parent = this.app.selection.has(id) ? parentOf(this.app.find(id) ?? { kind: "", value: {} }) : null;
    if (!this.app.do(change ? { ...change, select: undefined } : change)) return;
    this.shown.delete(id);
    if (parent && this.app.find(parent) && parent !== this.app.session.journey.id) this.app.selection.select([parent]);
    this.requestUpdate();
    this.updateComplete.then(() => this.focusHeading());
  }

  /** Where nothing else has the focus, the heading takes it. */
  focusHeading() {
    if (document.activeElement && document.activeElement !== document.body) return;
    /** @type {HTMLElement | null} */ (this.querySelector("h2"))?.focus();
  }
}
