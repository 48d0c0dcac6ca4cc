// Where ways run: in gutters between columns, in channels between tracks, in arcs above. The rules
// are those of `journeys/diagrams/lanes/routes.py`: no way crosses a card; a step with several ways
// out parts them on the left side of the gutter, a step with one joins on its right side; labels
// stand between, on a piece of the line that no other way runs along.
// @ts-check
import { _ } from "../words.js";
import { duration, percent, wide } from "./saying.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Way} Way */
/** @typedef {[number, number]} Point */
/** @typedef {{x: number, w: number, stage: string | null, steps: string[]}} Column */
/** @typedef {{facts: string, condition: string, said: string, w: number, h: number}} Label */
/**
 * A way as it is drawn; `x`, `y`, `w`, `h` is the place of its label, or of its handle where it has
 * none, `left`, `right`, `top`, `bottom` all it covers.
 * @typedef {object} Drawn
 * @property {Way} way
 * @property {Point[]} points
 * @property {"way" | "parallel" | "back"} style
 * @property {Label | null} label
 * @property {number} x
 * @property {number} y
 * @property {number} w
 * @property {number} h
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 */

export const CARD = 76;
export const EXIT = 32;
const LEVEL = 20;
const ARC = 26;
const BETWEEN = 30;
const ABOVE = 18;
const LABEL = 86;
const SPOT = 24;
const SIZE = 10.5;

/**
 * What stands on a way: share, parallel and wait, and its condition; null where nothing does.
 * @param {Way} way @param {[string, string][]} units @param {number} [room]
 * @returns {Label | null}
 */
export function labelOf({ course, kind, share, wait, condition, reason }, units, room = LABEL) {
  const facts = [
    share === null ? "" : percent(share),
    kind === "parallel" ? _("in parallel") : "",
    wait ? _("wait {time}", { time: duration(wait, units) }) : "",
  ].filter(Boolean);
  const told = facts.join(" · ");
  const said = [condition || reason, told].filter(Boolean).join(" — ");
  if (course === "exit" || !said) return null;
  if (course === "arc") {
    return { facts: said, condition: "", said, w: Math.min(LABEL * 4, wide(said) * SIZE + 18), h: 22 };
  }
  const [a, b] = [wide(told) * SIZE, wide(condition) * SIZE * 0.95];
  const lines = (told ? Math.min(2, Math.ceil(a / room)) : 0) + (condition ? Math.min(2, Math.ceil(b / (room * 0.9))) : 0);
  return { facts: told, condition, said, w: Math.round(Math.min(room, Math.max(a * 1.06, b)) + 18), h: 13 * lines + 9 };
}

/** The tracks of a path and the ways along them. */
export class Routes {
  /**
   * @param {Model} model @param {Column[]} columns @param {Map<string, Label | null>} labels by way
   * @param {number} top
   */
  constructor(model, columns, labels, top) {
    const { layout, ways } = model;
    this.columns = columns;
    this.labels = labels;
    this.column = layout.column;
    this.track = layout.track;
    this.forward = ways.filter((way) => way.course === "forward");
    this.arcs = ways.filter((way) => way.course === "arc");
    /** @type {Map<string, Way[]>} */
    this.exits = new Map();
    for (const way of ways) if (way.course === "exit") this.exits.set(way.source, [...(this.exits.get(way.source) ?? []), way]);
    /** @type {Set<number>} cells with a card or a way through them */
    this.taken = new Set();
    columns.forEach(({ steps }, at) => steps.forEach((step) => this.taken.add(cell(this.row(step), at))));
    this.fork = this.forks();
    this.joined = new Map(this.forward.map((way) => [`${way.source} ${way.target}`, way]));
    /** @type {Map<number, Point[][]>} by track: spans of columns, by level */
    this.channels = new Map();
    this.plans = new Map(this.forward.map((way) => [way.id, this.plan(way)]));
    this.levels = this.arcLevels();
    const arcs = 1 + Math.max(-1, ...this.levels.values());
    /** @type {number[]} the y of each track's cards */
    this.tops = [];
    /** @type {number[]} the room of exits below each track */
    this.below = [];
    this.bottom = 0;
    this.place(top + ABOVE + (arcs ? arcs * ARC : 0));
    /** @type {Map<number, Point[]>} labels in a gutter, from y to y */
    this.busy = new Map();
  }

