// The pieces forms are made of: fields, disclosures that remember, things edited in place, adders.
// @ts-check
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { keyed } from "lit/directives/keyed.js";
import { _ } from "../../words.js";
import { icon } from "../icon.js";
import "../fields/field.js";
import { isOpen, remember } from "./remember.js";

/**
 * @typedef {object} Context  what a form is drawn with
 * @property {any} app
 * @property {any} held the record
 * @property {import("./host.js").JmHost} host what it stands in
 * @property {(context: Context, how?: {head?: boolean, talk?: boolean}) => unknown} form draws the form of a record
 */

/** @param {Context} context @param {string} name @param {{record?: string, label?: string}} [how] */
export function field({ app, held }, name, { record = held.id, label } = {}) {
  return keyed(
    `${record} ${name}`,
    html`<jm-field class="field field-${name}" .app=${app} .record=${record} .name=${name} .label=${label}></jm-field>`,
  );
}

/**
 * A part that is closed until it is wanted, and stays as it was left; only then it is drawn.
 * @param {Context} context @param {string} name what it is remembered by @param {unknown} title
 * @param {() => unknown} body
 */
export function disclosure({ host }, name, title, body) {
  return html`<details class="more" .open=${live(isOpen(name))} @toggle=${(/** @type {Event} */ event) => {
    const details = /** @type {HTMLDetailsElement} */ (event.target);
    if (!details.classList.contains("more")) return;
    remember(name, details.open);
    host.requestUpdate();
  }}>
    <summary><h3>${title}</h3></summary>
    <div class="more-body">${isOpen(name) ? body() : nothing}</div>
  </details>`;
}

/**
 * A record shown in a line, opened to be changed where it stands.
 * @param {Context} context
 * @param {{id: string, tone: string, head: unknown, name: string, body: () => unknown}} item
 */
export function item({ host }, { id, tone, head, name, body }) {
  const open = host.shown.has(id);
  return html`<li class="item item-${tone}">
    <button class="item-head" aria-expanded=${open ? "true" : "false"} @click=${() => host.show(id, !open)}>${head}</button>
    ${open ? html`<div class="item-body" role="group" aria-label=${name}>${body()}</div>` : nothing}
  </li>`;
}

/**
 * A quiet button that becomes a line to type in; Enter adds and waits for the next.
 * @param {Context} context
 * @param {{key: string, label: string, hint?: string, add: (text: string) => unknown}} adder
 */
export function adder({ app, host, held }, { key, label, hint = "", add }) {
  if (!app.may.edit) return nothing;
  const place = `${held.id} ${key}`;
  if (host.adding !== place)
    return html`<button class="add-button" data-adder=${key} @click=${() => host.startAdding(place)}>${icon("plus")}${label}</button>`;
  return html`<form class="add" data-adder=${key} @submit=${(/** @type {Event} */ event) => submit(host, event, add)} @keydown=${(/** @type {KeyboardEvent} */ event) => left(host, event)} @focusout=${(/** @type {FocusEvent} */ event) => away(host, event)}>
    <input name="text" aria-label=${label} placeholder=${hint} autocomplete="off" />
    <button class="button button-small">${_("Add")}</button>
  </form>`;
}

/** @param {any} host @param {Event} event @param {(text: string) => unknown} add */
function submit(host, event, add) {
  event.preventDefault();
  const box = textOf(event.target);
  if (box.value.trim() && add(box.value.trim()) !== false) box.value = "";
  host.requestUpdate();
  box.focus();
}

/** @param {any} host @param {KeyboardEvent} event */
function left(host, event) {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  if (event.key !== "Escape") return;
  event.stopPropagation();
  host.stopAdding(form.dataset.adder);
}

/** Nothing was typed, and the focus has gone: no line is left open. @param {any} host @param {FocusEvent} event */
function away(host, event) {
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  if (form.contains(/** @type {Node | null} */ (event.relatedTarget)) || textOf(form).value.trim()) return;
  if (event.relatedTarget) host.stopAdding();
}

/** @param {any} form @returns {HTMLInputElement} */
function textOf(form) {
  return form.elements.namedItem("text");
}

/**
 * @param {string} title @param {unknown} body
 * @param {{className?: string}} [how]
 */
export function section(title, body, { className = "" } = {}) {
  return html`<section class="block ${className}"><h3>${title}</h3>${body}</section>`;
}

/** A button that takes a record away. @param {Context} context @param {string} label @param {() => void} run */
export function remover({ app }, label, run) {
  if (!app.may.edit) return nothing;
  return html`<button class="button button-small button-quiet remover" @click=${run}>${icon("trash")}${label}</button>`;
}
