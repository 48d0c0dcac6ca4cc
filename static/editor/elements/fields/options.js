// What a reference may name, and the change that makes what is not there yet. No DOM.
// @ts-check
import { _ } from "../../words.js";
import { uuid7 } from "../../core/ids.js";
import { put, room } from "../../core/commands/reading.js";
import { kindLabel, titleOf } from "./telling.js";

/** @typedef {import("./address.js").Place} Place */
/** @typedef {{id: string, label: string, note?: string, icon?: string}} Option */

/**
 * Return the records that a reference may name, in their order.
 * @param {any} session @param {Place} place @param {string} name the field's
 * @returns {Option[]}
 */
export function optionsOf(session, { held, document, field }, name) {
  const ref = /** @type {NonNullable<Place["field"]["ref"]>} */ (field.ref);
  if (ref.document === "journey")
    return session.boot.journeys.map((/** @type {any} */ each) => ({ id: each.id, label: each.title }));
  const into = ref.document || document;
  const kinds = ref.kind === "*" ? Object.keys(session.schema[into].kinds) : [ref.kind];
  return kinds
    .flatMap((kind) => session[into].kind(kind))
    .filter((/** @type {any} */ each) => each.id !== held.id && fits(session, held, name, each))
    .map((/** @type {any} */ each) => optionOf(session, each, into, ref.kind === "*"));
}

/** @param {any} session @param {any} held @param {string} into @param {boolean} mixed @returns {Option} */
function optionOf(session, held, into, mixed) {
  const label = titleOf(session, held.id, into === "catalogue" ? into : "");
  if (held.kind === "touchpoint") return { id: held.id, label, icon: held.value.kind };
  if (held.kind === "step") return { id: held.id, label, note: held.value.stage ? titleOf(session, held.value.stage) : "" };
  return { id: held.id, label, note: mixed ? kindLabel(session, held.kind) : "" };
}

/** @param {any} session @param {any} held @param {string} name @param {any} other */
function fits(session, held, name, other) {
  if (held.kind === "card" && name === "lane") return !session.schema.journey.computed?.includes(other.value.kind ?? "free");
  if (held.kind === "comment" && name === "reply_to") return other.value.on === held.value.on;
  return other.kind !== "translation" && !(name === "on" && other.kind === "comment");
}

/**
 * Whether a record of this kind needs nothing but what it is called: then it is made in passing.
 * @param {any} session @param {Place} place
 */
export function canMake(session, { document, field }) {
  const ref = /** @type {NonNullable<Place["field"]["ref"]>} */ (field.ref);
  if (ref.document === "journey" || ref.kind === "*") return false;
  return Boolean(naming(session, ref.document || document, ref.kind));
}

/** @param {any} session @param {string} document @param {string} kind */
function naming(session, document, kind) {
  const fields = Object.entries(session.schema[document].kinds[kind].fields);
  const needed = fields.filter(([, each]) => /** @type {any} */ (each).required).map(([name]) => name);
  return needed.length === 1 && ["title", "name"].includes(needed[0]) ? needed[0] : "";
}

/**
 * Return the ops that make a record called so, at the end of its kind, and its id.
 * @param {any} session @param {string} document @param {string} kind @param {string} called
 * @returns {{id: string, document: string, ops: any[]}}
 */
export function making(session, document, kind, called) {
  const id = uuid7();
  const named = naming(session, document, kind);
  if (!("order" in session.schema[document].kinds[kind].fields)) return { id, document, ops: [put(kind, id, { [named]: called })] };
  const siblings = session[document].kind(kind);
  const { keys, ops } = room(siblings, siblings.length);
  return { id, document, ops: [...ops, put(kind, id, { [named]: called, order: keys[0] })] };
}

/**
 * Return the change that makes a record and names it in a field, in one step of undo.
 * @param {any} session @param {Place} place @param {string} name @param {string} called
 * @param {(id: string) => any} valued the field's value with the new record's id
 * @returns {import("../../app.js").Change}
 */
export function makingIn(session, { held, document, field }, name, called, valued) {
  const ref = /** @type {NonNullable<Place["field"]["ref"]>} */ (field.ref);
  const made = making(session, ref.document || document, ref.kind, called);
  const patch = { op: "patch", kind: held.kind, id: held.id, set: { [name]: valued(made.id) } };
  const label = _("Add {kind}: {name}", { kind: kindLabel(session, ref.kind), name: called });
  if (made.document === document) return { label, [document]: [...made.ops, patch] };
  return { label, [made.document]: made.ops, [document]: [patch] };
}

/**
 * Return the options that fit what was typed, those that begin so first.
 * @param {Option[]} options @param {string} typed
 */
export function found(options, typed) {
  const wanted = folded(typed);
  if (!wanted) return options;
  const ranked = options.map((each) => ({ each, at: folded(each.label).indexOf(wanted) })).filter(({ at }) => at >= 0);
  const begins = (/** @type {{each: Option, at: number}} */ { each, at }) => (at === 0 ? 0 : folded(each.label).includes(` ${wanted}`) ? 1 : 2);
  return ranked.sort((one, other) => begins(one) - begins(other)).map(({ each }) => each);
}

/** @param {string} text */
export function folded(text) {
  return text.trim().toLocaleLowerCase().normalize("NFC");
}
