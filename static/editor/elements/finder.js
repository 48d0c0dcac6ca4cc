// Find one of many by typing: touchpoints, steps, commands. A combobox in a dialog; `find` says what
// there is for a text, the best first.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "../words.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";
import { place } from "./placing.js";

/**
 * @typedef {object} Option
 * @property {string} key
 * @property {string} label
 * @property {string} [note]
 * @property {string} [icon]
 * @property {string} [tone] a class
 * @property {string[]} [keys] as written for the reader
 * @property {any} value
 */
/** @typedef {{option: Option, text: string, again: boolean} | null} Found */

export class JmFinder extends JmElement {
  static properties = { text: { state: true }, at: { state: true } };

  constructor() {
    super();
    this.label = "";
    this.placeholder = "";
    this.hint = "";
    /** @type {(text: string) => Option[]} */
    this.find = () => [];
    /** @type {((option: Option | undefined) => void) | undefined} called as one goes through them */
    this.passing = undefined;
    /** @type {(() => DOMRect | undefined) | undefined} what it stands beside; else in the middle */
    this.beside = undefined;
    /** whether Tab takes one and asks for another */
    this.several = false;
    this.text = "";
    this.at = 0;
    /** @type {Option[]} */
    this.options = [];
  }

  /** What is found changes with what is typed only: no row moves away under the pointer. @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has("text")) this.options = this.find(this.text);
  }

  render() {
    const { options, at } = this;
    return html`<dialog class="finder ${this.beside ? "finder-beside" : ""}" aria-label=${this.label} @cancel=${this.left} @click=${this.outside}>
      <div class="finder-box">
        <div class="finder-top">${icon("search")}
          <input class="finder-text" role="combobox" aria-expanded="true" aria-controls="finder-list" aria-autocomplete="list"
            aria-label=${this.label} aria-activedescendant=${options.length ? `found-${at}` : nothing} placeholder=${this.placeholder}
            autocomplete="off" spellcheck="false" maxlength="200" .value=${this.text} @input=${this.typed} @keydown=${this.pressed}>
        </div>
        <ul class="finder-list" id="finder-list" role="listbox" aria-label=${this.label}>${options.map((each, n) => this.row(each, n))}</ul>
        ${options.length ? nothing : html`<p class="finder-none">${_("Nothing found")}</p>`}
        ${this.hint ? html`<p class="finder-hint">${this.hint}</p>` : nothing}
        <p class="visually-hidden" role="status">${this.text ? ngettext("{n} found", "{n} found", options.length) : ""}</p>
      </div>
    </dialog>`;
  }

  /** @param {Option} option @param {number} n */
  row(option, n) {
    return html`<li id="found-${n}" role="option" class="finder-row ${option.tone ?? ""}" aria-selected=${n === this.at ? "true" : "false"}
      @pointermove=${() => this.go(n)} @click=${() => this.take(option)}>
      ${option.icon ? icon(option.icon) : nothing}<span class="finder-label">${option.label}</span>
      ${option.note ? html`<span class="finder-note">${option.note}</span>` : nothing}
      ${option.keys?.length ? html`<span class="finder-keys">${option.keys.map((key) => html`<kbd>${key}</kbd>`)}</span>` : nothing}
    </li>`;
  }

  firstUpdated() {
    this.dialog?.showModal();
    this.input?.focus();
    if (this.dialog && this.beside) place(this.dialog, this.beside);
    this.passing?.(this.options[this.at]);
  }

  updated() {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  get input() {
    return this.querySelector("input");
  }

  /** @param {InputEvent} event */
  typed(event) {
    this.text = /** @type {HTMLInputElement} */ (event.target).value;
    this.options = this.find(this.text);
    this.go(0, true);
  }

  /** @param {number} at @param {boolean} [anew] */
  go(at, anew = false) {
    if (at === this.at && !anew) return;
    this.at = at;
    this.passing?.(this.options[at]);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    const last = this.options.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const option = this.options[this.at];
    if (step) {
      const to = this.at + step;
      this.go(Math.abs(step) === 1 ? (to < 0 ? last : to > last ? 0 : to) : Math.max(0, Math.min(last, to)));
    } else if (event.key === "Enter" && option) this.take(option);
    else if (event.key === "Tab" && this.several && !event.shiftKey && option) this.take(option, true);
    else return;
    event.preventDefault();
  }

  /** @param {Option} option @param {boolean} [again] */
  take(option, again = false) {
    this.answer({ option, text: this.text, again });
  }

  left(/** @type {Event} */ event) {
    event.preventDefault();
    this.answer(null);
  }

  outside(/** @type {MouseEvent} */ event) {
    if (event.target === this.dialog) this.answer(null);
  }

  /** @param {Found} detail */
  answer(detail) {
    this.dialog?.close();
    this.dispatchEvent(new CustomEvent("closed", { detail }));
  }
}
customElements.define("jm-finder", JmFinder);
