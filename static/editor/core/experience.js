// The row of the experience as numbers: curves of measured, expected and assumed values, points,
// where values stand, and the gap in words. The rules are those of
// `journeys/diagrams/lanes/experience.py`.
// @ts-check
import { _ } from "../words.js";
import { pathOf, Room, smooth } from "./curve.js";
import { percent } from "./saying.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Measure} Measure */
/** @typedef {import("./curve.js").Point} Point */
/** @typedef {"expected" | "assumed" | "measured" | "beside"} Kind */
/** @typedef {{x: number, w: number}} Slot  the middle and width of a step's own room */
/** @typedef {{kind: Kind, side: boolean, d: string}} Line */
/** @typedef {{kind: Kind, side: boolean, points: Point[]}} Run  points that one line joins */
/** @typedef {"" | "A" | "B"} Letter  of two groups of answers; "" for the only one */
/** @typedef {{step: Step, letter: Letter, x: number, y: number, low: number, high: number, mean: import("./model.js").Mean, bad: boolean, labelX: number, labelY: number}} Measured */
/** @typedef {{step: Step, x: number, w: number, y: number, kind: "bad" | "good" | "level" | "assumed" | "differs", icon: string, text: string, said: string}} Words */
/** @typedef {{letter: Letter, name: Share | "", of?: import("./model.js").Share, text: string}} Ease  a line of efficiency and ease: a share, or words */
/** @typedef {"prompt" | "easy" | "done"} Share */
/** @typedef {{lines: Line[], measured: Measured[], words: Words[]}} Part  what stands in some columns */
/**
 * `empty`: nothing is known; the row says so in words.
 * @typedef {object} Curve
 * @property {number} top
 * @property {number} bottom of the chart; words stand below
 * @property {number} height of the row
 * @property {boolean} empty
 * @property {(value: number) => number} y where a value of the scale 1 to 5 stands
 * @property {(y: number) => number} value what stands there, in tenths, 1 to 5
 * @property {(steps: Step[], left: number, right: number) => Part} part what is drawn of these steps, and the lines between two x
 */

const CHART = 196;
const PAD = 26;
const WORDS = 30;
/** B stands so much to the right of A, so that intervals do not cover each other. */
const ASIDE = 12;
/** @type {Share[]} */
const SHARES = ["prompt", "easy", "done"];

/** What is measured at a step; of two groups of answers each by its letter. @param {Model} model @param {Step} step @returns {[Letter, Measure | null][]} */
export const groupsOf = ({ measures }, { measure, beside }) => (measures.beside ? [["A", measure], ["B", beside]] : [["", measure]]);

/** @param {Letter} letter @param {string} text */
const by = (letter, text) => (letter ? `${letter}: ${text}` : text);

/** Where A differs from B at a step, more than chance explains; "" where it does not. @param {Model} model @param {Step} step @param {Share | "emotion"} item */
function differs({ measures }, { id }, item) {
  const found = measures.differences?.[id]?.[item];
  return !found ? "" : found.by < 0 ? _("A lower than B") : _("A higher than B");
}

/** What stands of efficiency and ease at a step, line by line. @param {Model} model @param {Step} step */
export function easeOf(model, step) {
  const groups = groupsOf(model, step);
  /** @type {Ease[]} */
  const lines = [];
  for (const [letter, measure] of groups) {
    if (!SHARES.some((name) => measure?.[name])) lines.push({ letter, name: "", text: by(letter, measure?.hidden ? few(model) : none(model)) });
  }
  for (const name of SHARES) {
    for (const [letter, measure] of groups) if (measure?.[name]) lines.push({ letter, name, of: measure[name], text: "" });
    const text = differs(model, step, name);
    if (text) lines.push({ letter: "", name: "", text });
  }
  return lines;
}

/**
 * @param {Model} model @param {(step: string) => Slot} slot @param {number} top
 * @returns {Curve}
 */
export function experience(model, slot, top) {
  const y = (/** @type {number} */ value) => top + PAD + ((5 - value) / 4) * (CHART - 2 * PAD);
  const value = (/** @type {number} */ at) =>
    Math.min(5, Math.max(1, Math.round((5 - ((at - top - PAD) / (CHART - 2 * PAD)) * 4) * 10) / 10));
  const known = valuesOf(model);
  const worded = model.steps.some((step) => assumedGap(step) || groupsOf(model, step).some(([, measure]) => measure?.hidden || measuredGap(measure)));
  const empty = !worded && !Object.values(known).some((values) => values.size);
  /** @type {Run[] | undefined} */
  let joined;
  /** @type {Curve["part"]} */
  const part = (steps, left, right) => {
    joined ??= runsOf(model, known, slot, y);
    const room = new Room();
    const lines = joined.flatMap((run) => inWindow(run, left, right, room));
    const measured = placed(model, steps, slot, y, room, top);
    const words = steps.flatMap((step) => gap(model, step, slot(step.id), top + CHART + 4));
    return { lines, measured, words };
  };
  const height = empty ? CHART : CHART + (worded ? (model.measures.beside ? 3 : 1) * WORDS + 6 : 6);
  return { top, bottom: top + CHART, height, empty, y, value, part };
}

