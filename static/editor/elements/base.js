// What every element of the editor is: in the light DOM, and drawn anew when what it watches changes.
// @ts-check
import { LitElement } from "lit";

/** @typedef {"records" | "selection" | "status" | "preview" | "view" | "measures" | "said" | "warnings" | "people" | "talk"} Watched */

export class JmElement extends LitElement {
  /** @type {Watched[]} */
  static watches = [];
  /** An `app` that was given before the element was defined is taken up. @type {import("lit").PropertyDeclarations} */
  static properties = { app: { noAccessor: true } };

  constructor() {
    super();
    /** @type {any} the App; given by whoever makes the element */
    this._app = undefined;
    /** @param {Event} event */
    this._told = (event) => {
      const what = /** @type {CustomEvent} */ (event).detail;
      if (/** @type {typeof JmElement} */ (this.constructor).watches.includes(what)) this.requestUpdate();
    };
  }

  get app() {
    return this._app;
  }

  set app(app) {
    if (app === this._app) return;
    this._app?.removeEventListener("update", this._told);
    this._app = app;
    if (this.isConnected) app?.addEventListener("update", this._told);
    this.requestUpdate();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.app?.addEventListener("update", this._told);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.app?.removeEventListener("update", this._told);
  }
}
