// Field by field, what had to stay when something was taken back.
// @ts-check
import { _, ngettext } from "../words.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../core/undoing.js").Left} Left */

const MOST = 6;

/**
 * Say in the reader's words why something stays as it is.
 * @param {App} app @param {Left} left
 */
function reason(app, { id, kind, title, field }) {
  const { journey, catalogue } = app.session.schema;
  const schema = journey.kinds[kind] ?? catalogue.kinds[kind];
  const told = { kind: lower(schema?.label ?? kind), title: title || "–" };
  const held = app.find(id);
  if (!held) return _("The {kind} “{title}” was removed by others since; it stays removed.", told);
  if (!field) return _("The {kind} “{title}” is used or changed by others since; it stays.", told);
  const rule = schema?.fields[field];
  const named = { ...told, field: lower(rule?.label ?? field) };
  if (rule?.ref && !held.value[field]?.length) {
    return _("What the {kind} “{title}” named as {field} is gone since; it comes back without.", named);
  }
  return _("The {field} of the {kind} “{title}” was changed by others since; it stays.", named);
}

/** As within a sentence: no capital, but for what is all capitals. @param {string} text */
export function lower(text) {
  return /^\p{Lu}(?!\p{Lu})/u.test(text) ? text[0].toLowerCase() + text.slice(1) : text;
}

/** @param {App} app @param {Left[]} left */
export function sayLeft(app, left) {
  const reasons = [...new Set(left.map((each) => reason(app, each)))];
  const more = reasons.length - MOST;
  if (more > 0) reasons.splice(MOST, more, ngettext("And {n} more.", "And {n} more.", more));
  if (reasons.length) app.warn(reasons.join(" "));
}