  /** @param {string} step */
  col(step) {
    return Number(this.column.get(step));
  }

  /** @param {string} step */
  row(step) {
    return Number(this.track.get(step));
  }

  forks() {
    const seen = new Set();
    const forks = new Set();
    for (const { source, target } of this.forward) {
      if (this.col(source) < this.col(target)) (seen.has(source) ? forks : seen).add(source);
    }
    return forks;
  }

  /** How a forward way runs, and the level of its channel. @param {Way} way @returns {[string, number]} */
  plan(way) {
    const [c0, r0, c1, r1] = [this.col(way.source), this.row(way.source), this.col(way.target), this.row(way.target)];
    if (c0 === c1) {
      const upper = r0 < r1 ? way.source : way.target;
      return [Math.abs(r0 - r1) === 1 && !this.exits.has(upper) ? "upright" : "bracket", 0];
    }
    const channel = () => {
      const at = Math.min(r0, r1);
      if (!this.channels.has(at)) this.channels.set(at, []);
      return level(/** @type {Point[][]} */ (this.channels.get(at)), c0, c1);
    };
    if (c1 === c0 + 1 && r0 !== r1 && this.wouldShare(way, r1, c0)) return ["channel", channel()];
    for (const [course, row] of /** @type {[string, number][]} */ ([["source", r0], ["target", r1]])) {
      const cells = c1 - c0 === 1 ? [] : Array.from({ length: c1 - c0 - 1 }, (_each, at) => cell(row, c0 + 1 + at));
      if (cells.some((each) => this.taken.has(each))) continue;
      for (const each of cells) this.taken.add(each);
      return [course, 0];
    }
    return ["channel", channel()];
  }

  /** Whether a label would stand where this way and the target's straight one both run. @param {Way} way @param {number} row @param {number} column */
  wouldShare(way, row, column) {
    for (const step of this.columns[column].steps) {
      const other = this.joined.get(`${step} ${way.target}`);
      if (other && this.row(step) === row) return !!(this.labels.get(way.id) || this.labels.get(other.id)) && this.fork.has(way.source);
    }
    return false;
  }

  arcLevels() {
    const spans = this.arcs.map(({ id, source, target }) => {
      const [a, b] = [this.col(source), this.col(target)].sort((x, y) => x - y);
      return { id, a, b: b + 1 };
    });
    spans.sort((x, y) => x.b - x.a - (y.b - y.a) || x.a - y.a || (x.id < y.id ? -1 : 1));
    /** @type {Point[][]} */
    const levels = [];
    return new Map(spans.map(({ id, a, b }) => [id, level(levels, a, b)]));
  }

  /** Place the tracks below each other. @param {number} top */
  place(top) {
    const count = 1 + Math.max(-1, ...this.track.values());
    const below = Array(count).fill(0);
    for (const [step, exits] of this.exits) below[this.row(step)] = Math.max(below[this.row(step)], exits.length * EXIT + 6);
    const upright = Array(count).fill(0);
    for (const way of this.forward) {
      const label = this.labels.get(way.id);
      if (label && this.plans.get(way.id)?.[0] === "upright") {
        const upper = Math.min(this.row(way.source), this.row(way.target));
        upright[upper] = Math.max(upright[upper], label.h + 4);
      }
    }
    this.below = below;
    let y = top;
    for (let at = 0; at < count; at += 1) {
      this.tops.push(y);
      y += CARD + below[at] + (this.channels.get(at)?.length ?? 0) * LEVEL + upright[at] + (at === count - 1 ? 0 : BETWEEN);
    }
    this.bottom = y;
  }

