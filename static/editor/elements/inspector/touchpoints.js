// What is met in a step: chips, opened in place; found in the catalogue while typing, or made.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { encountersOf, leave, meet, meetNew } from "../../core/commands/meetings.js";
import { icon } from "../icon.js";
import "../fields/picker.js";
import { titleOf } from "../fields/telling.js";
import { section } from "./parts.js";

/** @typedef {import("./parts.js").Context} Context */

/** @param {Context} context */
export function touchpoints(context) {
  const { app, held, host } = context;
  const met = encountersOf(app.session.journey, held.id);
  const open = met.find((each) => host.shown.has(each.id));
  return section(
    _("Touchpoints"),
    html`${met.length
        ? html`<ul class="chipset">
            ${repeat(met, (each) => each.id, (each) => chip(context, each))}
          </ul>`
        : app.may.edit ? nothing : html`<p class="muted">${_("Nothing is met here yet.")}</p>`}
      ${open ? html`<div class="item-body chip-body" role="group" aria-label=${titleOf(app.session, open.id)}>${context.form({ ...context, held: open }, { talk: false })}</div>` : nothing}
      ${app.may.edit ? finder(context, met) : nothing}`,
  );
}

/** @param {Context} context @param {any} met an encounter */
function chip({ app, host }, met) {
  const { session } = app;
  const touchpoint = session.catalogue.get(met.value.touchpoint);
  const kind = touchpoint?.value.kind ?? "object";
  const name = titleOf(session, met.id);
  const open = host.shown.has(met.id);
  return html`<li class="chip kind-${kind}">
    <button class="chip-name" aria-expanded=${open ? "true" : "false"} @click=${() => host.show(met.id, !open, "chip")}>
      ${icon(kind)}<span class="visually-hidden">${session.boot.kinds?.[kind]?.label ?? ""}: </span><span>${name}</span>
    </button>
    ${app.may.edit
      ? html`<button class="chip-x" aria-label=${_("Take off {name}", { name })} @click=${() => host.away({ ...leave(session, met.id), select: undefined }, met.id)}>${icon("close")}</button>`
      : nothing}
  </li>`;
}

/** @param {Context} context @param {any[]} met */
function finder(context, met) {
  const { app, held, host } = context;
  const place = `${held.id} touchpoint`;
  if (host.adding !== place)
    return html`<button class="add-button add-touchpoint" data-adder="touchpoint" @click=${() => host.startAdding(place)}>${icon("plus")}${_("Add person, space, object or practice")}</button>`;
  const taken = new Set(met.map((each) => each.value.touchpoint));
  return html`<div data-adder="touchpoint" @keydown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && (event.stopPropagation(), host.stopAdding("touchpoint"))}>
    <jm-picker
      class="picker"
      .label=${_("Touchpoint")}
      .placeholder=${_("Type a name")}
      .options=${() => offered(app.session, taken)}
      .making=${(/** @type {string} */ typed) => makings(app, held.id, typed)}
      @picked=${(/** @type {CustomEvent} */ event) => app.do(meet(app.session, held.id, event.detail))}
    ></jm-picker>
  </div>`;
}

/** @param {any} session @param {Set<string>} taken */
function offered(session, taken) {
  return session.catalogue
    .kind("touchpoint")
    .filter((/** @type {any} */ each) => !taken.has(each.id))
    .map((/** @type {any} */ each) => ({
      id: each.id,
      label: each.value.name,
      icon: each.value.kind,
      note: session.schema.catalogue.kinds.touchpoint.fields.channel.choices.find((/** @type {string[]} */ [value]) => value === each.value.channel)?.[1],
    }))
    .sort((/** @type {any} */ one, /** @type {any} */ other) => one.label.localeCompare(other.label));
}

/** One new touchpoint for each kind of it. @param {any} app @param {string} step @param {string} name */
function makings(app, step, name) {
  const kinds = app.session.schema.catalogue.kinds.touchpoint.fields.kind.choices;
  return kinds.map((/** @type {string[]} */ [kind, label]) => ({
    label: _("New {kind}: “{name}”", { kind: label.toLocaleLowerCase(), name }),
    icon: kind,
    run: () => app.do(meetNew(app.session, step, { name, kind })),
  }));
}
