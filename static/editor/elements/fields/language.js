// A language, by its tag; the usual ones are offered by name.
// @ts-check
import { html } from "lit";
import { drawLine } from "./line.js";
import { LANGUAGES, languageName } from "./telling.js";

const OFFERED = [...LANGUAGES, "se", "smn", "sms", "et", "ru", "uk", "ar", "so"];

/** @type {import("./widgets.js").Widget} */
export const languages = {
  draw: (field) => html`${drawLine(field, {
      list: `${field.key}-list`,
      text: (value) => (value ? languageName(value) : ""),
      read: (raw) => ({ value: tagOf(raw) }),
    })}<datalist id="${field.key}-list">${OFFERED.map((code) => html`<option value=${languageName(code)}></option>`)}</datalist>`,
};

/** Return the tag of a language that is named or given by its tag. @param {string} raw */
export function tagOf(raw) {
  const said = raw.trim();
  const named = OFFERED.find((code) => languageName(code).toLocaleLowerCase() === said.toLocaleLowerCase());
  return named ?? (said || null);
}