  /** @returns {Drawn[]} */
  draw() {
    return [...this.forward.map((way) => this.onward(way)), ...this.arcs.map((way) => this.arc(way))];
  }

  /** A step's column, its card's edges, and its middle. @param {string} step */
  edges(step) {
    const at = this.col(step);
    const { x, w } = this.columns[at];
    return { at, left: x, right: x + w, y: this.tops[this.row(step)] + CARD / 2 };
  }

  /** The x of the upright line in the gutter after a column. @param {number} gutter @param {boolean} fork @param {boolean} down */
  trunk(gutter, fork, down) {
    if (gutter < 0) return this.columns[0].x - 14;
    const { x, w } = this.columns[gutter];
    if (fork || gutter === this.columns.length - 1) return x + w + (down ? 13 : 9);
    return this.columns[gutter + 1].x - (down ? 18 : 22);
  }

  /** @param {Way} way @returns {Drawn} */
  onward(way) {
    const a = this.edges(way.source);
    const b = this.edges(way.target);
    const [course, at] = /** @type {[string, number]} */ (this.plans.get(way.id));
    const fork = this.fork.has(way.source);
    const down = b.y > a.y;
    if (course === "upright") {
      const x = (a.left + a.right) / 2;
      const half = CARD / 2;
      return this.drawn(way, down ? [[x, a.y + half], [x, b.y - half]] : [[x, a.y - half], [x, b.y + half]]);
    }
    if (course === "bracket") {
      const x = this.trunk(a.at, true, down);
      return this.noted(way, [[a.right, a.y], [x, a.y], [x, b.y], [b.right, b.y]], a.at, (a.y + b.y) / 2);
    }
    if (course === "channel") {
      const row = Math.min(this.row(way.source), this.row(way.target));
      const y = this.tops[row] + CARD + this.below[row] + 16 + at * LEVEL;
      const [x0, x1] = [this.trunk(a.at, true, y > a.y), this.trunk(b.at - 1, false, b.y > y)];
      return this.noted(way, [[a.right, a.y], [x0, a.y], [x0, y], [x1, y], [x1, b.y], [b.left, b.y]], a.at, y);
    }
    if (a.y === b.y) return this.noted(way, [[a.right, a.y], [b.left, b.y]], a.at, a.y);
    const near = b.at - a.at === 1;
    const early = (course === "target" && !near) || (fork && near);
    const x = early ? this.trunk(a.at, true, down) : this.trunk(b.at - 1, false, down);
    return this.noted(way, [[a.right, a.y], [x, a.y], [x, b.y], [b.left, b.y]], a.at, early ? b.y : a.y);
  }

  /** A way with its label in the gutter after a column, near a height. @param {Way} way @param {Point[]} points @param {number} column @param {number} y */
  noted(way, points, column, y) {
    const label = this.labels.get(way.id);
    if (!label) return this.drawn(way, points);
    const half = label.h / 2 + 3;
    if (!this.busy.has(column)) this.busy.set(column, []);
    const spans = /** @type {Point[]} */ (this.busy.get(column));
    for (let hit; (hit = spans.find(([a, b]) => y - half < b && y + half > a)); ) y = hit[1] + half + 1;
    spans.push([y - half, y + half]);
    const { x, w } = this.columns[column];
    return this.drawn(way, points, [x + w + 22 + label.w / 2, y]);
  }

