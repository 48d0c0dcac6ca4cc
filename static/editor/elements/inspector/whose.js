// What a journey lacks to stay true: somebody who looks after it, a day to look at it again.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { stale } from "../whose.js";

/** @param {import("./parts.js").Context} context */
export function whose({ app, held }) {
  const { owner, review_by: due } = held.value;
  if (owner && due) return html`<p class="whose">${stale(app.session)}</p>`;
  const told = !owner && !due ? _("Nobody is named as its owner, and there is no day to review it by.") : owner ? _("There is no day to review it by.") : _("Nobody is named as its owner.");
  return html`<p class="whose">${due ? stale(app.session) : nothing} <span class="hint">${told}</span></p>`;
}
