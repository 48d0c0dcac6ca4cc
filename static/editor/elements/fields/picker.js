// A searchable pick among records: an ARIA combobox (1.2) with its list in the top layer.
// @ts-check
import { LitElement, html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { _ } from "../../words.js";
import { icon } from "../icon.js";
import { hang } from "../hanging.js";
import { folded, found } from "./options.js";

/** @typedef {import("./options.js").Option} Option */
/** @typedef {{label: string, icon?: string, run: () => void}} Making */
/** @typedef {{id: string | null, label: string, note?: string, icon?: string, run: () => void, quiet?: boolean}} Row */

const SHOWN = 60;
let count = 0;

export class JmPicker extends LitElement {
  static properties = {
    options: { attribute: false },
    value: { attribute: false },
    making: { attribute: false },
    none: { attribute: false },
    inputId: { attribute: false },
    label: { attribute: false },
    described: { attribute: false },
    invalid: { attribute: false },
    placeholder: { attribute: false },
    shut: { state: true },
    typed: { state: true },
    active: { state: true },
  };

  constructor() {
    super();
    /** @type {() => Option[]} */
    this.options = () => [];
    /** @type {string | null} the id of what is picked */
    this.value = null;
    /** @type {((typed: string) => Making[]) | undefined} what can be made of what was typed */
    this.making = undefined;
    /** what no pick is called; '' where there must be one */
    this.none = "";
    this.inputId = `pick-${++count}`;
    /** @type {string | undefined} where no <label> names it */
    this.label = undefined;
    /** @type {any} */
    this.described = nothing;
    this.invalid = false;
    this.placeholder = "";
    this.shut = true;
    /** @type {string | null} null: nothing typed since it was opened */
    this.typed = null;
    this.active = -1;
    this.away = (/** @type {Event} */ event) => {
      if (!this.contains(/** @type {Node} */ (event.target))) this.requestUpdate(); // the list goes along; what was typed stays
    };
  }

  createRenderRoot() {
    return this;
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input"));
  }

  get list() {
    return /** @type {HTMLElement | null} */ (this.querySelector("[role=listbox]"));
  }

  /** @returns {Row[]} */
  get rows() {
    if (this.shut) return [];
    const typed = this.typed?.trim() ?? "";
    const options = this.options();
    /** @type {Row[]} */
    const rows = found(options, typed).slice(0, SHOWN).map((each) => ({ ...each, run: () => this.pick(each.id) }));
    if (this.none && !typed) rows.unshift({ id: null, label: this.none, quiet: true, run: () => this.pick(null) });
    const same = options.some((each) => folded(each.label) === folded(typed));
    if (typed && !same) for (const each of this.making?.(typed) ?? []) rows.push({ id: null, quiet: true, ...each, run: () => (this.close(), each.run()) });
    return rows;
  }

  render() {
    const rows = this.rows;
    const shown = this.typed ?? this.options().find((each) => each.id === this.value)?.label ?? "";
    return html`<input
        id=${this.inputId}
        role="combobox"
        autocomplete="off"
        aria-autocomplete="list"
        aria-expanded=${this.shut ? "false" : "true"}
        aria-controls="${this.inputId}-list"
        aria-activedescendant=${!this.shut && rows[this.active] ? `${this.inputId}-${this.active}` : nothing}
        aria-label=${this.label ?? nothing}
        aria-describedby=${this.described}
        aria-invalid=${this.invalid ? "true" : "false"}
        placeholder=${this.placeholder || this.none || nothing}
        .value=${live(shown)}
        @focus=${() => this.input.select()}
        @click=${() => this.open()}
        @input=${(/** @type {Event} */ event) => this.search(/** @type {HTMLInputElement} */ (event.target).value)}
        @keydown=${this.keyed}
        @blur=${() => this.left()}
      />
      <div id="${this.inputId}-list" class="picks" role="listbox" popover="manual" aria-label=${this.label ?? _("Choices")} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${rows.map(
          (each, at) => html`<div
            id="${this.inputId}-${at}"
            role="option"
            class="pick ${each.quiet ? "pick-quiet" : ""}"
            aria-selected=${at === this.active ? "true" : "false"}
            @click=${each.run}
          >
            ${each.icon ? html`<span class="pick-icon kind-${each.icon}">${icon(each.icon)}</span>` : nothing}<span>${each.label}</span>
            ${each.note ? html`<span class="pick-note">${each.note}</span>` : nothing}
          </div>`,
        )}
        ${rows.length || this.shut ? nothing : html`<div class="pick pick-quiet" role="option" aria-disabled="true" aria-selected="false">${_("Nothing is called so.")}</div>`}
      </div>`;
  }

  updated() {
    const { list } = this;
    if (!list || typeof list.showPopover !== "function") return;
    if (this.shut === list.matches(":popover-open")) {
      if (this.shut) list.hidePopover();
      else list.showPopover();
    }
    if (this.shut) return;
    hang(list, this.input.getBoundingClientRect());
    list.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  open() {
    if (!this.shut) return;
    this.shut = false;
    this.active = this.value ? this.rows.findIndex((each) => each.id === this.value) : -1;
    addEventListener("scroll", this.away, true);
  }

  close() {
    this.shut = true;
    this.typed = null;
    this.active = -1;
    removeEventListener("scroll", this.away, true);
  }

  disconnectedCallback() {
    this.close();
    super.disconnectedCallback();
  }

  /** @param {string} typed */
  search(typed) {
    this.open();
    this.typed = typed;
    this.active = typed.trim() ? 0 : -1;
  }

  /** A pick that was typed whole is taken when the line is left; else nothing changes. */
  left() {
    const typed = this.typed;
    const same = typed?.trim() ? this.options().find((each) => folded(each.label) === folded(typed)) : undefined;
    if (typed === "" && this.none && this.value) this.pick(null);
    else if (same && same.id !== this.value) this.pick(same.id);
    else this.close();
  }

  /** @param {string | null} id */
  pick(id) {
    this.close();
    this.dispatchEvent(new CustomEvent("picked", { detail: id }));
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const rows = this.rows;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      if (this.shut) this.open();
      else if (rows.length) this.active = (this.active + move + (this.active < 0 && move < 0 ? 1 : 0) + rows.length) % rows.length;
    } else if (event.key === "Enter" && !this.shut && rows[this.active]) rows[this.active].run();
    else if (event.key === "Escape" && !this.shut) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
customElements.define("jm-picker", JmPicker);
