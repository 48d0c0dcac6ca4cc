// A question with a few answers, as buttons.
// @ts-check
import { html } from "lit";
import { _ } from "../words.js";
import { JmElement } from "./base.js";

export class JmAsk extends JmElement {
  constructor() {
    super();
    this.question = "";
    /** @type {{label: string, value: any}[]} the first is the usual one */
    this.answers = [];
  }

  render() {
    return html`<dialog class="ask" aria-labelledby="asked" @cancel=${(/** @type {Event} */ event) => { event.preventDefault(); this.answer(null); }}>
      <p id="asked">${this.question}</p>
      <div class="ask-answers">
        ${this.answers.map(({ label, value }, n) => html`<button class="button ${n ? "" : "button-primary"}" @click=${() => this.answer(value)}>${label}</button>`)}
        <button class="button button-quiet" @click=${() => this.answer(null)}>${_("Cancel")}</button>
      </div>
    </dialog>`;
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
  }

  /** @param {any} detail */
  answer(detail) {
    this.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("closed", { detail }));
  }
}
customElements.define("jm-ask", JmAsk);
