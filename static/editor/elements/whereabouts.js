// Where somebody is: in words, and where that is drawn.
// @ts-check
import { _ } from "../words.js";
import { lower } from "../actions/left.js";
import { titleOf } from "./fields/telling.js";
import { parentOf } from "./inspector/parents.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../core/stream.js").At} At */

/** Say what somebody is at. @param {App} app @param {At} at */
export function whereabouts(app, { record, field, typing }) {
  const { session } = app;
  const held = record ? app.find(record) : undefined;
  if (!held) return _("is looking at the journey");
  const title = titleOf(session, held.id);
  const [name, language] = (field ?? "").split("@");
  const { kinds } = session.schema[session.journey.get(held.id) ? "journey" : "catalogue"];
  const rule = kinds[held.kind]?.fields[name];
  if (!rule) return held.id === session.journey.id ? _("is at the details of the journey") : _("is at “{title}”", { title });
  const told = { field: language ? `${lower(rule.label)} (${language})` : lower(rule.label), title };
  return typing ? _("is typing in the {field} of “{title}”", told) : _("is at the {field} of “{title}”", told);
}

/**
 * Where a record is drawn, as ids that the view knows: itself, the steps where a touchpoint is met,
 * or what it belongs to; [] for what is drawn nowhere.
 * @param {App} app @param {string} record
 * @returns {string[]}
 */
export function drawnAt(app, record) {
  const { map } = app;
  if (map?.finding ? map.finding.keyOf(record) !== null : map?.rowOf(record)) return [record];
  const held = app.find(record);
  if (!held) return [];
  if (held.kind === "touchpoint") {
    const met = app.session.journey.kind("encounter").filter(({ value }) => value.touchpoint === record);
    return [...new Set(met.flatMap(({ id }) => drawnAt(app, id)))];
  }
  const parent = parentOf(held);
  return parent && parent !== record ? drawnAt(app, parent) : [];
}

/** Go to where somebody is, with the focus. @param {App} app @param {At} at */
export async function goThere(app, { record }) {
  if (!record) return;
  if (record === app.session.journey.id) app.selection.clear();
  else app.selection.select([record]);
  await app.map?.updateComplete;
  const [shown] = drawnAt(app, record);
  if (shown) await app.map.focusItem(shown);
}
