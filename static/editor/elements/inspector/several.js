// Several chosen at once: how many, and what can be done with all of them.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "../../words.js";
import { moveSteps } from "../../core/commands/moving.js";
import { remove } from "../../core/commands/removing.js";
import { icon } from "../icon.js";
import { kindLabel, titleOf } from "../fields/telling.js";
import "../fields/picker.js";

/** @typedef {{app: any, host: any}} Context */

/** @param {Context} context @param {any[]} all the chosen records */
export function several({ app, host }, all) {
  const { session } = app;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { kind } of all) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const steps = all.filter(({ kind }) => kind === "step").map(({ id }) => id);
  return html`<ul class="tally">${[...counts].map(([kind, n]) => html`<li><b>${n}</b> ${n === 1 ? kindLabel(session, kind) : (session.schema.journey.kinds[kind]?.plural ?? kind)}</li>`)}</ul>
    <ul class="several">${all.slice(0, 12).map(({ id }) => html`<li><button class="linklike" @click=${() => host.go(id)}>${titleOf(session, id)}</button></li>`)}
      ${all.length > 12 ? html`<li class="muted">${ngettext("and {n} more", "and {n} more", all.length - 12)}</li>` : nothing}</ul>
    ${app.may.edit
      ? html`${steps.length && steps.length === all.length ? stagePick(app, steps) : nothing}
          <div class="add-row">
            ${app.commands.has("duplicate") ? html`<button class="button button-small" @click=${() => app.run("duplicate")}>${_("Duplicate")}</button>` : nothing}
            <button class="button button-small" @click=${() => host.away(remove(session, all.map(({ id }) => id)), "")}>${icon("trash")}${_("Delete")}</button>
          </div>`
      : nothing}`;
}

/** @param {any} app @param {string[]} steps */
function stagePick(app, steps) {
  const { session } = app;
  return html`<div class="field"><label class="field-label" for="several-stage">${_("Move to the stage")}</label>
    <jm-picker
      class="picker"
      .inputId=${"several-stage"}
      .placeholder=${_("Choose")}
      .options=${() => session.journey.kind("stage").map((/** @type {any} */ { id, value }) => ({ id, label: value.title }))}
      @picked=${(/** @type {CustomEvent} */ event) => app.do(moveSteps(session, steps, { stage: event.detail }))}
    ></jm-picker></div>`;
}
