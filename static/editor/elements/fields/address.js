// Where a field's value is, and the change that sets it. No DOM.
// @ts-check
import { uuid7 } from "../../core/ids.js";

/**
 * @typedef {object} Field as the page's schema tells it
 * @property {string} type
 * @property {string} label
 * @property {any} [default]
 * @property {boolean} [required]
 * @property {boolean} [many]
 * @property {number} [limit]
 * @property {boolean} [multiline]
 * @property {[string, string][]} [choices]
 * @property {number} [low]
 * @property {number} [high]
 * @property {boolean} [whole]
 * @property {{kind: string, document: string, goes?: boolean}} [ref]
 * @property {Record<string, Field>} [fields]
 * @property {boolean} [translatable]
 */
/** @typedef {{record: string, name: string, part?: string, language?: string}} Address */
/** @typedef {{held: any, document: "journey" | "catalogue", field: Field, value: any}} Place */
/** @typedef {import("../../app.js").Change} Change */

/** @param {Address} address */
export function keyOf({ record, name, part, language }) {
  return [record, name, part ?? "", language ?? ""].join(" ");
}

/**
 * Return the record, the field and the value at an address, null where there is none.
 * @param {any} session @param {Address} address
 * @returns {Place | null}
 */
export function placeOf(session, { record, name, part, language }) {
  const document = session.journey.get(record) ? "journey" : "catalogue";
  const held = session[document].get(record);
  const field = held && session.schema[document].kinds[held.kind]?.fields[name];
  if (!field) return null;
  const whole = held.value[name] ?? field.default ?? null;
  if (part) {
    const inner = field.fields[part];
    return { held, document, field: inner, value: whole?.[part] ?? inner.default ?? null };
  }
  if (language) {
    const text = translationOf(session[document], record, name, language)?.value.text ?? "";
    return { held, document, field: { ...field, required: false }, value: text };
  }
  return { held, document, field, value: whole };
}

/**
 * Return a field's translation into a language, undefined where there is none.
 * @param {any} store @param {string} record @param {string} name @param {string} language
 */
function translationOf(store, record, name, language) {
  return store
    .kind("translation")
    .find((/** @type {any} */ { value }) => value.record === record && value.field === name && value.language === language);
}

/**
 * Return the change that sets the value at an address, null where it is so already.
 * @param {any} session @param {Address} address @param {any} value null: back to the default
 * @returns {Change | null}
 */
export function changeOf(session, address, value) {
  const place = placeOf(session, address);
  if (!place || same(place.value, value ?? place.field.default ?? null)) return null;
  const { held, document } = place;
  const kinds = session.schema[document].kinds;
  const outer = kinds[held.kind].fields[address.name];
  const ops = address.language
    ? translating(session[document], address, value)
    : [{ op: "patch", kind: held.kind, id: held.id, set: settings(session, address, value, outer) }];
  const label = `${kinds[held.kind].label}: ${outer.label}`;
  return { label, [document]: ops, merge: keyOf(address) };
}

/** @param {any} session @param {Address} address @param {any} value @param {Field} field */
function settings(session, { record, name, part }, value, field) {
  const { held } = /** @type {Place} */ (placeOf(session, { record, name }));
  if (part) return { [name]: partWith(field, held.value[name], part, value) };
  return { [name]: empty(value) ? null : value, ...together(held.kind, name, value, held.value) };
}

/**
 * Return a part with one of its values set; what it must have is its first choice, and a part
 * whose necessary value is taken away is none.
 * @param {Field} field @param {Record<string, any> | null | undefined} held
 * @param {string} name @param {any} value
 */
function partWith(field, held, name, value) {
  /** @type {Record<string, any>} */
  const next = { ...held, [name]: value };
  for (const [each, inner] of Object.entries(field.fields ?? {})) {
    if (empty(next[each])) delete next[each];
    if (!inner.required || each in next) continue;
    if (each === name) return null;
    next[each] = inner.choices?.[0][0];
  }
  return next;
}

/**
 * Return what must change with a field so that the record stays sound: an exit leads nowhere, a card
 * stands at a step or across a stage.
 * @param {string} kind @param {string} name @param {any} value @param {Record<string, any>} held
 * @returns {Record<string, any>}
 */
export function together(kind, name, value, held) {
  if (kind === "transition" && name === "kind")
    return value === "exit" ? { target: null, condition: null, reason: held.reason ?? held.condition ?? null } : held.kind === "exit" ? { reason: null, condition: held.condition ?? held.reason ?? null } : {};
  if (kind === "transition" && name === "target" && value && held.kind === "exit")
    return { kind: null, reason: null, condition: held.condition ?? held.reason ?? null };
  if (kind === "card" && name === "step" && value) return { stage: null };
  if (kind === "card" && name === "stage" && value) return { step: null };
  return {};
}

/** @param {any} store @param {Address} address @param {any} text */
function translating(store, { record, name, language }, text) {
  const held = translationOf(store, record, name, language ?? "");
  if (!held)
    return [{ op: "put", kind: "translation", id: uuid7(), value: { record, field: name, language, text } }];
  if (empty(text)) return [{ op: "remove", kind: "translation", id: held.id }];
  return [{ op: "patch", kind: "translation", id: held.id, set: { text } }];
}

/** @param {any} value */
function empty(value) {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
}

/** @param {any} one @param {any} other */
export function same(one, other) {
  return one === other || (empty(one) && empty(other)) || JSON.stringify(one) === JSON.stringify(other);
}
