// The line at a table's end that makes another row.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { meetNew } from "../../core/commands/meetings.js";
import { icon } from "../icon.js";
import "../fields/picker.js";

/** @typedef {import("./tables.js").Adding} Adding */
/** @typedef {import("./tables.js").Input} Input */
/** @typedef {import("../table.js").JmTable} JmTable */

/** @param {JmTable} host @param {Adding[]} all */
export function adders(host, all) {
  const may = all.some(({ key }) => host.app.may.edit || (key === "comment" && host.app.may.comment));
  if (!may || !all.length) return nothing;
  const open = all.find(({ key }) => host.adding === key);
  if (open) return line(host, open);
  return html`<div class="add-row">${all.map(({ key, label }) => html`<button class="add-button" data-adder=${key} @click=${() => host.startAdding(key)}>${icon("plus")}${label}</button>`)}</div>`;
}

/** @param {JmTable} host @param {Adding} adding */
function line(host, adding) {
  return html`<form class="add" data-adder=${adding.key} aria-label=${adding.label} @submit=${(/** @type {Event} */ event) => submit(host, adding, event)} @keydown=${(/** @type {KeyboardEvent} */ event) => escape(host, adding, event)}>
    ${adding.inputs.map((input) => (input.options ? picker(host, adding, input) : box(host, input)))}
    <button class="button button-small">${_("Add")}</button>
  </form>`;
}

/** @param {JmTable} host @param {Input} input */
function box(host, { name, label }) {
  return html`<input aria-label=${label} placeholder=${label} autocomplete="off" .value=${host.given[name] ?? ""} @input=${(/** @type {Event} */ event) => (host.given[name] = /** @type {HTMLInputElement} */ (event.target).value)} />`;
}

/** @param {JmTable} host @param {Adding} adding @param {Input} input */
function picker(host, adding, { name, label, options, optional }) {
  return html`<jm-picker
    class="picker"
    .label=${label}
    .placeholder=${label}
    .value=${host.given[name] ?? null}
    .none=${optional ? _("None") : ""}
    .options=${options}
    .making=${adding.also === name ? (/** @type {string} */ typed) => touchpoints(host, typed) : undefined}
    @picked=${(/** @type {CustomEvent} */ event) => host.give(name, event.detail)}
  ></jm-picker>`;
}

/** A touchpoint that the catalogue does not have yet, for the step that is chosen. @param {JmTable} host @param {string} name */
function touchpoints(host, name) {
  const { session } = host.app;
  const { step } = host.given;
  if (!step) return [];
  return session.schema.catalogue.kinds.touchpoint.fields.kind.choices.map((/** @type {string[]} */ [kind, label]) => ({
    label: _("New {kind}: “{name}”", { kind: label.toLocaleLowerCase(), name }),
    icon: kind,
    run: () => host.add(meetNew(session, step, { name, kind })),
  }));
}

/** @param {JmTable} host @param {Adding} adding @param {Event} event */
function submit(host, adding, event) {
  event.preventDefault();
  const missing = adding.inputs.findIndex(({ name, optional }) => !optional && !host.given[name]?.trim());
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (missing >= 0) /** @type {HTMLElement} */ (form.querySelectorAll("input")[missing]).focus();
  else host.add(adding.make(host.given));
}

/** @param {JmTable} host @param {Adding} adding @param {KeyboardEvent} event */
function escape(host, adding, event) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  host.stopAdding(adding.key);
}
