// Removing: the path closes where a step with one way in and one way on goes; all that hangs on
// what is removed goes with it.
// @ts-check
import { _, ngettext } from "../../words.js";
import { need, nameOf, patch, removal, stepsOf, waysIn, waysOn } from "./reading.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Held} Held */
/** @typedef {import("./reading.js").Op} Op */
/** @typedef {import("./reading.js").Change} Change */

/**
 * Remove records of the journey (never the journey itself).
 * @param {Readers} readers @param {Iterable<string>} ids
 * @returns {Change | null}
 */
export function remove(readers, ids) {
  const { journey, catalogue } = readers;
  const gone = [...new Set(ids)].map((id) => journey.get(id)).filter((each) => each !== undefined && each.kind !== "journey");
  if (!gone.length) return null;
  const held = /** @type {Held[]} */ (gone);
  const ops = [...closing(journey, held), ...held.map(removal)];
  const more = going(readers, ops) - held.length;
  const { touchpoint, source, target } = held[0].value;
  const name = nameOf(held[0]) || nameOf(catalogue.get(touchpoint ?? "")) || [source, target].map((id) => nameOf(journey.get(id ?? ""))).filter(Boolean).join(" → ");
  const values = { title: name };
  return {
    label: ngettext("Remove “{title}”", "Remove {n} items", held.length, values),
    journey: ops,
    select: neighbour(journey, held),
    say:
      ngettext("“{title}” removed.", "{n} items removed.", held.length, values) +
      (more > 0 ? " " + ngettext("{n} thing that hung on it went too.", "{n} things that hung on it went too.", more) : ""),
  };
}

/**
 * The ops with which the ways into removed steps lead on to what followed them.
 * @param {Reader} journey @param {Held[]} held
 * @returns {Op[]}
 */
function closing(journey, held) {
  const gone = new Set(held.map((each) => each.id));
  /** @type {Map<string, string>} by way: where it leads now */
  const leading = new Map();
  for (const step of held) {
    if (step.kind !== "step") continue;
    const on = waysOn(journey, step.id).filter((each) => !gone.has(each.id));
    const into = waysIn(journey, step.id).filter((each) => !gone.has(each.id));
    if (into.length === 1 && on.length === 1) leading.set(into[0].id, on[0].value.target);
  }
  /** @type {Op[]} */
  const ops = [];
  const made = new Set();
  for (const [id] of leading) {
    const way = need(journey, id);
    const target = beyond(journey, way, gone, leading);
    const { source } = way.value;
    if (!target || gone.has(source) || target === source) continue;
    const there = made.has(`${source} ${target}`) || waysOn(journey, source).some((each) => each.value.target === target);
    if (!there) ops.push(patch(way, { target }));
    made.add(`${source} ${target}`);
  }
  return ops;
}

/**
 * The first step that stays, along ways that close; undefined where there is none.
 * @param {Reader} journey @param {Held} way @param {Set<string>} gone @param {Map<string, string>} leading
 */
function beyond(journey, way, gone, leading) {
  const seen = new Set();
  let at = /** @type {string | undefined} */ (way.value.target);
  while (at && gone.has(at) && !seen.has(at)) {
    seen.add(at);
    const [into] = waysIn(journey, at);
    at = into && leading.get(into.id);
  }
  return at && !gone.has(at) ? at : undefined;
}

const KINDS = ["stage", "step", "actor", "transition", "encounter", "lane", "card", "finding", "idea", "comment", "translation"];

/**
 * How many records are gone when ops are settled.
 * @param {any} readers a session, or records that can be forked @param {Op[]} ops
 */
function going(readers, ops) {
  const count = (/** @type {Reader} */ reader) => KINDS.reduce((sum, kind) => sum + reader.kind(kind).length, 0);
  if (readers.peek) return count(readers.journey) - count(readers.peek({ journey: ops }).journey);
  const copy = readers.journey.fork();
  copy.settle(ops);
  return count(readers.journey) - count(copy);
}

/**
 * What is chosen when these are gone: the step they stood at, the step before or after.
 * @param {Reader} journey @param {Held[]} held
 * @returns {string[]}
 */
function neighbour(journey, held) {
  const gone = new Set(held.map((each) => each.id));
  const there = (/** @type {string | undefined} */ id) => (id && !gone.has(id) && journey.get(id) ? [id] : undefined);
  for (const { id, kind, value } of held) {
    if (kind !== "step") {
      const near = there(value.step) ?? there(value.source) ?? there(value.stage) ?? there(value.on);
      if (near) return near;
      continue;
    }
    const around = [...waysIn(journey, id).map((each) => each.value.source), ...waysOn(journey, id).map((each) => each.value.target)];
    const near = around.map(there).find(Boolean) ?? beside(stepsOf(journey, value.stage), id, gone) ?? beside(journey.kind("step"), id, gone);
    if (near) return near;
  }
  return [];
}

/** @param {readonly Held[]} steps @param {string} id @param {Set<string>} gone */
function beside(steps, id, gone) {
  const at = steps.findIndex((each) => each.id === id);
  const left = [...steps.slice(0, at).reverse(), ...steps.slice(at)].find((each) => !gone.has(each.id));
  return left && [left.id];
}
