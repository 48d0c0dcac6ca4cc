// The frame: the view in the middle, what is chosen at the side, what has to be said below.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { JmElement } from "./base.js";
import { drawChosen } from "./chosen.js";

/** @typedef {import("../app.js").Warning} Warning */

export class JmEditor extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["said", "warnings", "view", "measures"];

  render() {
    const { app } = this;
    if (!app) return nothing;
    return html`
      <div class="editor-main">${drawChosen(app)}${app.view === "table" ? html`<jm-table .app=${app}></jm-table>` : html`<jm-map .app=${app}></jm-map>`}</div>
      <jm-inspector .app=${app}></jm-inspector>
      <div class="toasts" role="alert">
        ${app.warnings.map(
          (/** @type {Warning} */ each) => html`<div class="toast">
            <p>${each.text}</p>
            ${each.action ? html`<button class="button button-small" @click=${() => this.act(each)}>${each.action.label}</button>` : nothing}
            <button class="button button-small button-quiet" @click=${() => this.act(each, false)}>${_("Close")}</button>
          </div>`,
        )}
      </div>
      <p class="visually-hidden" role="status">${app.said}</p>
    `;
  }

  /** Close it, and do what it offers; the focus does not go with it. @param {Warning} warning @param {boolean} [run] */
  async act(warning, run = true) {
    this.app.close(warning);
    if (run) warning.action?.run();
    await this.updateComplete;
    await this.app.refocus();
  }
}
customElements.define("jm-editor", JmEditor);
