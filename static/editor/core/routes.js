// Where ways run: in gutters between columns, in channels between tracks, in arcs above. The rules
// are those of `journeys/diagrams/lanes/routes.py`: no way crosses a card; a step with several ways
// out parts them on the left side of the gutter, a step with one joins on its right side; labels
// stand between, on a piece of the line that no other way runs along.
// @ts-check

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Way} Way */
/** @typedef {import("./ways.js").Point} Point */
/** @typedef {import("./ways.js").Label} Label */
/** @typedef {import("./ways.js").Drawn} Drawn */
/** @typedef {{x: number, w: number, stage: string | null, steps: string[]}} Column */
/**
 * A way that leads on: from column and track to column and track; `fork`: one of several from there.
 * @typedef {{way: Way, label: Label | null, c0: number, r0: number, c1: number, r1: number, course: string, level: number, fork: boolean}} Run
 */

export const CARD = 76;
export const EXIT = 32;
const LEVEL = 20;
const ARC = 26;
const BETWEEN = 30;
const ABOVE = 18;
const SPOT = 24;

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
    this.arcs = ways.filter((way) => way.course === "arc");
    /** @type {Map<string, Way[]>} */
    this.exits = new Map();
    for (const way of ways) if (way.course === "exit") this.exits.set(way.source, [...(this.exits.get(way.source) ?? []), way]);
    /** @type {Set<number>} cells with a card or a way through them */
    this.taken = new Set();
    columns.forEach(({ steps }, at) => steps.forEach((step) => this.taken.add(cell(this.row(step), at))));
    /** @type {Run[]} */
    this.runs = [];
    /** @type {Run[][]} by the column they lead from */
    this.leaving = [];
    /** @type {Point[]} the columns of ways that pass over others */
    this.far = [];
    for (const way of ways) if (way.course === "forward") this.take(way);
    /** @type {Map<string, Run[]> | undefined} ways by their target */
    this.into = undefined;
    /** @type {Map<number, Point[][]>} by track: spans of columns, by level */
    this.channels = new Map();
    for (const run of this.runs) this.plan(run);
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
    /** @type {Drawn[][]} */
    this.drawnFrom = [];
    /** @type {Map<string, Drawn>} */
    this.drawnArcs = new Map();
    /** @type {Drawn[] | undefined} */
    this.everything = undefined;
  }

  /** @param {string} step */
  col(step) {
    return Number(this.column.get(step));
  }

  /** @param {string} step */
  row(step) {
    return Number(this.track.get(step));
  }

  /** @param {Way} way */
  take(way) {
    const { source, target } = way;
    const run = { way, label: this.labels.get(way.id) ?? null, c0: this.col(source), r0: this.row(source), c1: this.col(target), r1: this.row(target), course: "", level: 0, fork: false };
    this.runs.push(run);
    const there = this.leaving[run.c0];
    if (!there) this.leaving[run.c0] = [run];
    else {
      for (const other of there) if (other.way.source === source && run.c0 < run.c1 && other.c0 < other.c1) other.fork = run.fork = true;
      there.push(run);
    }
    if (run.c1 - run.c0 > 1) this.far.push([run.c0, run.c1]);
  }

  /** How a way runs, and the level of its channel. @param {Run} run */
  plan(run) {
    const { way, c0, r0, c1, r1 } = run;
    if (c0 === c1) {
      const upper = r0 < r1 ? way.source : way.target;
      run.course = Math.abs(r0 - r1) === 1 && !this.exits.has(upper) ? "upright" : "bracket";
      return;
    }
    if (c1 - c0 === 1 && (r0 === r1 || !this.wouldShare(run))) {
      run.course = "source";
      return;
    }
    if (c1 - c0 > 1) {
      for (const [course, row] of /** @type {[string, number][]} */ ([["source", r0], ["target", r1]])) {
        const cells = Array.from({ length: c1 - c0 - 1 }, (_each, at) => cell(row, c0 + 1 + at));
        if (cells.some((each) => this.taken.has(each))) continue;
        for (const each of cells) this.taken.add(each);
        run.course = course;
        return;
      }
    }
    const at = Math.min(r0, r1);
    if (!this.channels.has(at)) this.channels.set(at, []);
    run.course = "channel";
    run.level = level(/** @type {Point[][]} */ (this.channels.get(at)), c0, c1);
  }

  /** Whether a label would stand where this way and the target's straight one both run. @param {Run} run */
  wouldShare({ way, label, c0, r1, fork }) {
    if (!fork) return false;
    if (!this.into) {
      this.into = new Map();
      for (const each of this.runs) this.into.set(each.way.target, [...(this.into.get(each.way.target) ?? []), each]);
    }
    const straight = (this.into.get(way.target) ?? []).find((other) => other.c0 === c0 && other.r0 === r1);
    return !!straight && !!(label || straight.label);
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
    for (const { label, course, r0, r1 } of this.runs) {
      const upper = Math.min(r0, r1);
      if (label && course === "upright") upright[upper] = Math.max(upright[upper], label.h + 4);
    }
    this.below = below;
    let y = top;
    for (let at = 0; at < count; at += 1) {
      this.tops.push(y);
      y += CARD + below[at] + (this.channels.get(at)?.length ?? 0) * LEVEL + upright[at] + (at === count - 1 ? 0 : BETWEEN);
    }
    this.bottom = y;
  }

  /** The ways that lead on from a column, drawn: together, for their labels share its gutter. @param {number} column @returns {Drawn[]} */
  from(column) {
    let found = this.drawnFrom[column];
    if (!found) this.drawnFrom[column] = found = (this.leaving[column] ?? []).map((run) => this.onward(run));
    return found;
  }

  /** The returns and loops that touch some columns, drawn. @param {number} first @param {number} last */
  returns(first, last) {
    /** @type {Drawn[]} */
    const found = [];
    for (const way of this.arcs) {
      const [a, b] = [this.col(way.source), this.col(way.target)];
      if (Math.max(a, b) < first || Math.min(a, b) > last) continue;
      let drawn = this.drawnArcs.get(way.id);
      if (!drawn) this.drawnArcs.set(way.id, (drawn = this.arc(way)));
      found.push(drawn);
    }
    return found;
  }

  /** Every way but the exits, drawn. @returns {Drawn[]} */
  all() {
    return (this.everything ??= [...this.columns.flatMap((_column, at) => this.from(at)), ...this.returns(0, this.columns.length)]);
  }

  /** The ways that are seen between two x. @param {number} left @param {number} right */
  between(left, right) {
    const first = this.columns.findIndex(({ x, w }) => x + w >= left);
    if (first < 0) return [];
    const after = this.columns.findIndex(({ x }) => x > right);
    const last = after < 0 ? this.columns.length - 1 : after;
    const near = new Set();
    for (let at = Math.max(0, first - 1); at <= last; at += 1) near.add(at);
    for (const [a, b] of this.far) if (a <= last && b >= first) near.add(a);
    const found = [...near].flatMap((at) => this.from(at));
    return [...found, ...this.returns(first - 1, last + 1)].filter((each) => each.right >= left && each.left <= right);
  }

  /** The y below all labels: where several share a gutter, or one stands in a channel, they may reach deep. */
  lowest() {
    let lowest = 0;
    this.leaving.forEach((runs, at) => {
      const labelled = runs.filter(({ label }) => label);
      if (labelled.length > 1 || labelled.some(({ course }) => course === "channel" || course === "bracket")) for (const { bottom } of this.from(at)) lowest = Math.max(lowest, bottom);
    });
    return lowest;
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

  /** @param {Run} run @returns {Drawn} */
  onward({ way, course, level: at, fork }) {
    const a = this.edges(way.source);
    const b = this.edges(way.target);
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
    const drawn = this.drawn(way, [...start, ...end], [(x0 + x1) / 2, y]);
    return drawn.label ? within(drawn, Math.min(a.left, b.left), Math.max(a.right, b.right)) : drawn;
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

/** A way whose label stays between two x. @param {Drawn} drawn @param {number} start @param {number} end @returns {Drawn} */
function within(drawn, start, end) {
  const w = Math.min(drawn.w, end - start);
  const x = Math.min(end - w, Math.max(start, drawn.x + (drawn.w - w) / 2));
  const xs = drawn.points.map(([px]) => px);
  return { ...drawn, x, w, left: Math.min(x, ...xs), right: Math.max(x + w, ...xs) };
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
