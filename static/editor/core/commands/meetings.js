// What is met in a step: touchpoints of the catalogue, there already or new.
// @ts-check
import { _ } from "../../words.js";
import { uuid7 } from "../ids.js";
import { naming, need, nameOf, patch, put, removal, roomAt } from "./reading.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Change} Change */
/** @typedef {{name: string, kind: string, channel?: string | null}} NewTouchpoint */

/** @param {Reader} journey @param {string} step */
export function encountersOf(journey, step) {
  return naming(journey, "encounter", "step", step);
}

/**
 * Let a step meet a touchpoint; null where it does already.
 * @param {Readers} readers @param {string} step @param {string} touchpoint
 * @returns {Change | null}
 */
export function meet({ journey, catalogue }, step, touchpoint) {
  const at = need(journey, step, "step");
  const met = encountersOf(journey, step);
  if (met.some((each) => each.value.touchpoint === touchpoint)) return null;
  return meeting(journey, step, touchpoint, nameOf(at), nameOf(need(catalogue, touchpoint, "touchpoint")));
}

/**
 * Let a step meet a touchpoint that the catalogue does not have yet: one change of both.
 * @param {Readers} readers @param {string} step @param {NewTouchpoint} given
 * @returns {Change}
 */
export function meetNew({ journey }, step, { name, kind, channel }) {
  const at = need(journey, step, "step");
  const id = uuid7();
  return {
    ...meeting(journey, step, id, nameOf(at), name.trim()),
    catalogue: [put("touchpoint", id, { name: name.trim(), kind, channel })],
  };
}

/** @param {Reader} journey @param {string} step @param {string} touchpoint @param {string} title @param {string} name @returns {Change} */
function meeting(journey, step, touchpoint, title, name) {
  const { keys, ops } = roomAt(encountersOf(journey, step), {});
  return {
    label: _("Add the touchpoint “{name}” to “{title}”", { name, title }),
    journey: [...ops, put("encounter", uuid7(), { step, touchpoint, order: keys[0] })],
    say: _("“{title}” meets “{name}”.", { name, title }),
  };
}

/**
 * Take a touchpoint off a step; the catalogue keeps it.
 * @param {Readers} readers @param {string} encounter
 * @returns {Change}
 */
export function leave({ journey, catalogue }, encounter) {
  const held = need(journey, encounter, "encounter");
  const values = { name: nameOf(catalogue.get(held.value.touchpoint)), title: nameOf(journey.get(held.value.step)) };
  return {
    label: _("Take the touchpoint “{name}” off “{title}”", values),
    journey: [removal(held)],
    select: [held.value.step],
    say: _("“{title}” does not meet “{name}” any more.", values),
  };
}

/**
 * Let another step meet the touchpoint instead, or move it among those of its step; null where that
 * step meets it already, or it stands there.
 * @param {Readers} readers @param {string} encounter @param {string} step @param {{after?: string | null, before?: string | null}} [place]
 * @returns {Change | null}
 */
export function moveMeeting({ journey, catalogue }, encounter, step, place = {}) {
  const held = need(journey, encounter, "encounter");
  const all = encountersOf(journey, step);
  const others = all.filter((each) => each.id !== encounter);
  const at = all.indexOf(held);
  if (at >= 0 && (place.before ? all[at + 1]?.id === place.before : !place.after || all[at - 1]?.id === place.after)) return null; // it stands there
  if (others.some((each) => each.value.touchpoint === held.value.touchpoint)) return null;
  const { keys, ops } = roomAt(others, place);
  const values = { name: nameOf(catalogue.get(held.value.touchpoint)), title: nameOf(need(journey, step, "step")) };
  return {
    label: _("Move the touchpoint “{name}” to “{title}”", values),
    journey: [...ops, patch(held, { step, order: keys[0] })],
    select: [encounter],
    say: _("“{title}” meets “{name}”.", values),
  };
}

/**
 * Rename a touchpoint, in every journey that meets it.
 * @param {Readers} readers @param {string} touchpoint @param {string} name
 * @returns {Change}
 */
export function renameTouchpoint({ catalogue }, touchpoint, name) {
  const held = need(catalogue, touchpoint, "touchpoint");
  return {
    label: _("Rename the touchpoint “{from}” to “{to}”", { from: nameOf(held), to: name }),
    catalogue: [patch(held, { name: name.trim() || null })],
    say: _("Renamed to “{title}”, in all journeys.", { title: name }),
  };
}
