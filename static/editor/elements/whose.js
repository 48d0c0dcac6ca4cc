// Whose the journey is and when it is to be looked at again, in the page's head.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../words.js";
import { day } from "../core/saying.js";
import { JmElement } from "./base.js";
import { icon } from "./icon.js";

/** Today where the workspace is, as dates are kept. @param {any} session */
export function today({ boot }) {
  return new Intl.DateTimeFormat("sv", { timeZone: boot.zone, dateStyle: "short" }).format(new Date());
}

/** That the day by which the journey was to be reviewed has passed; nothing where it has not. @param {any} session */
export function stale(session) {
  const due = session.journey.get(session.journey.id)?.value.review_by;
  if (!due || due >= today(session)) return nothing;
  return html`<span class="badge badge-warn">${icon("warning")}${_("stale: review was due {day}", { day: day(due) })}</span>`;
}

export class JmWhose extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["records"];

  // What the server wrote stays until there is an app.
  shouldUpdate() {
    return this.app !== undefined;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  update(changed) {
    if (!this.hasUpdated) this.replaceChildren();
    super.update(changed);
  }

  render() {
    const { session } = this.app;
    const owner = session.journey.get(session.journey.id)?.value.owner;
    const tongue = session.journey.field(session.journey.id, "language");
    return html`${stale(session)}${owner ? html`<span class="muted small">${_("Owner:")} <span lang=${tongue}>${owner}</span></span>` : nothing}`;
  }
}
customElements.define("jm-whose", JmWhose);
