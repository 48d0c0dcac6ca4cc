// The ways on from a step, and where it is come to from.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { naming } from "../../core/commands/reading.js";
import { exit, join } from "../../core/commands/ways.js";
import { icon } from "../icon.js";
import "../fields/picker.js";
import { durationInWords } from "../fields/durations.js";
import { choiceLabel, percent, titleOf } from "../fields/telling.js";
import { item } from "./parts.js";
import { quietly } from "./notes.js";

/** @typedef {import("./parts.js").Context} Context */

/** @param {Context} context */
export function ways(context) {
  const { app, held, host } = context;
  const { journey } = app.session;
  const on = naming(journey, "transition", "source", held.id);
  const here = naming(journey, "transition", "target", held.id);
  return html`${on.length ? html`<ul class="items">${repeat(on, ({ id }) => id, (each) => way(context, each))}</ul>` : html`<p class="muted">${_("No way leads on from here.")}</p>`}
    ${app.may.edit ? adders(context) : nothing}
    ${here.length
      ? html`<p class="came">${_("Comes from")} ${here.map(({ value, id }, at) => html`${at ? ", " : ""}<button class="linklike" @click=${() => host.go(value.source)} data-way=${id}>${titleOf(app.session, value.source)}</button>`)}</p>`
      : nothing}`;
}

/** @param {Context} context @param {any} held */
function way(context, held) {
  const { session } = context.app;
  const { value } = held;
  const leaves = value.kind === "exit";
  const { kind: kinds } = session.schema.journey.kinds.transition.fields;
  const kind = value.kind && !["sequence", "exit"].includes(value.kind) ? choiceLabel(kinds, value.kind).toLocaleLowerCase() : "";
  const wait = value.wait ? _("wait {time}", { time: durationInWords(value.wait) }) : "";
  const small = [percent(value.share, 1), kind, value.condition, value.reason, wait].filter(Boolean).join(" · ");
  const name = leaves ? choiceLabel(kinds, "exit") : titleOf(session, value.target);
  return item(context, {
    id: held.id,
    tone: "way",
    name: _("Way to {title}", { title: name }),
    head: html`${icon(leaves ? "exit" : value.kind === "return" ? "return" : "arrow")}<span><b>${name}</b>${small ? html`<small>${small}</small>` : nothing}</span>`,
    body: () => context.form({ ...context, held }, { talk: false }),
  });
}

/** @param {Context} context */
function adders({ app, held, host }) {
  const place = `${held.id} way`;
  if (host.adding === place)
    return html`<div data-adder="way" @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && (event.stopPropagation(), host.stopAdding("way"))}>
      <jm-picker
        class="picker"
        .label=${_("Leads to")}
        .placeholder=${_("Type a step's name")}
        .options=${() => targets(app.session, held.id)}
        @picked=${(/** @type {CustomEvent} */ event) => (app.do(quietly(join(app.session, held.id, event.detail))), host.stopAdding("way"))}
      ></jm-picker>
    </div>`;
  return html`<div class="add-row">
    <button class="add-button" data-adder="way" @click=${() => host.startAdding(place)}>${icon("plus")}${_("Add a way on")}</button>
    <button class="add-button" @click=${() => app.do(quietly(exit(app.session, held.id)))}>${icon("exit")}${_("Customers leave here")}</button>
  </div>`;
}

/** @param {any} session @param {string} from */
function targets({ journey }, from) {
  const taken = new Set(naming(journey, "transition", "source", from).map(({ value }) => value.target));
  return journey
    .kind("step")
    .filter((/** @type {any} */ { id }) => id !== from && !taken.has(id))
    .map((/** @type {any} */ { id, value }) => ({ id, label: value.title, note: journey.get(value.stage ?? "")?.value.title }));
}
