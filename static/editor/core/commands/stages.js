// Stages: the headings of the columns, in their order.
// @ts-check
import { _, ngettext } from "../../words.js";
import { uuid7 } from "../ids.js";
import { need, nameOf, patch, put, removal, roomAt, stepsOf, titled } from "./reading.js";
import { remove } from "./removing.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Change} Change */

/**
 * Make a stage: after or before one, else at the end; `steps` go into it.
 * @param {Readers} readers @param {{after?: string | null, before?: string | null}} [place]
 * @param {{id?: string, title?: string, steps?: string[]}} [given]
 * @returns {Change}
 */
export function addStage({ journey }, place = {}, { id = uuid7(), title, steps = [] } = {}) {
  const { keys, ops } = roomAt(journey.kind("stage"), place);
  const name = titled(title, _("New stage"));
  return {
    label: _("Add the stage “{title}”", { title: name }),
    journey: [...ops, put("stage", id, { title: name, order: keys[0] }), ...steps.map((each) => patch(need(journey, each, "step"), { stage: id }))],
    select: [id],
    say: _("Stage “{title}” added.", { title: name }),
  };
}

/**
 * Move a stage with its steps after or before another.
 * @param {Readers} readers @param {string} id @param {{after?: string, before?: string}} place
 * @returns {Change | null}
 */
export function moveStage({ journey }, id, place) {
  const stage = need(journey, id, "stage");
  if ((place.after ?? place.before) === id) return null;
  const others = journey.kind("stage").filter((each) => each.id !== id);
  const { keys, ops } = roomAt(others, place);
  const values = { title: nameOf(stage), other: nameOf(journey.get(place.after ?? place.before ?? "")) };
  return {
    label: _("Move the stage “{title}”", values),
    journey: [...ops, patch(stage, { order: keys[0] })],
    select: [id],
    say: place.before ? _("Stage “{title}” moved before “{other}”.", values) : _("Stage “{title}” moved after “{other}”.", values),
  };
}

/**
 * Remove a stage; its steps stay without a stage, or go along.
 * @param {Readers} readers @param {string} id @param {{along?: boolean}} [how]
 * @returns {Change}
 */
export function removeStage(readers, id, { along = false } = {}) {
  const stage = need(readers.journey, id, "stage");
  const steps = stepsOf(readers.journey, id);
  const gone = along && steps.length ? remove(readers, steps.map((each) => each.id)) : null;
  const values = { title: nameOf(stage) };
  return {
    label: _("Remove the stage “{title}”", values),
    journey: [...(gone?.journey ?? []), removal(stage)],
    select: [],
    say: gone
      ? ngettext("Stage “{title}” and its step removed.", "Stage “{title}” and its {n} steps removed.", steps.length, values)
      : _("Stage “{title}” removed.", values),
  };
}