/** @param {Model} model @param {Record<Kind, Map<string, number>>} known @param {(step: string) => Slot} slot @param {(value: number) => number} y */
function runsOf(model, known, slot, y) {
  return chains(model).flatMap((chain, at) =>
    /** @type {Kind[]} */ (["expected", "assumed", "measured", "beside"]).flatMap((kind) =>
      runs(chain, known[kind]).map((run) => {
        const points = run.map((id) => /** @type {Point} */ ([slot(id).x + (kind === "beside" ? ASIDE : 0), y(Number(known[kind].get(id)))]));
        return { kind, side: at > 0, points };
      }),
    ),
  );
}

/** The part of a run between two x, with the neighbours that shape it. @param {Run} run @param {number} left @param {number} right @param {Room} room @returns {Line[]} */
function inWindow({ kind, side, points }, left, right, room) {
  if (points[0][0] > right || points[points.length - 1][0] < left) return [];
  const first = points.findIndex(([x]) => x >= left);
  const last = points.findIndex(([x]) => x > right);
  const from = Math.max(0, (first < 0 ? points.length : first) - 2);
  const shown = points.slice(from, last < 0 ? undefined : last + 2);
  const curve = smooth(shown);
  room.addCurve(curve);
  return [{ kind, side, d: pathOf(curve) }];
}

/** @param {Model} model @returns {Record<Kind, Map<string, number>>} */
function valuesOf(model) {
  const known = { expected: new Map(), assumed: new Map(), measured: new Map(), beside: new Map() };
  for (const { id, expectation, assumed, measure, beside } of model.steps) {
    if (expectation !== null) known.expected.set(id, expectation);
    if (assumed !== null) known.assumed.set(id, assumed);
    if (measure?.emotion && !measure.hidden) known.measured.set(id, measure.emotion.mean);
    if (beside?.emotion && !beside.hidden) known.beside.set(id, beside.emotion.mean);
  }
  return known;
}

/** Runs of steps that one line joins: the main track, then each side track's. @param {Model} model */
export function chains({ layout: { columns, column, track }, ways }) {
  /** @type {Map<string, string>} */
  const before = new Map();
  /** @type {Map<string, string>} */
  const after = new Map();
  for (const { course, source, target } of ways) {
    if (course !== "forward" || Number(column.get(source)) >= Number(column.get(target))) continue;
    if (!before.has(target)) before.set(target, source);
    if (!after.has(source)) after.set(source, target);
  }
  /** @type {string[]} */
  const main = [];
  /** @type {Map<number, {run: string[], last: number}[]>} */
  const sides = new Map();
  columns.forEach(({ steps }, at) => {
    for (const step of steps) {
      const row = Number(track.get(step));
      if (row === 0) {
        main.push(step);
        continue;
      }
      if (!sides.has(row)) sides.set(row, []);
      const held = /** @type {{run: string[], last: number}[]} */ (sides.get(row));
      const run = held.at(-1);
      if (run && run.last === at - 1 && before.get(step) === run.run.at(-1)) {
        run.run.push(step);
        run.last = at;
      } else held.push({ run: [step], last: at });
    }
  });
  const rows = [...sides].sort(([a], [b]) => a - b).flatMap(([, held]) => held);
  const ends = rows.map(({ run }) => [before.get(run[0]) ?? "", ...run, after.get(String(run.at(-1))) ?? ""].filter(Boolean));
  return [main, ...ends];
}

/** The parts of a chain where every step has a value. @param {string[]} chain @param {Map<string, number>} values */
function runs(chain, values) {
  /** @type {string[][]} */
  const found = [[]];
  for (const step of chain) {
    if (values.has(step)) /** @type {string[]} */ (found.at(-1)).push(step);
    else found.push([]);
  }
  return found.filter((run) => run.length > 1);
}

/**
 * The measured points, each value where it covers least. Values of different columns never meet, so
 * it does not matter which columns are drawn.
 * @param {Model} model @param {Step[]} steps @param {(step: string) => Slot} slot
 * @param {(value: number) => number} y @param {Room} room @param {number} top
 */
