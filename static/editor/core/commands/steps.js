// Steps: making them, naming them, moving them along the path and between stages.
// @ts-check
import { _, ngettext } from "../../words.js";
import { uuid7 } from "../ids.js";
import { byPlace, need, nameOf, patch, put, roomAt, stepsOf, titled, waysIn, waysOn } from "./reading.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Held} Held */
/** @typedef {import("./reading.js").Op} Op */
/** @typedef {import("./reading.js").Change} Change */
/**
 * @typedef {object} Place  where a new step comes to stand: right after or before a step, joined to
 *   it; or at the end of a stage (null: of none), joined to nothing
 * @property {string | null} [after]
 * @property {string | null} [before]
 * @property {string | null} [stage]
 */
/** @typedef {{id?: string, title?: string}} Given */

/**
 * Make a step. After a step: what followed that one follows this one. One way on is split: it keeps
 * its condition and leads here; where ways part, all of them part from here.
 * @param {Readers} readers @param {Place} place @param {Given} [given]
 * @returns {Change}
 */
export function addStep({ journey }, place, { id = uuid7(), title } = {}) {
  const anchor = place.after ?? place.before;
  const stage = anchor ? need(journey, anchor, "step").value.stage : (place.stage ?? null);
  const { keys, ops } = roomAt(stepsOf(journey, stage), place);
  const name = titled(title, _("New step"));
  const step = put("step", id, { title: name, stage, order: keys[0] });
  const ways = place.after ? insertAfter(journey, place.after, id) : place.before ? insertBefore(journey, place.before, id) : [];
  return {
    label: _("Add the step “{title}”", { title: name }),
    journey: [...ops, step, ...ways],
    select: [id],
    say: place.after
      ? _("Step “{title}” added after “{other}”.", { title: name, other: nameOf(journey.get(place.after)) })
      : _("Step “{title}” added.", { title: name }),
  };
}

/**
 * The ways that lead from a step through new ones: to the first, on from the last of them.
 * @param {Reader} journey @param {string} after @param {string} first @param {string} [last]
 * @returns {Op[]}
 */
export function insertAfter(journey, after, first, last = first) {
  const on = waysOn(journey, after);
  if (on.length === 1) return [patch(on[0], { target: first }), way(last, on[0].value.target)];
  return [way(after, first), ...on.map((each) => patch(each, { source: last }))];
}

/** @param {Reader} journey @param {string} before @param {string} id @returns {Op[]} */
function insertBefore(journey, before, id) {
  return [...waysIn(journey, before).map((each) => patch(each, { target: id })), way(id, before)];
}

/** @param {string} source @param {string} target @param {string} [kind] @returns {Op} */
export function way(source, target, kind) {
  return put("transition", uuid7(), { source, target, kind });
}

/**
 * Make a step that some customers go to instead: a further way from this one. A way on that was the
 * only one becomes a choice too.
 * @param {Readers} readers @param {string} from @param {Given} [given]
 * @returns {Change}
 */
export function addBranch({ journey }, from, { id = uuid7(), title } = {}) {
  const source = need(journey, from, "step");
  const on = waysOn(journey, from);
  const beside = on.map((each) => journey.get(each.value.target)).filter((each) => each !== undefined).sort(byPlace).at(-1);
  const stage = (beside ?? source).value.stage;
  const { keys, ops } = roomAt(stepsOf(journey, stage), { after: (beside ?? source).id });
  const name = titled(title, _("New step"));
  return {
    label: _("Add the step “{title}”", { title: name }),
    journey: [
      ...ops,
      put("step", id, { title: name, stage, order: keys[0] }),
      ...parting(on),
      way(from, id, on.length ? partingKind(on) : undefined),
    ],
    select: [id],
    say: _("Step “{title}” added as a branch of “{other}”.", { title: name, other: nameOf(source) }),
  };
}

/** What makes ways part: a lone sequence becomes a choice. @param {Held[]} on @returns {Op[]} */
export function parting(on) {
  return on.length === 1 && (on[0].value.kind ?? "sequence") === "sequence" ? [patch(on[0], { kind: "choice" })] : [];
}

/** What kind a further way is of. @param {Held[]} on */
export function partingKind(on) {
  return on.every((each) => each.value.kind === "parallel") ? "parallel" : "choice";
}

/**
 * Name anything: a step, stage, finding, idea (title), an actor or a touchpoint (name), a card or a
 * comment (text), a way (condition, or the reason of an exit).
 * @param {Readers} readers @param {string} id @param {string} text
 * @returns {Change}
 */
export function setTitle({ journey, catalogue }, id, text) {
  const held = journey.get(id) ?? need(catalogue, id);
  const document = journey.get(id) ? "journey" : "catalogue";
  const field = titleField(held);
  return {
    label: _("Rename to “{title}”", { title: text }),
    [document]: [patch(held, { [field]: text || null })],
    say: _("Renamed to “{title}”.", { title: text }),
  };
}

/** @type {Record<string, string>} */
const TITLES = { actor: "name", touchpoint: "name", organisation: "name", persona: "name", segment: "name", card: "text", comment: "text", encounter: "note", translation: "text" };

/** The field that names a record. @param {Held} held */
export function titleField(held) {
  if (held.kind === "transition") return held.value.kind === "exit" ? "reason" : "condition";
  return TITLES[held.kind] ?? "title";
}

/**
 * Set a field that is on or off, such as a moment of truth: on, but off where all have it.
 * @param {Readers} readers @param {string[]} ids @param {string} [field]
 * @returns {Change | null}
 */
export function toggleFlag({ journey }, ids, field = "moment_of_truth") {
  const steps = ids.map((id) => journey.get(id)).filter((each) => each?.kind === "step");
  if (!steps.length) return null;
  const on = !steps.every((each) => each?.value[field]);
  return {
    label: on ? _("Mark a moment of truth") : _("Take the mark of a moment of truth away"),
    journey: steps.map((each) => patch(/** @type {Held} */ (each), { [field]: on || null })),
    say: on
      ? ngettext("Moment of truth.", "{n} moments of truth.", steps.length)
      : ngettext("No moment of truth any more.", "{n} are no moments of truth any more.", steps.length),
  };
}

/** @typedef {"expectation" | "assumed_experience"} Score */

/**
 * Set what is expected before a step, or assumed to be felt after it: 1 to 5 in halves; null: none.
 * @param {Readers} readers @param {string} id @param {Score} field @param {number | null} score
 * @returns {Change}
 */
export function setScore({ journey }, id, field, score) {
  const step = need(journey, id, "step");
  const value = score === null ? null : Math.min(5, Math.max(1, Math.round(score * 2) / 2));
  const values = { title: nameOf(step), score: value ?? _("none") };
  return {
    label: field === "expectation" ? _("Expectation of “{title}”: {score}", values) : _("Assumed experience of “{title}”: {score}", values),
    journey: [patch(step, { [field]: value })],
    say: field === "expectation" ? _("Expectation: {score}", values) : _("Assumed experience: {score}", values),
    merge: `${field}:${id}`,
  };
}
