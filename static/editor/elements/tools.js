// In the page's bar: whether all is saved, undo and redo, every command, the keys.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { shown } from "../keys.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";
import "./status.js";

const SHOWN = ["undo", "redo", "palette", "keys"];

export class JmTools extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["status", "records"];

  render() {
    const { app } = this;
    if (!app) return nothing;
    return html`<jm-people .app=${app}></jm-people><jm-status .app=${app}></jm-status><jm-answers .app=${app}></jm-answers><jm-talk .app=${app}></jm-talk>
      <div class="tools" role="toolbar" aria-label=${_("Editing")}>
        ${SHOWN.map((name) => app.commands.get(name)).filter(Boolean).map(
          (/** @type {import("../app.js").Command} */ each) => html`<button
            class=${`tool tool-${each.name}`}
            aria-label=${each.label()}
            title=${each.keys.length ? `${each.label()} (${shown(each.keys[0])})` : each.label()}
            aria-disabled=${each.when && !each.when(app) ? "true" : "false"}
            @click=${() => app.run(each.name)}
          >${icon(each.name)}</button>`,
        )}
      </div>`;
  }
}
customElements.define("jm-tools", JmTools);

/** The journey's name, wherever the page shows it. */
export class JmTitle extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["records"];

  // What the server wrote stays until there is an app.
  shouldUpdate() {
    return this.app !== undefined;
  }

  render() {
    const { app } = this;
    document.title = document.title.replace(/^.*?(?=: [^:]* – )/, () => app.title);
    return app.title;
  }
}
customElements.define("jm-title", JmTitle);