  /** A return above the path: up from its source, back, down to its target. @param {Way} way */
  arc(way) {
    const a = this.edges(way.source);
    const b = this.edges(way.target);
    const y = this.tops[0] - 16 - Number(this.levels.get(way.id)) * ARC;
    const x0 = this.row(way.source) ? this.trunk(a.at, true, false) : a.left + (a.right - a.left) * 0.62;
    const x1 = this.row(way.target) ? this.trunk(b.at - 1, false, true) : b.left + (b.right - b.left) * 0.3;
    /** @type {Point[]} */
    const start = this.row(way.source) ? [[a.right, a.y], [x0, a.y], [x0, y]] : [[x0, this.tops[0]], [x0, y]];
    /** @type {Point[]} */
    const end = this.row(way.target) ? [[x1, y], [x1, b.y], [b.left, b.y]] : [[x1, y], [x1, this.tops[0]]];
    return this.drawn(way, [...start, ...end], [(x0 + x1) / 2, y]);
  }

  /** @param {Way} way @param {Point[]} points @param {Point} [middle] @returns {Drawn} */
  drawn(way, points, middle = halfway(points)) {
    const label = this.labels.get(way.id) ?? null;
    const [w, h] = label ? [label.w, label.h] : [SPOT, SPOT];
    const style = way.kind === "return" || way.course === "arc" ? "back" : way.kind === "parallel" ? "parallel" : "way";
    const [x, y] = [middle[0] - w / 2, middle[1] - h / 2];
    let [left, right, top, bottom] = [x, x + w, y, y + h];
    for (const [px, py] of points) {
      left = Math.min(left, px);
      right = Math.max(right, px);
      top = Math.min(top, py);
      bottom = Math.max(bottom, py);
    }
    return { way, points, style, label, x, y, w, h, left, right, top, bottom };
  }
}

/** @param {number} row @param {number} column */
const cell = (row, column) => column * 1000 + row;

/** Take the first level whose spans stay clear of start to end. @param {Point[][]} levels @param {number} start @param {number} end */
function level(levels, start, end) {
  let at = levels.findIndex((spans) => spans.every(([a, b]) => end <= a || b <= start));
  if (at < 0) at = levels.push([]) - 1;
  levels[at].push([start, end]);
  return at;
}

/** The middle of a line's longest piece. @param {Point[]} points @returns {Point} */
function halfway(points) {
  /** @type {Point} */
  let best = points[0];
  let most = -1;
  for (let at = 0; at + 1 < points.length; at += 1) {
    const [[x0, y0], [x1, y1]] = [points[at], points[at + 1]];
    const length = Math.abs(x1 - x0) + Math.abs(y1 - y0);
    if (length > most) [most, best] = [length, [(x0 + x1) / 2, (y0 + y1) / 2]];
  }
  return best;
}

/** A line with round corners as SVG path data. @param {Point[]} points */
export function line(points) {
  let said = `M${points[0][0]} ${points[0][1]}`;
  for (let at = 1; at + 1 < points.length; at += 1) {
    const [[x0, y0], [x, y], [x1, y1]] = [points[at - 1], points[at], points[at + 1]];
    const [before, after] = [Math.abs(x - x0) + Math.abs(y - y0), Math.abs(x1 - x) + Math.abs(y1 - y)];
    const r = Math.min(11, before / 2, after / 2);
    const [ax, ay] = [x - Math.sign(x - x0) * r, y - Math.sign(y - y0) * r];
    const [bx, by] = [x + Math.sign(x1 - x) * r, y + Math.sign(y1 - y) * r];
    said += `L${ax} ${ay}Q${x} ${y} ${bx} ${by}`;
  }
  const [[x0, y0], [x, y]] = points.slice(-2);
  return `${said}L${x - Math.sign(x - x0) * 6} ${y - Math.sign(y - y0) * 6}`;
}

/** The head at a line's end, as SVG path data. @param {Point[]} points @param {number} [half] */
export function head(points, half = 4.5) {
  const [[x0, y0], [x, y]] = points.slice(-2);
  const [dx, dy] = [Math.sign(x - x0), Math.sign(y - y0)];
  const [bx, by] = [x - dx * 9, y - dy * 9];
  return `M${x} ${y}L${bx - dy * half} ${by - dx * half}L${bx + dy * half} ${by + dx * half}Z`;
}
