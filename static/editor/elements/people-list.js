// The list of who is here: what each is at, and the way there.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";
import { goThere, whereabouts } from "./whereabouts.js";
import { badge } from "./who.js";

/** @typedef {import("../core/people.js").Somebody} Somebody */

export class JmPeopleList extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["people", "records"];

  render() {
    const { people } = this.app.together;
    return html`<dialog class="keys people" aria-labelledby="people-title" @cancel=${this.close} @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && this.close(event)}>
      <div class="keys-box">
        <header class="keys-top"><h2 id="people-title" tabindex="-1">${_("Also here")}</h2>
          <button class="tool" aria-label=${_("Close")} @click=${this.close}>${icon("close")}</button></header>
        ${people.all.length ? html`<ul class="people-list">${people.all.map((/** @type {Somebody} */ each) => html`<li>${this.one(each)}</li>`)}</ul>` : html`<p class="muted">${_("Nobody else is here now.")}</p>`}
      </div>
    </dialog>`;
  }

  /** @param {Somebody} somebody */
  one(somebody) {
    const { name, at } = somebody;
    const told = html`${badge(somebody)}<span class="people-text"><b>${name}</b> <span class="people-at">${whereabouts(this.app, at)}</span></span>`;
    if (!at.record) return html`<div class="people-one">${told}</div>`;
    return html`<button class="people-one" title=${_("Go to where {name} is", { name })} @click=${() => this.go(somebody)}>${told}${icon("arrow")}</button>`;
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
    /** @type {HTMLElement | null} */ (this.querySelector("button.people-one") ?? this.querySelector("#people-title"))?.focus();
  }

  /** Whoever has left while one looked takes the focus with them. */
  updated() {
    if (!this.contains(document.activeElement)) /** @type {HTMLElement | null} */ (this.querySelector("#people-title"))?.focus();
  }

  /** @param {Somebody} somebody */
  go({ at }) {
    this.close();
    requestAnimationFrame(() => void goThere(this.app, at));
  }

  /** @param {Event} [event] */
  close(event) {
    event?.preventDefault();
    this.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("closed"));
  }
}
customElements.define("jm-people-list", JmPeopleList);
