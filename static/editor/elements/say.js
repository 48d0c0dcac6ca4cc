// Where one writes what one says: a text, with members offered after an @.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "../words.js";
import { shown } from "../keys.js";
import { mentioned, naming } from "../core/threads.js";
import { JmElement } from "./base.js";
import { folded } from "./fields/options.js";
import { hang } from "./hanging.js";

/** @typedef {import("../core/threads.js").Member} Member */

const OFFERED = 7;
const LIMIT = 4_000;
let count = 0;

export class JmSay extends JmElement {
  static properties = {
    ...JmElement.properties,
    label: { attribute: false },
    place: { attribute: false },
    text: { attribute: false },
    mentions: { attribute: false },
    action: { attribute: false },
    offered: { state: true },
    at: { state: true },
  };

  constructor() {
    super();
    this.label = "";
    /** what the draft is kept by */
    this.place = "";
    this.text = "";
    /** @type {string[]} people */
    this.mentions = [];
    this.action = "";
    /** @type {Member[]} */
    this.offered = [];
    this.at = 0;
    this.key = `say-${++count}`;
    this.shut = () => (this.offered = []);
  }

  /** @returns {HTMLTextAreaElement} */
  get box() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  /** What is written and not sent, also by an earlier element at this place. */
  get draft() {
    return this.app?.talk.drafts.get(this.place) ?? { text: this.text, mentions: this.mentions };
  }

  render() {
    if (!this.app) return nothing;
    const { offered, at, key } = this;
    return html`<form class="say" @submit=${this.submit} @keydown=${this.pressed} @focusout=${this.left}>
      <textarea id=${key} name="text" rows="2" maxlength=${LIMIT} aria-label=${this.label} placeholder=${_("@ mentions a member")}
        aria-autocomplete="list" aria-haspopup="listbox" aria-controls="${key}-list" aria-activedescendant=${offered.length ? `${key}-${at}` : nothing}
        @input=${this.typed} @click=${this.offer}></textarea>
      <div id="${key}-list" class="picks" role="listbox" popover="manual" aria-label=${_("Members")} @mousedown=${(/** @type {Event} */ event) => event.preventDefault()}>
        ${offered.map((each, n) => html`<div id="${key}-${n}" role="option" class="pick" aria-selected=${n === at ? "true" : "false"} @click=${() => this.take(each)}><span>${each.name}</span></div>`)}
      </div>
      <p class="visually-hidden" role="status">${offered.length ? ngettext("{n} member: arrows choose, Enter takes", "{n} members: arrows choose, Enter takes", offered.length) : ""}</p>
      <div class="say-do"><button class="button button-small" title=${shown("Ctrl+Enter")}>${this.action}</button>
        <button type="button" class="button button-small button-quiet" @click=${() => this.leave(true)}>${_("Cancel")}</button></div>
    </form>`;
  }

  firstUpdated() {
    if (!this.box) return;
    this.box.value = this.draft.text;
    if (this.draft.mentions.length) void this.app.talk.members();
  }

  updated() {
    const list = /** @type {HTMLElement | null} */ (this.querySelector("[role=listbox]"));
    if (!list?.showPopover) return;
    const open = list.matches(":popover-open");
    if (!this.offered.length) return open ? list.hidePopover() : undefined;
    if (!open) list.showPopover();
    hang(list, this.box.getBoundingClientRect());
    list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  focus() {
    this.box?.focus();
    this.box?.setSelectionRange(this.box.value.length, this.box.value.length);
  }

  // -- members ---------------------------------------------------------------------------------

  typed() {
    this.app.talk.drafts.set(this.place, { ...this.draft, text: this.box.value });
    void this.offer();
  }

  /** Offer those whose names begin as what stands after the @. */
  async offer() {
    const typed = naming(this.box.value.slice(0, this.box.selectionStart));
    if (typed === null) return this.shut();
    const members = await this.app.talk.members();
    if (!this.isConnected || naming(this.box.value.slice(0, this.box.selectionStart)) !== typed) return;
    const { person } = this.app.talk.reader;
    const fits = (/** @type {Member} */ { id, name }) => `user:${id}` !== person && ` ${folded(name)}`.includes(` ${folded(typed)}`);
    this.offered = members.filter(fits).slice(0, OFFERED);
    this.at = 0;
  }

  /** @param {Member} member */
  take({ id, name }) {
    const { box } = this;
    const caret = box.selectionStart;
    const typed = naming(box.value.slice(0, caret)) ?? "";
    box.setRangeText(`@${name} `, caret - typed.length - 1, caret, "end");
    const { mentions } = this.draft;
    this.app.talk.drafts.set(this.place, { text: box.value, mentions: [...mentions, `user:${id}`] });
    this.shut();
    box.focus();
  }

  // -- keys ------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (event.isComposing) return;
    if (this.offered.length && this.chose(event)) return this.done(event);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit(event);
    else if (event.key === "Escape") this.leave(false);
    else return;
    this.done(event);
  }

  /** @param {Event} event */
  done(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether a key is one of the list's, and what it does. @param {KeyboardEvent} event */
  chose({ key }) {
    const { length } = this.offered;
    const move = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (move) this.at = (this.at + move + length) % length;
    else if (key === "Enter" || key === "Tab") this.take(this.offered[this.at]);
    else if (key === "Escape") this.shut();
    else return false;
    return true;
  }

  /** @param {FocusEvent} event */
  left(event) {
    if (this.contains(/** @type {Node | null} */ (event.relatedTarget))) return;
    this.shut();
    if (event.relatedTarget && !this.box.value.trim()) this.leave(false, false);
  }

  /** Close it; what was written waits for its return, unless it is thrown away. @param {boolean} away @param {boolean} [back] whether the focus goes back to what opened it */
  leave(away, back = true) {
    if (away) this.app.talk.drafts.delete(this.place);
    this.dispatchEvent(new CustomEvent("left", { detail: { back } }));
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text) return this.box.focus();
    const { known } = this.app.talk;
    const picked = this.draft.mentions;
    const mentions = known.length ? mentioned(text, known, picked) : picked;
    const sent = new CustomEvent("said", { detail: { text, mentions }, cancelable: true });
    if (!this.dispatchEvent(sent)) return;
    this.app.talk.drafts.delete(this.place);
    this.text = "";
    this.mentions = [];
    this.box.value = "";
  }
}
customElements.define("jm-say", JmSay);
