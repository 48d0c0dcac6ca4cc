// Ways between steps: joining, leaving, turning round, leading elsewhere, putting a step on one.
// @ts-check
import { _ } from "../../words.js";
import { uuid7 } from "../ids.js";
import { leads, naming, need, nameOf, patch, put, roomAt, stepsOf, titled, waysOn } from "./reading.js";
import { parting, partingKind, way } from "./steps.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Change} Change */
/** @typedef {"sequence" | "choice" | "parallel" | "return" | "exit"} WayKind */

/**
 * Join two steps; null where they are joined already. Without a kind: a return where the target
 * leads to the source, a choice where the source leads elsewhere too, else a sequence.
 * @param {Readers} readers @param {string} source @param {string} target @param {WayKind} [kind]
 * @returns {Change | null}
 */
export function join({ journey }, source, target, kind) {
  const from = need(journey, source, "step");
  const to = need(journey, target, "step");
  if (naming(journey, "transition", "source", source).some((each) => each.value.target === target)) return null;
  const on = waysOn(journey, source);
  const back = leads(journey, target, source);
  const made = kind ?? (back ? "return" : on.length ? partingKind(on) : undefined);
  const id = uuid7();
  return {
    label: _("Join “{source}” to “{target}”", { source: nameOf(from), target: nameOf(to) }),
    journey: [...(made === "choice" ? parting(on) : []), put("transition", id, { source, target, kind: made })],
    say:
      made === "return"
        ? _("“{source}” leads back to “{target}”.", { source: nameOf(from), target: nameOf(to) })
        : _("“{source}” leads to “{target}”.", { source: nameOf(from), target: nameOf(to) }),
  };
}

/**
 * Let customers leave at a step, for a reason.
 * @param {Readers} readers @param {string} step @param {{id?: string, title?: string}} [given] title: the reason
 * @returns {Change}
 */
export function exit({ journey }, step, { id = uuid7(), title: reason = "" } = {}) {
  const name = nameOf(need(journey, step, "step"));
  return {
    label: _("Exit from “{title}”", { title: name }),
    journey: [put("transition", id, { source: step, kind: "exit", reason: reason.trim() })],
    say: reason ? _("Customers leave at “{title}”: {reason}", { title: name, reason }) : _("Customers leave at “{title}”.", { title: name }),
  };
}

/**
 * Turn a way round; null for an exit.
 * @param {Readers} readers @param {string} id
 * @returns {Change | null}
 */
export function reverse({ journey }, id) {
  const held = need(journey, id, "transition");
  const { source, target, kind } = held.value;
  if (!target) return null;
  return {
    label: _("Turn a way round"),
    journey: [patch(held, { source: target, target: source, ...(kind === "return" ? { kind: null } : {}) })],
    say: _("“{source}” leads to “{target}”.", { source: nameOf(journey.get(target)), target: nameOf(journey.get(source)) }),
  };
}

/**
 * Let a way come from or lead to another step; null where that way is there. An exit that leads to
 * a step is a way like others, and its reason its condition.
 * @param {Readers} readers @param {string} id @param {{source?: string, target?: string}} ends
 * @returns {Change | null}
 */
export function retarget({ journey }, id, ends) {
  const held = need(journey, id, "transition");
  const { source = held.value.source, target = held.value.target } = ends;
  need(journey, source, "step");
  const same = naming(journey, "transition", "source", source);
  if (same.some((each) => (target ? each.value.target === target : each.id === id))) return null;
  const was = held.value.kind === "exit" && target;
  const { reason } = held.value;
  return {
    label: _("Lead a way elsewhere"),
    journey: [patch(held, { source, ...(target ? { target } : {}), ...(was ? { kind: exitKind(journey, source), reason: null, condition: reason ?? null } : {}) })],
    select: [id],
    say: target
      ? _("“{source}” leads to “{target}”.", { source: nameOf(journey.get(source)), target: nameOf(journey.get(target)) })
      : _("Customers leave at “{title}”.", { title: nameOf(journey.get(source)) }),
  };
}

/** @param {Reader} journey @param {string} source */
function exitKind(journey, source) {
  const on = waysOn(journey, source);
  return on.length ? partingKind(on) : null;
}

/**
 * Put a new step on a way: who goes it, and when, is said before the step; a reason to leave and a
 * way back follow it.
 * @param {Readers} readers @param {string} id of the way @param {{id?: string, title?: string}} [given]
 * @returns {Change}
 */
export function splitWay({ journey }, id, { id: step = uuid7(), title } = {}) {
  const held = need(journey, id, "transition");
  const from = need(journey, held.value.source, "step");
  const { keys, ops } = roomAt(stepsOf(journey, from.value.stage), { after: from.id });
  const name = titled(title, _("New step"));
  return {
    label: _("Add the step “{title}”", { title: name }),
    journey: [...ops, put("step", step, { title: name, stage: from.value.stage, order: keys[0] }), ...halves(journey, held, step)],
    select: [step],
    say: _("Step “{title}” added after “{other}”.", { title: name, other: nameOf(from) }),
  };
}

/** The two ways that one becomes. @param {Reader} journey @param {import("./reading.js").Held} held @param {string} step between them @returns {import("./reading.js").Op[]} */
function halves(journey, held, step) {
  const { source, target, kind, condition, share } = held.value;
  if (kind !== "exit" && kind !== "return") return [patch(held, { target: step }), way(step, target)];
  const first = { source, target: step, kind: exitKind(journey, source), condition, share };
  return [...parting(waysOn(journey, source)), patch(held, { source: step, condition: null, share: null }), put("transition", uuid7(), first)];
}