function placed(model, steps, slot, y, room, top) {
  /** @type {Measured[]} */
  const found = [];
  for (const step of steps) {
    const at = slot(step.id).x;
    for (const value of [step.expectation, step.assumed]) {
      if (value !== null) room.add({ left: at - 6, right: at + 6, top: y(value) - 6, bottom: y(value) + 6 });
    }
    for (const [letter, measure] of groupsOf(model, step)) {
      const emotion = measure?.hidden ? null : measure?.emotion;
      if (!emotion) continue;
      const x = letter === "B" ? at + ASIDE : at;
      const [middle, low, high] = [y(emotion.mean), y(emotion.low), y(emotion.high)];
      room.add({ left: x - 6, right: x + 6, top: Math.min(middle - 7, high), bottom: Math.max(middle + 7, low) });
      found.push({ step, letter, x, y: middle, low, high, mean: emotion, bad: emotion.mean < 2.75, labelX: 0, labelY: 0 });
    }
  }
  for (const each of found) {
    const others = [each.step.expectation, each.step.assumed].filter((value) => value !== null);
    put(each, room, others.map((value) => y(Number(value))), top);
  }
  return found;
}

/** @param {Measured} each @param {Room} room @param {number[]} others @param {number} top */
function put(each, room, others, top) {
  const wide = (each.letter ? 37 : 25) + 6 * `n=${each.mean.n}`.length;
  const [over, under] = [Math.min(each.high, each.y - 6), Math.max(each.low, each.y + 6)];
  const middle = each.x - wide / 2;
  /** @type {Point[]} */
  const sides = [[middle, over - 17], [middle, under + 3]];
  if (each.mean.mean <= 3) sides.reverse();
  const places = [...sides, [middle, Math.min(over, ...others) - 23], [middle, Math.max(under, ...others) + 9], [each.x + 10, each.y - 8], [each.x - 10 - wide, each.y - 8]];
  let least = Infinity;
  for (const [left, y] of places) {
    if (y < top - 2 || y + 15 > top + CHART) continue;
    const covered = room.covered({ left: left - 2, right: left + wide + 2, top: y, bottom: y + 14 });
    if (covered >= least) continue;
    [least, each.labelX, each.labelY] = [covered, left, y];
    if (!covered) break;
  }
  room.add({ left: each.labelX - 2, right: each.labelX + wide + 2, top: each.labelY, bottom: each.labelY + 14 });
}

/** What stands below the chart: the measured gap, or that too few answered, where two groups differ, or the assumed gap. @param {Model} model @param {Step} step @param {Slot} slot @param {number} top @returns {Words[]} */
function gap(model, step, { x, w }, top) {
  /** @type {Words[]} */
  const found = [];
  /** @param {Words["kind"]} kind @param {string} icon @param {string} text @param {string} [said] */
  const add = (kind, icon, text, said = text) => found.push({ step, x: x - w / 2 + 2, w: w - 4, y: top + WORDS * found.length, kind, icon, text, said });
  for (const [letter, measure] of groupsOf(model, step)) {
    const told = measuredGap(measure);
    if (measure?.hidden) add("level", "", by(letter, few(model)));
    else if (told) {
      const share = percent(told.share);
      const [kind, icon, text, said] = /** @type {[Words["kind"], string, string, string][]} */ ([
        ["bad", "down", _("{share} worse", { share }), _("{share} say worse than expected", { share })],
        ["level", "level", _("{share} as expected", { share }), _("{share} say as expected", { share })],
        ["good", "up", _("{share} better", { share }), _("{share} say better than expected", { share })],
      ])[told.gap];
      add(kind, icon, by(letter, w < 120 ? text : said), by(letter, said));
    }
  }
  const differing = differs(model, step, "emotion");
  if (differing) add("differs", "", differing);
  const guess = assumedGap(step);
  if (guess && !found.length && !groupsOf(model, step).some(([, measure]) => measure?.emotion)) {
    add("assumed", { below: "down", met: "level", exceeded: "up" }[guess], _("assumed: {gap}", { gap: model.boot.gaps[guess] }));
  }
  return found;
}

/** In words: too few answers to say a number. @param {Model} model */
export const few = ({ measures: { limit, of, beside } }) => (of || beside ? _("fewer than {limit} such answers", { limit }) : _("fewer than {limit} answers", { limit }));

/** In words: nobody answered. @param {Model} model */
const none = ({ measures: { of, beside } }) => (of || beside ? _("no such answers") : _("no answers yet"));

/**
 * What answers say of the expectation: 0 worse (from a third on), 1 as expected, 2 better.
 * @param {Measure | null} measure @returns {{gap: 0 | 1 | 2, share: number} | null}
 */
export function measuredGap(measure) {
  if (!measure?.worse || !measure.met || !measure.better) return null;
  if (measure.worse.share >= 1 / 3) return { gap: 0, share: measure.worse.share };
  if (measure.better.share > measure.met.share) return { gap: 2, share: measure.better.share };
  return { gap: 1, share: measure.met.share };
}

/** The gap between two guesses: a key of `gaps`, or "". @param {Step} step @returns {"" | "below" | "met" | "exceeded"} */
export function assumedGap({ expectation, assumed }) {
  if (expectation === null || assumed === null) return "";
  const gap = Math.round((assumed - expectation) * 1e6) / 1e6;
  return Math.abs(gap) < 0.5 ? "met" : gap < 0 ? "below" : "exceeded";
}
