// The frame: the view in the middle, what is chosen at the side, what has to be said below.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { JmElement } from "./base.js";

/** @typedef {import("../app.js").Warning} Warning */

export class JmEditor extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["said", "warnings", "view"];

  render() {
    const { app } = this;
    if (!app) return nothing;
    return html`
      <div class="editor-main">${app.view === "table" ? html`<jm-table .app=${app}></jm-table>` : html`<jm-map .app=${app}></jm-map>`}</div>
      <jm-inspector .app=${app}></jm-inspector>
      <ul class="toasts" role="alert">
        ${app.warnings.map(
          (/** @type {Warning} */ each) => html`<li class="toast">
            <p>${each.text}</p>
            ${each.action ? html`<button class="button button-small" @click=${() => this.act(each)}>${each.action.label}</button>` : nothing}
            <button class="button button-small button-quiet" @click=${() => app.close(each)}>${_("Close")}</button>
          </li>`,
        )}
      </ul>
      <p class="visually-hidden" role="status">${app.said}</p>
    `;
  }

  /** @param {Warning} warning */
  act(warning) {
    this.app.close(warning);
    warning.action?.run();
  }
}
customElements.define("jm-editor", JmEditor);
