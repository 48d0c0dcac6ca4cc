// What people say of records: commands that make, change and settle it. Who says it is foreseen here
// and written by the server (`core/signing.js`).
// @ts-check
import { _ } from "../../words.js";
import { uuid7 } from "../ids.js";
import { sign, whoOf } from "../signing.js";
import { need, nameOf, patch, put, titled } from "./reading.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Held} Held */
/** @typedef {import("./reading.js").Change} Change */

/**
 * Say something of a record.
 * @param {Readers} readers @param {string} on
 * @param {{id?: string, text?: string, mentions?: string[], reply_to?: string | null}} [given]
 * @returns {Change}
 */
export function addComment(readers, on, { id = uuid7(), text, mentions = [], reply_to } = {}) {
  const said = { on, text: titled(text, _("New comment")), mentions: mentions.length ? mentions : undefined, reply_to };
  return {
    label: _("Comment on “{title}”", { title: nameOf(need(readers.journey, on)).slice(0, 100) }),
    journey: [put("comment", id, { ...said, ...sign(null, said, whoOf(readers)) })],
    say: _("Comment added."),
  };
}

/**
 * Change one's words; null where they are so already.
 * @param {Readers} readers @param {string} id @param {{text: string, mentions?: string[]}} given
 * @returns {Change | null}
 */
export function editComment(readers, id, { text, mentions = [] }) {
  const held = need(readers.journey, id, "comment");
  const before = (held.value.mentions ?? []).join();
  if (text === held.value.text && mentions.join() === before) return null;
  const set = { text, ...(mentions.join() === before ? {} : { mentions: mentions.length ? mentions : null }) };
  return {
    label: _("Edit a comment"),
    journey: [patch(held, { ...set, ...changed(readers, held, set) })],
    say: _("Comment changed."),
  };
}

/**
 * Settle a thread, or open it again.
 * @param {Readers} readers @param {string} id of what began it @param {boolean} resolved
 * @returns {Change}
 */
export function settle(readers, id, resolved) {
  const held = need(readers.journey, id, "comment");
  const set = { resolved };
  return {
    label: resolved ? _("Resolve a comment") : _("Reopen a comment"),
    journey: [patch(held, { ...set, ...changed(readers, held, set) })],
    say: resolved ? _("Resolved.") : _("Reopened."),
  };
}

/** The signed fields that become others. @param {Readers} readers @param {Held} held @param {Record<string, any>} set */
function changed(readers, { value }, set) {
  const written = sign(value, { ...value, ...set }, whoOf(readers));
  return Object.fromEntries(Object.entries(written).filter(([name, item]) => (item ?? null) !== (value[name] ?? null)));
}
