// One field of one record: a label, what its type draws, what is wrong with it. Saved while typing.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { mayChange } from "../../core/signing.js";
import { JmElement } from "../base.js";
import { changeOf, keyOf, placeOf, same } from "./address.js";
import { awaiting, drafts } from "./drafts.js";
import { inWords, languageName } from "./telling.js";
import { toggleTranslations, translations } from "./translations.js";
import { widgetOf } from "./widgets.js";

/** @typedef {import("./address.js").Place} Place */
/** @typedef {import("./address.js").Address} Address */

const PAUSE = 400;
let count = 0;

export class JmField extends JmElement {
  /** @type {import("../base.js").Watched[]} */
  static watches = ["records"];
  static properties = {
    ...JmElement.properties,
    record: { attribute: false },
    name: { attribute: false },
    inner: { attribute: false },
    language: { attribute: false },
    label: { attribute: false },
    compact: { attribute: false },
    translating: { state: true },
  };

  constructor() {
    super();
    this.record = "";
    this.name = "";
    /** @type {string | undefined} */
    this.inner = undefined;
    /** @type {string | undefined} */
    this.language = undefined;
    /** @type {string | undefined} instead of the field's own label */
    this.label = undefined;
    /** the label is for those who do not see the table */
    this.compact = false;
    this.translating = false;
    this.key = `field-${++count}`;
    /** @type {Place | null} */
    this.place = null;
    /** @type {any} what this field last saved, while it has the focus */
    this.own = undefined;
    /** @type {any} what was saved when typing began */
    this.base = undefined;
    /** who else writes here, in words */
    this.company = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {((raw: string) => {value?: any, message?: string}) | undefined} */
    this.read = undefined;
  }

  /** @returns {Address} */
  get address() {
    return { record: this.record, name: this.name, part: this.inner, language: this.language };
  }

  get draft() {
    return drafts.get(keyOf(this.address));
  }

  get readonly() {
    return !this.place || !mayChange(this.app.session, this.place.held, this.name);
  }

  get message() {
    return this.draft?.message ?? "";
  }

  /** The language of what is written here, where it is not the page's. */
  get tongue() {
    if (this.language) return this.language;
    const { journey } = this.app.session;
    return this.place?.field.translatable && this.place.document === "journey" ? journey.field(journey.id, "language") : undefined;
  }

  /** What describes the control: ids for aria-describedby. */
  get described() {
    const told = { wrong: this.message, company: this.company, meanwhile: this.meanwhile };
    return Object.entries(told).flatMap(([name, said]) => (said ? `${this.key}-${name}` : [])).join(" ") || nothing;
  }

  /** What somebody else made of it while it is typed here. */
  get meanwhile() {
    return this.contains(document.activeElement) && this.overtaken ? this.place : null;
  }

  /** Whether what is saved is neither what was typed here nor what was there before. */
  get overtaken() {
    const known = this.own === undefined ? this.base : this.own;
    return known !== undefined && !same(known, this.place?.value);
  }

