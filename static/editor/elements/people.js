// Who else is here: round badges in the page's bar that open the list of them.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { row } from "../core/people.js";
import { Together } from "../together.js";
import { JmElement } from "./base.js";
import { badge } from "./who.js";
import "./people-list.js";
import "./map/others.js";
import { markRows } from "./table/others.js";

/** So many badges have room in a wide bar, and so many in a narrow one. */
const WIDE = 5;
const NARROW = 2;

export class JmPeople extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["people"];

  willUpdate() {
    const { app } = this;
    if (!app || app.together) return;
    app.together = new Together(app).begin();
    app.commands.set("people", { name: "people", label: () => _("Who is here"), group: "view", keys: [], run: () => app.open("jm-people-list") });
    if (app.view === "table") markRows(app);
  }

  render() {
    const all = this.app?.together?.people.all ?? [];
    if (!all.length) return nothing;
    const names = row(all.map((/** @type {import("../core/people.js").Somebody} */ { name }) => name), WIDE);
    return html`<button class="here" aria-haspopup="dialog" aria-label=${_("Also here: {names}", { names })} title=${names} @click=${() => this.app.run("people")}>
      ${all.slice(0, WIDE).map(badge)}${more(all.length, WIDE, "here-wide")}${more(all.length, NARROW, "here-narrow")}
    </button>`;
  }
}
customElements.define("jm-people", JmPeople);

/** @param {number} n @param {number} most @param {string} classes */
function more(n, most, classes) {
  return n > most ? html`<span class="here-more ${classes}" aria-hidden="true">+${n - most}</span>` : nothing;
}
