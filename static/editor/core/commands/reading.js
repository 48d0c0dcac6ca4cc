// What commands read of a journey, and the small pieces that their changes are made of.
// @ts-check
import { _ } from "../../words.js";
import { Refusal } from "../ops.js";
import { between, spread } from "../order.js";

/** @typedef {{id: string, kind: string, value: Record<string, any>}} Held */
/**
 * @typedef {object} Reader  one document, as `Records` and `Store` are read
 * @property {string} [id]
 * @property {(id: string) => Held | undefined} get
 * @property {(name: string) => readonly Held[]} kind by (order, id)
 * @property {(ids: Iterable<string>) => Iterable<string>} holders the ids of what names one of these
 */
/** @typedef {{journey: Reader, catalogue: Reader}} Readers a session, or what `peek` gives */
/** @typedef {import("../../app.js").Change} Change */
/** @typedef {{op: string, kind?: string, id: string, value?: any, set?: any}} Op */

/** @param {string} kind @param {string} id @param {Record<string, any>} value @returns {Op} */
export function put(kind, id, value) {
  const given = Object.entries(value).filter(([, item]) => item !== undefined && item !== null && item !== "");
  return { op: "put", kind, id, value: Object.fromEntries(given) };
}

/** @param {Held} held @param {Record<string, any>} set @returns {Op} */
export function patch(held, set) {
  return { op: "patch", kind: held.kind, id: held.id, set };
}

/** @param {Held} held @returns {Op} */
export function removal(held) {
  return { op: "remove", kind: held.kind, id: held.id };
}

/**
 * Return the record. A Refusal, where somebody has removed it since the command was chosen.
 * @param {Reader} reader @param {string} id @param {string} [kind]
 */
export function need(reader, id, kind) {
  const held = reader.get(id);
  if (!held || (kind && held.kind !== kind)) throw new Refusal("conflict", [{ path: "", message: _("Somebody has removed what this belongs to.") }]);
  return held;
}

/** What a record is called. @param {Held | undefined} held @returns {string} */
export function nameOf(held) {
  const value = held?.value ?? {};
  return value.title ?? value.name ?? value.text ?? value.condition ?? value.reason ?? "";
}

/** The title, or what is shown until there is one. @param {string | undefined} title @param {string} without */
export function titled(title, without) {
  return title?.trim() || without;
}

/**
 * The records of a kind that name this one in a field, in their order.
 * @param {Reader} reader @param {string} kind @param {string} field @param {string} id
 */
export function naming(reader, kind, field, id) {
  return [...reader.holders([id])]
    .map((each) => /** @type {Held} */ (reader.get(each)))
    .filter((held) => held && held.kind === kind && held.value[field] === id)
    .sort(byPlace);
}

/** @param {Held} one @param {Held} other */
export function byPlace(one, other) {
  const [a, b] = [one.value.order ?? "", other.value.order ?? ""];
  return a < b ? -1 : a > b ? 1 : one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** Whether a way leads on: neither back nor out. @param {Held} way */
export function onward(way) {
  return Boolean(way.value.target) && way.value.kind !== "return" && way.value.kind !== "exit";
}

/** @param {Reader} journey @param {string} step */
export function waysOn(journey, step) {
  return naming(journey, "transition", "source", step).filter(onward);
}

/** @param {Reader} journey @param {string} step */
export function waysIn(journey, step) {
  return naming(journey, "transition", "target", step).filter(onward);
}

/**
 * The steps of a stage (null: of none) in their order.
 * @param {Reader} journey @param {string | null | undefined} stage
 */
export function stepsOf(journey, stage) {
  return stage
    ? naming(journey, "step", "stage", stage)
    : journey.kind("step").filter((step) => !step.value.stage);
}

/**
 * Whether one step leads to another, by ways that lead on.
 * @param {Reader} journey @param {string} from @param {string} to
 */
export function leads(journey, from, to) {
  const seen = new Set([from]);
  const left = [from];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (at === to) return true;
    for (const { value } of waysOn(journey, at)) {
      if (!seen.has(value.target)) left.push(value.target);
      seen.add(value.target);
    }
  }
  return false;
}

const LONGEST = 90; // of the 100 digits that a key may have

/**
 * Order keys for `count` records that come to stand before `siblings[at]`. Where keys are missing,
 * the same or too long there is no room: then the siblings get new keys too, by the ops returned.
 * @param {readonly Held[]} siblings in their order, without those that are placed
 * @param {number} at
 * @param {number} [count]
 * @returns {{keys: string[], ops: Op[]}}
 */
export function room(siblings, at, count = 1) {
  const low = siblings[at - 1]?.value.order ?? "";
  const high = siblings[at]?.value.order ?? "";
  const open = (at === 0 || low) && (at === siblings.length || high) && (!low || !high || low < high);
  if (open) {
    /** @type {string[]} */
    const keys = [];
    for (let left = count; left > 0; left--) keys.push(between(keys.at(-1) ?? low, high));
    if (keys.every((key) => key.length < LONGEST)) return { keys, ops: [] };
  }
  const all = spread(siblings.length + count);
  const rest = [...all.slice(0, at), ...all.slice(at + count)];
  return { keys: all.slice(at, at + count), ops: siblings.map((each, i) => patch(each, { order: rest[i] })) };
}

/**
 * Keys for records that come to stand right after (or before) one of them; at the end where none
 * is named.
 * @param {readonly Held[]} siblings @param {{after?: string | null, before?: string | null}} anchor @param {number} [count]
 */
export function roomAt(siblings, { after, before }, count = 1) {
  const at = siblings.findIndex((each) => each.id === (after ?? before));
  return room(siblings, at < 0 ? siblings.length : after ? at + 1 : at, count);
}
