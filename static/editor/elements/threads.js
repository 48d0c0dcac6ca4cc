// All that is said on the journey: threads to be filtered, answered and gone to.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { isOf } from "../core/threads.js";
import { kindWord, titleOf } from "./fields/telling.js";
import { icon } from "./icon.js";
import { foldOf } from "./inspector/comments.js";
import { JmHost } from "./inspector/host.js";
import { remember } from "./inspector/remember.js";
import { drawThreads } from "./thread.js";
import { goThere } from "./whereabouts.js";

/** @typedef {import("../core/threads.js").Kind} Kind */
/** @typedef {import("../core/threads.js").Thread} Thread */

/** @returns {[Kind, string][]} */
const kinds = () => [
  ["open", _("Open")],
  ["unread", _("Unread")],
  ["mine", _("Mine")],
  ["resolved", _("Resolved")],
];

export class JmThreads extends JmHost {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["records", "talk"];
  static properties = { ...JmHost.properties, kind: { state: true }, wanted: { attribute: false } };

  constructor() {
    super();
    /** @type {Kind} */
    this.kind = "open";
    /** the comment that is asked for */
    this.wanted = "";
    /** @type {Set<string>} threads that are shown though they are of the kind no longer: they were when it was chosen */
    this.held = new Set();
  }

  connectedCallback() {
    super.connectedCallback();
    const { app, wanted } = this;
    const thread = app.talk.threads.find((/** @type {Thread} */ { all }) => all.some(({ id }) => id === wanted));
    if (thread?.root.value.resolved) this.kind = "resolved";
    else if (!thread && app.talk.unread) this.kind = "unread";
    this.hold();
  }

  /** Threads stay where they are while one reads them. */
  hold() {
    this.held = new Set(this.of(this.kind).map(({ root }) => root.id));
  }

  /** @param {Kind} kind @returns {Thread[]} */
  of(kind) {
    const { talk } = this.app;
    return talk.threads.filter((/** @type {Thread} */ each) => isOf(each, kind, talk.reader));
  }

  get shownNow() {
    const now = new Set(this.of(this.kind).map(({ root }) => root.id));
    return this.app.talk.threads.filter((/** @type {Thread} */ { root }) => now.has(root.id) || this.held.has(root.id));
  }

  render() {
    const { app } = this;
    const threads = this.shownNow;
    return html`<dialog class="threads-box" aria-labelledby="threads-title" @cancel=${this.close} @click=${(/** @type {Event} */ event) => event.target === event.currentTarget && this.close(event)}>
      <div class="threads-in" @keydown=${this.pressed}>
        <header class="keys-top"><h2 id="threads-title" tabindex="-1">${_("Comments")}</h2>
          ${app.talk.unread ? html`<button class="button button-small" @click=${this.readAll}>${_("Mark all as read")}</button>` : nothing}
          <button class="tool" aria-label=${_("Close")} @click=${this.close}>${icon("close")}</button></header>
        <fieldset class="segments threads-kinds"><legend class="visually-hidden">${_("Which comments")}</legend>
          ${kinds().map(([kind, label]) => html`<label class="segment"><input type="radio" name="threads" value=${kind} .checked=${kind === this.kind} @change=${() => this.choose(kind)} /><span>${label} <small>${this.of(kind).length}</small></span></label>`)}
        </fieldset>
        <div class="threads-list talk">${threads.length ? drawThreads({ app, host: this }, threads, (thread) => this.heading(thread)) : html`<p class="muted threads-none">${this.none()}</p>`}</div>
      </div>
    </dialog>`;
  }

  none() {
    const { length } = this.app.talk.threads;
    if (!length) return _("Nothing has been said yet. Choose something on the map and press C.");
    return { open: _("Every thread is resolved."), unread: _("You have read everything."), mine: _("You have not said anything, and nobody has mentioned you."), resolved: _("No thread is resolved yet.") }[this.kind];
  }

  /** What a thread is on, and the way there. @param {Thread} thread */
  heading({ root }) {
    const { session } = this.app;
    const { on } = root.value;
    const held = session.journey.get(on);
    return html`<h3 class="thread-on"><button class="linklike" @click=${() => this.visit(on)}><span class="muted">${held ? kindWord(session, held) : nothing}</span> ${titleOf(session, on)} ${icon("arrow")}</button></h3>`;
  }

  firstUpdated() {
    this.querySelector("dialog")?.showModal();
    const thread = /** @type {HTMLElement | null} */ (this.wanted ? this.querySelector(`[data-comment="${CSS.escape(this.wanted)}"]`) : null);
    (thread ?? /** @type {HTMLElement | null} */ (this.querySelector("#threads-title")))?.focus();
    thread?.scrollIntoView({ block: "center" });
    if (this.app.talk.threads.some((/** @type {Thread} */ { all }) => all.some(({ value }) => value.mentions))) void this.app.talk.members();
  }

  updated() {
    this.app.talk.watch(this);
  }

  /** @param {Kind} kind */
  choose(kind) {
    this.kind = kind;
    this.app.talk.fresh.clear();
    this.hold();
  }

  readAll() {
    void this.app.talk.readAll();
    this.app.say(_("All comments are marked as read."));
    this.updateComplete.then(() => this.focusHeading());
  }

  /** @param {string} on */
  visit(on) {
    const { app } = this;
    const held = app.session.journey.get(on);
    this.close();
    if (!held) return;
    remember(foldOf(held.kind), true);
    requestAnimationFrame(() => void goThere(app, { record: on, field: null, typing: false }));
  }

  /** A place to write in is left before the list is. @param {KeyboardEvent} event */
  pressed(event) {
    if (event.key === "Escape" && /** @type {HTMLElement} */ (event.target).closest("jm-say")) event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Event} [event] */
  close(event) {
    event?.preventDefault();
    this.app.talk.fresh.clear();
    this.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("closed"));
  }
}
customElements.define("jm-threads", JmThreads);
