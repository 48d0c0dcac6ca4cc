// Over the map or the table: which answers it shows, where they are not the usual ones.
// @ts-check
import { html, nothing, svg } from "lit";
import { _, ngettext } from "../words.js";

/** @typedef {import("../core/model.js").Measures} Measures */

/** @param {any} app */
export function drawChosen(app) {
  const { measures } = app.session;
  if (!measures.of && !measures.beside) return nothing;
  const change = app.commands.get("choose-answers");
  return html`<section class="chosen-answers" aria-label=${_("Which answers are shown")}>
    <p><b>${_("Measured:")}</b> ${measures.beside ? html`${group(measures, "A")} ${group(measures.beside, "B")}` : group(measures, "")}</p>
    ${change ? html`<button class="button button-small" @click=${() => app.run("choose-answers")}>${_("Change")}</button>
      <button class="button button-small" @click=${() => app.run("all-answers")}>${_("Show all answers")}</button>` : nothing}
  </section>`;
}

/** @param {Measures} measures @param {"" | "A" | "B"} letter */
function group({ of, n }, letter) {
  const mark = letter === "B" ? svg`<path class="m-curve m-beside" d="M0 8h26"></path><path class="m-mark-b" d="M13 2l5.5 10h-11z"></path>` : svg`<path class="m-curve m-measured" d="M0 8h26"></path><circle cx="13" cy="8" r="5"></circle>`;
  const count = n ? ngettext("{n} answer", "{n} answers", n) : _("no such answers");
  return html`<span class="chosen-group">${letter ? html`<svg class="m-measured" viewBox="0 0 26 16" aria-hidden="true">${mark}</svg><b>${letter}</b> ` : nothing}${of || _("all answers")} <span class="muted">(${count})</span></span>`;
}
