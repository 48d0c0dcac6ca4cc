// Who says a comment, and who may change it: the twin of `journeys/signing.py`, under
// `tests/vectors/signing.json`. The server writes it anew; here it is what is shown until then, and
// which buttons there are.
// @ts-check
import { own, same } from "./ops.js";

/** @typedef {import("./ops.js").Value} Value */
/** @typedef {{person: string, name: string, at: string, edits: boolean}} Who  edits: more than comments */

const FIELDS = ["author", "by", "at", "edited", "resolved_by", "resolved_at"];
const OTHERS = ["resolved"];
const EDITORS = ["resolved", "on", "reply_to"];
const LIMIT = 200;

/**
 * Who is at work here, now.
 * @param {any} session
 * @returns {Who}
 */
export function whoOf({ boot, may }) {
  const { id = "", name = "" } = boot?.user ?? {};
  return { person: `user:${id}`, name, at: new Date().toISOString(), edits: Boolean(may?.edit) };
}

/**
 * Whether whoever is at work here may change a field of a record of the journey or the catalogue.
 * @param {any} session @param {import("./ops.js").Held} held @param {string} name
 */
export function mayChange(session, { kind, value }, name) {
  if (kind !== "comment") return Boolean(session.may.edit);
  if (!session.may.comment || FIELDS.includes(name)) return false;
  const { person, edits } = whoOf(session);
  return value.by === person || (edits ? EDITORS : OTHERS).includes(name);
}

/**
 * Whether whoever is at work here may take a comment away, with all that answers it.
 * @param {any} session @param {import("./ops.js").Held} held
 */
export function mayRemove(session, held) {
  const who = whoOf(session);
  /** @type {import("./ops.js").Held[]} */
  const along = [held];
  for (const { id } of along) {
    for (const each of session.journey.kind("comment")) if (each.value.reply_to === id && !along.includes(each)) along.push(each);
  }
  return along.every(({ value }) => may(value, null, who));
}

/**
 * Whether somebody may make (before: null), change or remove (after: null) a comment.
 * @param {Value | null} before @param {Value | null} after @param {Who} who
 */
export function may(before, after, who) {
  if (!before || before.by === who.person) return true;
  if (!after) return who.edits;
  const free = who.edits ? EDITORS : OTHERS;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => FIELDS.includes(name) || free.includes(name) || same(own(before, name), own(after, name)));
}

/**
 * The signed fields of a comment that becomes `after`; null: it has none.
 * @param {Value | null} before @param {Value} after @param {Who} who
 * @returns {Value}
 */
export function sign(before, after, who) {
  const name = [...who.name].slice(0, LIMIT).join("");
  /** @type {Value} */
  const written = before
    ? Object.fromEntries(FIELDS.map((each) => [each, own(before, each)]))
    : { author: name, by: who.person, at: who.at, edited: null };
  if (before && !same(own(before, "text"), own(after, "text"))) written.edited = who.at;
  const settled = after.resolved === true;
  if (settled !== (before?.resolved === true)) {
    written.resolved_by = settled ? name : null;
    written.resolved_at = settled ? who.at : null;
  }
  return written;
}
