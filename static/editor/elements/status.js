// Whether all is saved, and where what is not saved is kept. A change of state is announced; that
// a save follows another is not.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext, number } from "../words.js";
import { sayLeft } from "../actions/history.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";

/** @typedef {import("../core/session.js").State} State */

/** @type {Record<State, string>} */
const ICONS = { saved: "check", saving: "upload", offline: "note", trouble: "warning", "signed-out": "warning", ended: "warning" };
/** Saving is said only when it takes longer, in ms. */
const LONG = 400;

export class JmStatus extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["status"];

  constructor() {
    super();
    this.told = "";
    this.slow = false;
    this.focused = false;
    this.timer = 0;
    this._leave = (/** @type {BeforeUnloadEvent} */ event) => {
      const { pending, lasting, refused } = this.app?.session.status ?? { pending: 0, lasting: true, refused: [] };
      if ((pending || refused.length) && !lasting) event.preventDefault();
    };
    this._left = (/** @type {Event} */ event) => void sayLeft(this.app, /** @type {CustomEvent} */ (event).detail.left);
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("beforeunload", this._leave);
    this.app?.session.addEventListener("left", this._left);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("beforeunload", this._leave);
    this.app?.session.removeEventListener("left", this._left);
    clearTimeout(this.timer);
  }

  firstUpdated() {
    this.app?.session.addEventListener("left", this._left);
  }

  willUpdate() {
    this.focused = this.contains(document.activeElement);
    const state = this.app?.session.status.state;
    if (state !== "saving") {
      clearTimeout(this.timer);
      this.timer = 0;
      this.slow = false;
    } else if (!this.timer) {
      this.timer = window.setTimeout(() => {
        this.slow = true;
        this.requestUpdate();
      }, LONG);
    }
  }

  updated() {
    if (this.focused) void this.app?.refocus(); // its button may be gone
  }

  render() {
    const { app } = this;
    if (!app) return nothing;
    const { state, pending, version, refused, lasting } = app.session.status;
    const shown = state === "saving" && !this.slow ? "saved" : state;
    const n = refused.length;
    return html`
      <span class="status status-${shown}" title=${hint(shown, lasting)}>${icon(ICONS[/** @type {State} */ (shown)])}<span class="status-text">${text(shown, pending, version)}</span>
        ${shown === "signed-out" ? html`<a href=${signin(app)} target=${lasting ? nothing : "_blank"}>${_("Sign in")}</a>` : nothing}
        ${shown === "ended" && pending ? html`<button class="status-button" @click=${() => app.run("refused")}>${_("See them")}</button>` : nothing}
        ${shown === "offline" || shown === "trouble" ? html`<button class="status-button" @click=${() => app.session.sync.kick()}>${_("Try now")}</button>` : nothing}
      </span>
      ${lasting || !pending ? nothing : html`<span class="status status-tab">${icon("warning")}<span class="status-text">${_("Only this tab keeps the work: leave it open.")}</span></span>`}
      ${n ? html`<button class="status status-refused" @click=${() => app.run("refused")}>${icon("warning")}<span class="status-text">${ngettext("{n} edit no longer fits", "{n} edits no longer fit", n)}</span></button>` : nothing}
      <span class="visually-hidden" role="status">${this.announced(shown, n)}</span>`;
  }

  /** What is said aloud: the state, without the numbers that go up and down. @param {State} state @param {number} refused */
  announced(state, refused) {
    if (state !== "saving") this.told = [SAID[state](), refused ? ngettext("{n} edit no longer fits", "{n} edits no longer fit", refused) : ""].filter(Boolean).join(". ");
    return this.told;
  }
}
customElements.define("jm-status", JmStatus);

/** @type {Record<Exclude<State, "saving">, () => string>} */
const SAID = {
  saved: () => _("Saved"),
  offline: () => _("Offline: edits are kept here"),
  trouble: () => _("The server has trouble: edits are kept here"),
  "signed-out": () => _("Signed out: edits are kept here"),
  ended: () => _("Access ended: edits are kept here"),
};

/** @param {State} state @param {number} n what waits @param {number} version */
function text(state, n, version) {
  if (state === "saving") return _("Saving…");
  if (state === "saved") return _("Saved · version {version}", { version: number(version) });
  if (state === "offline") return n ? ngettext("Offline, {n} edit kept here", "Offline, {n} edits kept here", n) : _("Offline");
  if (state === "trouble") return n ? ngettext("The server has trouble; {n} edit kept here", "The server has trouble; {n} edits kept here", n) : _("The server has trouble");
  if (state === "ended") return n ? ngettext("Access ended; {n} edit kept here", "Access ended; {n} edits kept here", n) : _("Access ended");
  return n ? ngettext("Signed out; {n} edit kept here", "Signed out; {n} edits kept here", n) : _("Signed out");
}

/** @param {State} state @param {boolean} lasting */
function hint(state, lasting) {
  if (state === "saved") return _("The server has everything.");
  if (state === "saving") return _("On its way to the server.");
  if (state === "ended") return _("This journey is no longer open to you. What is shown is as it was.");
  return lasting
    ? _("What you do is kept in this browser, also when it is closed, and sent as soon as it can be.")
    : _("What you do is kept in this tab only, and sent as soon as it can be.");
}

/** The way to sign in and back here. @param {any} app */
function signin(app) {
  return `${app.session.boot.urls.signin}?next=${encodeURIComponent(location.pathname)}`;
}
