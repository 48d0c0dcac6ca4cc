// Lanes, the rows of the map: made, moved, named, hidden, folded. And who acts in them.
// @ts-check
import { _ } from "../../words.js";
import { spread } from "../order.js";
import { uuid7 } from "../ids.js";
import { need, nameOf, patch, put, room, titled } from "./reading.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Held} Held */
/** @typedef {import("./reading.js").Op} Op */
/** @typedef {import("./reading.js").Change} Change */
/**
 * A row as the map draws it. `key`: the kind of a computed row, the id of a lane of cards.
 * @typedef {{key: string, kind: string, title?: string, id?: string | null, backstage?: boolean}} Row
 */

/** The record that shapes a row, if there is one. @param {Reader} journey @param {Row} row */
export function laneOf(journey, row) {
  return row.id ? journey.get(row.id) : (journey.get(row.key) ?? journey.kind("lane").find((each) => each.value.kind === row.key));
}

/**
 * Make a lane of cards.
 * @param {Readers} readers @param {{id?: string, title?: string, kind?: string, called?: string, side?: "frontstage" | "backstage"}} [given] called: its kind in words
 * @returns {Change}
 */
export function addLane({ journey }, { id = uuid7(), title, kind, called = "", side } = {}) {
  const behind = side ?? (kind && ["backstage", "support_process", "system"].includes(kind) ? "backstage" : undefined);
  const placed = journey.kind("lane").filter((each) => each.value.order);
  const { keys, ops } = room(placed, placed.length);
  const name = titled(title, kind && kind !== "free" ? "" : _("New lane"));
  const values = { title: name || called };
  return {
    label: _("Add the lane “{title}”", values),
    journey: [...ops, put("lane", id, { title: name, kind, side: behind, order: keys[0] })],
    select: [id],
    say: _("Lane “{title}” added.", values),
  };
}

/**
 * Move a row before another (null: to the end of its side). Rows of the front that have keys share
 * their places in the order of the keys, so those between get keys too; the others stay.
 * @param {Readers} readers @param {Row[]} rows as drawn, all of them @param {string} key @param {string | null} before
 * @returns {Change | null}
 */
export function moveLane({ journey }, rows, key, before) {
  const moved = rows.find((row) => row.key === key);
  if (!moved || key === before) return null;
  const side = rows.filter((row) => Boolean(row.backstage) === Boolean(moved.backstage));
  const from = side.indexOf(moved);
  const target = before === null ? side.length : side.findIndex((row) => row.key === before);
  if (target < 0) return null;
  const after = side.filter((row) => row !== moved);
  after.splice(target > from ? target - 1 : target, 0, moved);
  const low = after.findIndex((row, at) => row !== side[at]);
  if (low < 0) return null;
  const high = after.findLastIndex((row, at) => row !== side[at]);
  const keyed = after.filter((row, at) => (at >= low && at <= high) || moved.backstage || laneOf(journey, row)?.value.order);
  const keys = spread(keyed.length);
  return {
    label: _("Move the lane “{title}”", { title: moved.title ?? key }),
    journey: keyed.map((row, at) => laneOp(journey, row, { order: keys[at] })),
    select: laneOf(journey, moved) ? [/** @type {Held} */ (laneOf(journey, moved)).id] : undefined,
    say: before
      ? _("Lane “{title}” moved before “{other}”.", { title: moved.title ?? key, other: rows.find((row) => row.key === before)?.title ?? before })
      : _("Lane “{title}” moved to the end.", { title: moved.title ?? key }),
  };
}

/** Set fields of a row's record, made where there is none. @param {Reader} journey @param {Row} row @param {Record<string, any>} set @returns {Op} */
function laneOp(journey, row, set) {
  const held = laneOf(journey, row);
  return held ? patch(held, set) : put("lane", uuid7(), { kind: row.key, ...set });
}

/**
 * Hide a row or show it again.
 * @param {Readers} readers @param {Row} row @param {boolean} [hidden]
 * @returns {Change}
 */
export function hideLane({ journey }, row, hidden = true) {
  const values = { title: row.title ?? row.key };
  return {
    label: hidden ? _("Hide the lane “{title}”", values) : _("Show the lane “{title}”", values),
    journey: [laneOp(journey, row, { hidden: hidden || null })],
    say: hidden ? _("Lane “{title}” hidden.", values) : _("Lane “{title}” shown.", values),
  };
}

/**
 * Fold a row to its name or unfold it; without `folded`: the other way round.
 * @param {Readers} readers @param {Row} row @param {boolean} [folded]
 * @returns {Change}
 */
export function foldLane({ journey }, row, folded = !laneOf(journey, row)?.value.folded) {
  const values = { title: row.title ?? row.key };
  return {
    label: folded ? _("Fold the lane “{title}”", values) : _("Unfold the lane “{title}”", values),
    journey: [laneOp(journey, row, { folded: folded || null })],
    say: folded ? _("Lane “{title}” folded.", values) : _("Lane “{title}” unfolded.", values),
  };
}

/**
 * Name a row; a computed one gets its own name back with "".
 * @param {Readers} readers @param {Row} row @param {string} title
 * @returns {Change}
 */
export function renameLane({ journey }, row, title) {
  return {
    label: _("Rename the lane “{title}”", { title: row.title ?? row.key }),
    journey: [laneOp(journey, row, { title: title.trim() || null })],
    say: _("Renamed to “{title}”.", { title }),
  };
}

/**
 * Make an actor, who acts in these steps.
 * @param {Readers} readers @param {{id?: string, name: string, kind?: "customer" | "staff" | "partner" | "system", steps?: string[]}} given
 * @returns {Change}
 */
export function addActor({ journey }, { id = uuid7(), name, kind, steps = [] }) {
  const actors = journey.kind("actor");
  const { keys, ops } = room(actors, actors.length);
  return {
    label: _("Add the actor “{name}”", { name }),
    journey: [...ops, put("actor", id, { name: name.trim(), kind, order: keys[0] }), ...steps.map((each) => patch(need(journey, each, "step"), { actor: id }))],
    say: steps.length ? _("“{name}” acts in “{title}”.", { name, title: nameOf(journey.get(steps[0])) }) : _("Actor “{name}” added.", { name }),
  };
}

/**
 * Say who acts in steps; null: nobody is named.
 * @param {Readers} readers @param {string[]} steps @param {string | null} actor
 * @returns {Change}
 */
export function setActor({ journey }, steps, actor) {
  const name = nameOf(journey.get(actor ?? ""));
  return {
    label: actor ? _("“{name}” acts in a step", { name }) : _("No actor"),
    journey: steps.map((each) => patch(need(journey, each, "step"), { actor })),
  };
}
