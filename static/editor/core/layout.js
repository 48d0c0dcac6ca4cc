// Where steps stand: stages -> columns, ways that part -> tracks. The twin of
// `journeys/diagrams/layout.py`, whose docstring has the rules; `tests/vectors/layout/`.
// @ts-check
import { byText } from "./ops.js";

/** @typedef {{id: string, source: string, target?: string | null, kind: string, share?: number | null}} Way */
/** @typedef {{stage: string | null, steps: string[]}} Column  its steps by track */
/**
 * Columns from left to right, each step's column and track, and the ways (not returns) that close a
 * cycle or lead to an earlier column.
 * @typedef {{columns: Column[], column: Map<string, number>, track: Map<string, number>, back: Set<string>}} Layout
 */
/** @typedef {{id: string, source: string, target: string, from: number, to: number, weight: number}} Onward  from and to: places in order */

/**
 * Lay the path out: stage ids and [step id, stage id or null] in order, ways in any order.
 * @param {string[]} stages @param {[string, string | null | undefined][]} steps @param {Iterable<Way>} ways
 * @returns {Layout}
 */
export function layOut(stages, steps, ways) {
  const place = new Map(steps.map(([step], at) => [step, at]));
  const known = new Set(stages);
  const stageOf = new Map(steps.map(([step, stage]) => [step, stage && known.has(stage) ? stage : null]));
  /** @type {Map<string | null, string[]>} */
  const groups = new Map(stages.map((stage) => [stage, []]));
  for (const [step, stage] of stageOf) pushTo(groups, stage, step);
  const forward = onward(ways, place);
  const touched = new Set(forward.flatMap((way) => [way.source, way.target]));
  /** @type {Map<string | null, [string, string][]>} */
  const inside = new Map();
  for (const { source, target } of forward) {
    const stage = stageOf.get(source) ?? null;
    if (stage === stageOf.get(target)) pushTo(inside, stage, [source, target]);
  }
  /** @type {Column[]} */
  const columns = [];
  for (const [stage, members] of groups) {
    const depth = depths(members, inside.get(stage) ?? [], touched);
    const base = columns.length;
    const wide = 1 + Math.max(0, ...depth.values());
    for (let at = 0; at < wide; at += 1) columns.push({ stage, steps: [] });
    for (const step of members) columns[base + (depth.get(step) ?? 0)].steps.push(step);
  }
  const column = new Map(columns.flatMap(({ steps: held }, at) => held.map((step) => [step, at])));
  const track = tracks(columns, column, place, forward);
  for (const { steps: held } of columns) held.sort((a, b) => number(track, a) - number(track, b));
  const back = forward.filter((way) => number(column, way.target) <= number(column, way.source)).map((way) => way.id);
  return { columns, column, track, back: new Set(back) };
}

/**
 * The ways that lead on to a step, by source, weight (the share that counts here, 0 to 1), target.
 * @param {Iterable<Way>} ways @param {Map<string, number>} place
 * @returns {Onward[]}
 */
function onward(ways, place) {
  /** @type {Onward[]} */
  const found = [];
  for (const { id, source, target, kind, share } of ways) {
    if (kind === "return" || kind === "exit" || !target) continue;
    const [from, to] = [place.get(source), place.get(target)];
    if (from === undefined || to === undefined) continue;
    found.push({ id, source, target, from, to, weight: share ?? (kind === "parallel" ? 1 : 0) });
  }
  return found.sort((a, b) => a.from - b.from || b.weight - a.weight || a.to - b.to || byText(a.id, b.id));
}

/**
 * Each step's longest path from a start of the stage, cycles cut.
 * @param {string[]} members @param {[string, string][]} edges @param {Set<string>} touched
 */
function depths(members, edges, touched) {
  /** @type {Map<string, string[]>} */
  const after = new Map(members.map((step) => [step, []]));
  for (const [source, target] of edges) pushTo(after, source, target);
  members.forEach((step, at) => {
    if (at && !touched.has(step)) pushTo(after, members[at - 1], step);
  });
  const order = finished(members, after).reverse();
  const rank = new Map(order.map((step, at) => [step, at]));
  const depth = new Map(members.map((step) => [step, 0]));
  for (const step of order) {
    for (const target of after.get(step) ?? []) {
      if (number(rank, target) <= number(rank, step)) continue;
      depth.set(target, Math.max(number(depth, target), number(depth, step) + 1));
    }
  }
  return depth;
}

/**
 * The steps in the order a depth-first walk leaves them. Read backwards, every way points onwards
 * but for those that close a cycle.
 * @param {string[]} members @param {Map<string, string[]>} after
 */
function finished(members, after) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {string[]} */
  const left = [];
  for (const start of members) {
    if (seen.has(start)) continue;
    seen.add(start);
    const walk = [{ step: start, next: 0 }];
    while (walk.length) {
      const top = walk[walk.length - 1];
      const targets = after.get(top.step) ?? [];
      while (top.next < targets.length && seen.has(targets[top.next])) top.next += 1;
      if (top.next === targets.length) {
        left.push(top.step);
        walk.pop();
      } else {
        seen.add(targets[top.next]);
        walk.push({ step: targets[top.next], next: 0 });
      }
    }
  }
  return left;
}

/**
 * @param {Column[]} columns @param {Map<string, number>} column
 * @param {Map<string, number>} place @param {Onward[]} forward
 */
function tracks(columns, column, place, forward) {
  /** @type {Map<string, Onward[]>} */
  const into = new Map();
  /** @type {Map<number, Onward[]>} */
  const over = new Map();
  for (const way of forward) {
    const [from, to] = [number(column, way.source), number(column, way.target)];
    if (from < to) pushTo(into, way.target, way);
    if (way.weight) for (let at = from + 1; at < to; at += 1) pushTo(over, at, way);
  }
  /** @type {Map<string, number>} */
  const track = new Map();
  columns.forEach(({ steps }, at) => {
    const wishes = (over.get(at) ?? []).map((way) => ({
      wish: number(track, way.source),
      share: way.weight,
      place: number(place, way.target),
      step: "",
    }));
    for (const step of steps) {
      const from = into.get(step) ?? [];
      const wish = from.length ? Math.min(...from.map((way) => number(track, way.source))) : 0;
      wishes.push({ wish, share: Math.max(0, ...from.map((way) => way.weight)), place: number(place, step), step });
    }
    wishes.sort((a, b) => a.wish - b.wish || b.share - a.share || a.place - b.place || byText(a.step, b.step));
    let free = 0;
    for (const { wish, step } of wishes) {
      if (step) {
        track.set(step, Math.max(wish, free));
        free = number(track, step) + 1;
      } else if (free <= wish) free = wish + 1;
    }
  });
  return track;
}

/** @template K @param {Map<K, number>} map @param {K} key */
function number(map, key) {
  return map.get(key) ?? 0;
}

/** @template K, V @param {Map<K, V[]>} map @param {K} key @param {V} item */
function pushTo(map, key, item) {
  const there = map.get(key);
  if (there) there.push(item);
  else map.set(key, [item]);
}
