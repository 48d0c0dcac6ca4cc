// Choosing answers: by period, round, group, channel, unit, region and language; and others beside them.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { choiceOf, queryOf } from "../core/choosing.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";

/** @typedef {{value: string, name: string, n: number}} Value */
/** @typedef {Record<string, Value[]>} Values  what there is to choose among, by name */
/** @typedef {"one" | "other"} Group */

/** @returns {[string, string][]} */
const labels = () => [
  ["round", _("Survey round")],
  ["segment", _("Customer group")],
  ["channel", _("Channel")],
  ["unit", _("Unit")],
  ["region", _("Region")],
  ["touchpoint", _("Touchpoint")],
  ["answers_language", _("Language of the answers")],
];

export class JmChoose extends JmElement {
  static properties = { ...JmElement.properties, values: { state: true }, choice: { state: true }, wrong: { state: true } };

  constructor() {
    super();
    /** which answers are shown now */
    this.query = "";
    /** @type {Values | null} */
    this.values = null;
    /** @type {import("../core/choosing.js").Choice} */
    this.choice = { one: {}, other: null };
    /** @type {Group | "values" | ""} what is wrong: a period of this group, or nothing could be fetched */
    this.wrong = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.choice = choiceOf(this.query);
    void this.load();
  }

  async load() {
    const { session } = this.app;
    try {
      const answer = await fetch(session.boot.urls.choices, { credentials: "same-origin", cache: "no-cache", headers: session.headers() });
      if (!answer.ok) throw new Error(answer.statusText);
      this.values = await answer.json();
    } catch {
      this.values = {};
      this.wrong = "values";
    }
  }

  render() {
    const { other } = this.choice;
    return html`<dialog class="keys choose" aria-labelledby="choose-title" @cancel=${(/** @type {Event} */ event) => { event.preventDefault(); this.close(null); }} @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && this.close(null)}>
      <form class="keys-box" novalidate @submit=${this.submit}>
        <header class="keys-top"><h2 id="choose-title">${_("Which answers are shown")}</h2>
          <button type="button" class="tool" aria-label=${_("Close")} @click=${() => this.close(null)}>${icon("close")}</button></header>
        ${this.wrong === "values" ? html`<p class="choose-wrong" role="alert">${_("What there is to choose could not be fetched. Try again when there is a network.")}</p>` : nothing}
        ${this.group("one", other ? _("A: these answers") : _("These answers"))}
        <p class="choose-compare"><label><input type="checkbox" .checked=${other !== null} @change=${this.compare}> ${_("Compare with others on the same map")}</label></p>
        ${other ? this.group("other", _("B: with these (all, where nothing is chosen)")) : nothing}
        <div class="ask-answers">
          <button class="button button-primary">${_("Show")}</button>
          ${this.query ? html`<button type="button" class="button" @click=${() => this.close("")}>${_("Show all answers")}</button>` : nothing}
          <button type="button" class="button button-quiet" @click=${() => this.close(null)}>${_("Cancel")}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {Group} group @param {string} legend */
  group(group, legend) {
    const wrong = this.wrong === group;
    return html`<fieldset class="choose-group" aria-describedby=${wrong ? `choose-wrong-${group}` : nothing}>
      <legend>${legend}</legend>
      <div class="choose-fields">
        ${this.day(group, "since", _("First day"), wrong)}${this.day(group, "until", _("Last day"), wrong)}
        ${labels().map(([name, label]) => this.select(group, name, label))}
      </div>
      ${wrong ? html`<p class="choose-wrong" id="choose-wrong-${group}" role="alert">${_("The period ends before it begins.")}</p>` : nothing}
    </fieldset>`;
  }

  /** @param {Group} group @param {string} name @param {string} label @param {boolean} wrong */
  day(group, name, label, wrong) {
    return html`<label>${label}<input type="date" .value=${this.choice[group]?.[name] ?? ""} aria-invalid=${wrong ? "true" : nothing} @change=${(/** @type {any} */ { target }) => this.set(group, name, target.value)}></label>`;
  }

  /** What nobody said of themselves is not asked for. @param {Group} group @param {string} name @param {string} label */
  select(group, name, label) {
    const chosen = this.choice[group]?.[name] ?? "";
    const values = this.values?.[name] ?? [];
    const known = !chosen || values.some(({ value }) => value === chosen) ? values : [...values, { value: chosen, name: chosen, n: 0 }];
    if (!known.length) return nothing;
    return html`<label>${label}<select @change=${(/** @type {any} */ { target }) => this.set(group, name, target.value)}>
      <option value="" ?selected=${!chosen}>${_("All")}</option>
      ${known.map(({ value, name, n }) => html`<option value=${value} ?selected=${value === chosen}>${name} (${n})</option>`)}
    </select></label>`;
  }

  /** @param {Group} group @param {string} name @param {string} value */
  set(group, name, value) {
    this.choice = { ...this.choice, [group]: { ...this.choice[group], [name]: value } };
  }

  /** B begins as A is: one thing is changed then. @param {any} event */
  compare({ target }) {
    this.choice = { ...this.choice, other: target.checked ? { ...this.choice.one } : null };
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    const { one, other } = this.choice;
    const backwards = (/** @type {import("../core/choosing.js").Chosen | null} */ chosen) => !!chosen?.since && !!chosen.until && chosen.since > chosen.until;
    this.wrong = backwards(one) ? "one" : backwards(other) ? "other" : "";
    if (!this.wrong) return this.close(queryOf(this.choice));
    void this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector("[aria-invalid]"))?.focus());
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
  }

  /** @param {string | null} detail the choice; null: as it was */
  close(detail) {
    this.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("closed", { detail }));
  }
}
customElements.define("jm-choose", JmChoose);