  /** Whether what is typed here must stay as it is. */
  get typing() {
    return this.draft !== undefined || (this.own !== undefined && this.contains(document.activeElement));
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!this.hasUpdated || !["record", "name", "inner", "language"].some((each) => changed.has(each))) return;
    const now = { record: this.record, name: this.name, inner: this.inner, language: this.language };
    const before = Object.keys(now).filter((each) => changed.has(each));
    Object.assign(this, Object.fromEntries(before.map((each) => [each, changed.get(each)])));
    this.flush();
    Object.assign(this, now);
    this.forget();
  }

  disconnectedCallback() {
    this.flush();
    super.disconnectedCallback();
  }

  render() {
    this.place = this.app ? placeOf(this.app.session, this.address) : null;
    if (!this.place) return nothing;
    const { field } = this.place;
    this.company = this.app.together?.writing(this) ?? "";
    this.classList.toggle("field-wrong", Boolean(this.message));
    if (this.readonly) return this.told();
    const widget = widgetOf(field);
    const inner = widget.draw(this);
    if (widget.whole) return inner;
    const label = this.text;
    return html`<div class=${this.compact ? "visually-hidden" : "field-top"}>
        ${widget.group ? html`<span class="field-label" id="${this.key}-label">${label}</span>` : html`<label class="field-label" for=${this.key}>${label}</label>`}
        ${widget.aside?.(this) ?? nothing}${this.compact ? nothing : toggleTranslations(this)}
      </div>
      ${inner}
      ${this.message ? html`<p class="wrong" id="${this.key}-wrong">${this.message}</p>` : nothing}
      ${this.company ? html`<p class="hint company" id="${this.key}-company">${this.company}</p>` : nothing}
      ${this.meanwhile ? this.toldMeanwhile(this.meanwhile) : nothing}
      ${this.translating ? translations(this) : nothing}`;
  }

  /** The field for those who may not change it. */
  told() {
    const { field, value } = /** @type {Place} */ (this.place);
    const text = inWords(this.app.session, field, value, this.inner ?? this.name);
    if (this.compact) return text || "–";
    return text ? html`<p class="field-label">${this.text}</p><p class="field-told">${text}</p>` : nothing;
  }

  /** Who made something else of it, and where both are. @param {Place} place */
  toldMeanwhile({ field, value }) {
    const { session, together } = this.app;
    const who = together?.over.who(this.record, this.name) || _("Somebody else");
    const text = inWords(session, field, value, this.name) || _("empty");
    return html`<p class="hint" id="${this.key}-meanwhile">${_("{who} meanwhile made it “{text}”. The last to write here wins; the history keeps both.", { who, text })}
      ${together ? html`<a href=${together.history(this.record)} target="_blank">${_("See the history")}</a>` : nothing}</p>`;
  }

  get text() {
    if (this.language) return languageName(this.language);
    return this.label ?? this.place?.field.label ?? this.name;
  }

  /**
   * Take what was typed: it is saved after a pause, or when the field is left.
   * @param {string} raw
   * @param {(raw: string) => {value?: any, message?: string}} read
   */
  type(raw, read) {
    this.read = read;
    if (this.own === undefined && this.base === undefined) this.base = this.place?.value ?? "";
    drafts.set(keyOf(this.address), { raw, message: this.message });
    awaiting(this, true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Save what was typed and is not saved. */
  flush() {
    clearTimeout(this.timer);
    awaiting(this, false);
    const { draft, read } = this;
    if (!draft || !read) return;
    this.read = undefined;
    const found = read(draft.raw);
    if (found.message) this.wrong(draft.raw, found.message);
    else if (this.put(found.value, draft.raw)) this.own = found.value;
  }

  /**
   * Save a value; what is wrong with it is shown, and it stays as it was typed.
   * @param {any} value
   * @param {string} [raw] what was typed
   * @returns {boolean}
   */
  put(value, raw) {
    /** @type {string[]} */
    const told = [];
    const change = changeOf(this.app.session, this.address, value);
    const done = !change || this.app.do(change, (/** @type {{message: string}[]} */ problems) => told.push(...problems.map((each) => each.message)));
    if (!done) {
      this.wrong(raw, told.join(" "));
      return false;
    }
    drafts.delete(keyOf(this.address));
    this.requestUpdate();
    return true;
  }

  /** @param {string | undefined} raw @param {string} message */
  wrong(raw, message) {
    drafts.set(keyOf(this.address), { raw: raw ?? "", message });
    this.requestUpdate();
  }

  /** The field is left: save, and show what is there now; who wrote here last has won. */
  leave() {
    this.flush();
    this.place = placeOf(this.app.session, this.address);
    if (this.own !== undefined && this.overtaken) this.app.together?.lost(this.record, this.name);
    this.forget();
  }

  forget() {
    this.own = undefined;
    this.base = undefined;
    this.requestUpdate();
  }

  /** Put back what is saved. */
  revert() {
    clearTimeout(this.timer);
    awaiting(this, false);
    this.read = undefined;
    drafts.delete(keyOf(this.address));
    this.forget();
  }

  /** The control that takes the focus. @returns {HTMLElement | null} */
  get control() {
    return this.querySelector("[type=radio]:checked") ?? this.querySelector("summary, input, textarea, select");
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    this.control?.focus(options);
  }
}
customElements.define("jm-field", JmField);
