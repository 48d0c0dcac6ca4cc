// Moving steps: along the path, where they are cut out and put in again, and between stages.
// @ts-check
import { _, ngettext } from "../../words.js";
import { byPlace, need, nameOf, patch, removal, roomAt, stepsOf, waysIn, waysOn } from "./reading.js";
import { way } from "./steps.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Held} Held */
/** @typedef {import("./reading.js").Op} Op */
/** @typedef {import("./reading.js").Change} Change */
/**
 * @typedef {object} Goal  where steps are moved to
 * @property {string} [after] right after this step, on its way on: they change places in the path
 * @property {string} [above] beside this step, before it in the order; ways stay
 * @property {string} [below] beside this step, after it in the order; ways stay
 * @property {string | null} [stage] the end (with `first`: the beginning) of a stage; ways stay
 * @property {boolean} [first]
 */

/**
 * Move steps. Put after a step they leave the path, which closes behind them, and come in again
 * there; unless they are no chain (several ways lead in or on): then their ways stay as they are.
 * @param {Readers} readers @param {string[]} ids @param {Goal} goal
 * @returns {Change | null}
 */
export function moveSteps({ journey }, ids, goal) {
  const moved = ids.map((id) => need(journey, id, "step")).sort(byPlace);
  const anchor = goal.after ?? goal.above ?? goal.below;
  if (!moved.length || (anchor && ids.includes(anchor))) return null;
  const stage = anchor ? need(journey, anchor, "step").value.stage : (goal.stage ?? null);
  const others = stepsOf(journey, stage).filter((each) => !ids.includes(each.id));
  const chain = chainOf(journey, moved);
  const inOrder = chain?.steps ?? moved;
  const place = goal.above ? { before: goal.above } : goal.first ? { before: others[0]?.id } : { after: anchor };
  const { keys, ops } = roomAt(others, place, moved.length);
  const rewired = goal.after && chain ? rewire(journey, chain, goal.after) : [];
  const steps = inOrder.map((each, at) => patch(each, { order: keys[at], stage: stage ?? null }));
  return {
    label: ngettext("Move the step “{title}”", "Move {n} steps", moved.length, { title: nameOf(moved[0]) }),
    journey: [...ops, ...steps, ...rewired],
    select: [...ids],
    say: said(journey, moved, anchor, stage),
  };
}

/** @param {Reader} journey @param {Held[]} moved @param {string | undefined} anchor @param {string | null | undefined} stage */
function said(journey, moved, anchor, stage) {
  const values = { title: nameOf(moved[0]), other: nameOf(journey.get(anchor ?? stage ?? "")) };
  if (anchor) return ngettext("“{title}” moved next to “{other}”.", "{n} steps moved next to “{other}”.", moved.length, values);
  if (stage) return ngettext("“{title}” moved to the stage “{other}”.", "{n} steps moved to the stage “{other}”.", moved.length, values);
  return ngettext("“{title}” moved out of its stage.", "{n} steps moved out of their stage.", moved.length, values);
}

/** @typedef {{steps: Held[], into: Held | undefined, on: Held | undefined}} Chain */

/**
 * The steps in path order with the one way into and the one way out of them; null where they are
 * no such chain.
 * @param {Reader} journey @param {Held[]} steps
 * @returns {Chain | null}
 */
function chainOf(journey, steps) {
  const inside = new Set(steps.map((each) => each.id));
  const from = steps.flatMap((each) => waysOn(journey, each.id));
  const to = steps.flatMap((each) => waysIn(journey, each.id));
  const into = to.filter((each) => !inside.has(each.value.source));
  const on = from.filter((each) => !inside.has(each.value.target));
  const within = from.filter((each) => inside.has(each.value.target));
  if (into.length > 1 || on.length > 1 || within.length !== steps.length - 1) return null;
  const next = new Map(within.map((each) => [each.value.source, each.value.target]));
  const targets = new Set(next.values());
  const starts = steps.filter((each) => !targets.has(each.id));
  if (starts.length !== 1 || next.size !== within.length) return null;
  const found = [starts[0]];
  for (let id = next.get(starts[0].id); id; id = next.get(id)) found.push(need(journey, id));
  if (found.length !== steps.length) return null;
  const fits = (!into[0] || into[0].value.target === found[0].id) && (!on[0] || on[0].value.source === found.at(-1)?.id);
  return fits ? { steps: found, into: into[0], on: on[0] } : null;
}

/**
 * The ways of the path when a chain leaves its place and follows a step: each way keeps where it
 * comes from, its condition, share and wait.
 * @param {Reader} journey @param {Chain} chain @param {string} after
 * @returns {Op[]}
 */
function rewire(journey, { steps, into, on }, after) {
  const head = steps[0].id;
  const tail = /** @type {Held} */ (steps.at(-1)).id;
  if (into?.value.source === after) return [];
  const parting = waysOn(journey, after);
  const lone = parting.length === 1 ? parting[0] : undefined;
  const ops = into ? closed(journey, into, on) : [];
  const follows = lone?.value.target;
  if (lone && lone.value.target === head) return [];
  if (lone) ops.push(patch(lone, { target: head }));
  else ops.push(way(after, head), ...parting.map((each) => patch(each, { source: tail })));
  if (follows && on) ops.push(patch(on, { target: follows }));
  else if (follows) ops.push(way(tail, follows));
  else if (on) ops.push(removal(on));
  return ops;
}

/**
 * How the path closes where a chain has left: the way in leads on to what followed.
 * @param {Reader} journey @param {Held} into @param {Held | undefined} on
 * @returns {Op[]}
 */
export function closed(journey, into, on) {
  const target = on?.value.target;
  const there = target && waysOn(journey, into.value.source).some((each) => each.value.target === target);
  if (!target || there || target === into.value.source) return [removal(into)];
  return [patch(into, { target })];
}
