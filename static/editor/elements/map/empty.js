// A journey without steps: where its first step will stand, and how to begin.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { icon } from "../icon.js";

/** @param {any} app */
export function drawEmpty(app) {
  const may = app.may.edit && app.commands.has("step");
  const hints = [
    ["plus", _("Double-click anywhere, or press Enter: a step. Tab makes the next one.")],
    ["note", _("Paste lines of text: each becomes a step.")],
    ["upload", _("Drop a file here: Mermaid, a table, or a journey of your own.")],
  ];
  return html`<div class="m-empty-path">
      ${may
        ? html`<button type="button" class="m-ghost m-ghost-first" @click=${() => app.run("step")}>${icon("plus")}<span>${_("First step")}</span></button>`
        : html`<span class="m-ghost m-ghost-first"><span>${_("First step")}</span></span>`}
      <span class="m-ghost-way" aria-hidden="true"></span><span class="m-ghost" aria-hidden="true"></span>
      <span class="m-ghost-way" aria-hidden="true"></span><span class="m-ghost" aria-hidden="true"></span>
    </div>
    <div class="m-empty-words">
      <h3>${_("This path has no steps yet.")}</h3>
      <p>${_("Begin with the first thing the customer does. Touchpoints, experience and pain points get their rows when they are added.")}</p>
      ${may ? html`<ul>${hints.map(([name, words]) => html`<li>${icon(name)}<span>${words}</span></li>`)}</ul>` : nothing}
    </div>`;
}
