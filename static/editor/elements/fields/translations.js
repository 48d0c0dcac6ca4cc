// The same text in other languages: a row for each, records of their own.
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "../../words.js";
import { tagOf } from "./language.js";
import { LANGUAGES } from "./telling.js";

/** @typedef {import("./field.js").JmField} JmField */
/** @typedef {import("./address.js").Place} Place */

/** @type {Map<string, Set<string>>} languages somebody wants to write in, by field */
const asked = new Map();

/** @param {JmField} field */
export function toggleTranslations(field) {
  if (field.language || field.inner || !field.place?.field.translatable || field.place.held.kind === "translation") return nothing;
  const n = existing(field).length;
  const told = n ? ngettext("{n} translation", "{n} translations", n) : _("Translate");
  return html`<button
    class="linklike translate"
    aria-expanded=${field.translating ? "true" : "false"}
    aria-label="${told}: ${field.text}"
    @click=${() => (field.translating = !field.translating)}
  >${told}</button>`;
}

/** @param {JmField} field */
export function translations(field) {
  const { app, record, name } = field;
  const rows = languagesOf(app.session, /** @type {Place} */ (field.place), existing(field), asked.get(`${record} ${name}`));
  return html`<div class="translations" role="group" aria-label=${_("Translations of {field}", { field: field.text })}>
    ${rows.map((language) => html`<jm-field class="field" .app=${app} .record=${record} .name=${name} .language=${language}></jm-field>`)}
    <form class="add" @submit=${(/** @type {SubmitEvent} */ event) => ask(field, event)}>
      <input aria-label=${_("Another language")} placeholder=${_("Another language")} name="language" autocomplete="off" maxlength="35" />
      <button class="button button-small">${_("Add")}</button>
    </form>
  </div>`;
}

/** @param {JmField} field @returns {string[]} */
function existing({ app, place, record, name }) {
  const store = app.session[place?.document ?? "journey"];
  return store
    .kind("translation")
    .filter((/** @type {any} */ { value }) => value.record === record && value.field === name)
    .map((/** @type {any} */ { value }) => value.language);
}

/**
 * Return the languages to offer: the usual ones but the journey's own, and those that are there.
 * @param {any} session @param {Place} place @param {string[]} there @param {Iterable<string>} [more]
 */
export function languagesOf(session, { document }, there, more = []) {
  const own = document === "journey" ? session.journey.field(session.journey.id, "language") : "";
  return [...new Set([...LANGUAGES, ...there, ...more])].filter((each) => each !== own || there.includes(each));
}

/** @param {JmField} field @param {SubmitEvent} event */
function ask(field, event) {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (event.target).elements.namedItem("language"));
  const tag = tagOf(input.value);
  if (!tag || !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) return;
  const key = `${field.record} ${field.name}`;
  asked.set(key, new Set([...(asked.get(key) ?? []), tag]));
  input.value = "";
  field.requestUpdate();
}
