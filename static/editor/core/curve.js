// Curves of the experience, and where words lie neither on a line nor on a mark: the twin of
// `journeys/diagrams/lanes/chart.py`.
// @ts-check

/** @typedef {[number, number]} Point */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Area */

const BAND = 96;

/**
 * A curve through points that never overshoots them: cubic pieces with the slopes of F. N. Fritsch
 * and J. Butland (1984), the harmonic mean of the neighbouring slopes, 0 where they change sign.
 * @param {Point[]} points at least two, from left to right
 * @returns {Point[]} start, then two handles and an end for every piece
 */
export function smooth(points) {
  const secants = points.slice(1).map((b, at) => (b[1] - points[at][1]) / (b[0] - points[at][0] || 1));
  const slopes = points.map((_, at) => {
    const [before, after] = [secants[at - 1] ?? secants[at], secants[at] ?? secants[at - 1]];
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  /** @type {Point[]} */
  const found = [points[0]];
  for (let at = 0; at + 1 < points.length; at += 1) {
    const [[x0, y0], [x1, y1]] = [points[at], points[at + 1]];
    const third = (x1 - x0) / 3;
    found.push([x0 + third, y0 + slopes[at] * third], [x1 - third, y1 - slopes[at + 1] * third], points[at + 1]);
  }
  return found;
}

/** A curve as SVG path data. @param {Point[]} points as `smooth` makes them */
export function pathOf(points) {
  const said = points.map(([x, y]) => `${round(x)} ${round(y)}`);
  return `M${said[0]}C${said.slice(1).join(" ")}`;
}

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/** Curves and marks of a chart, found quickly by bands of its width. */
export class Room {
  constructor() {
    /** @type {Map<number, Point[][]>} */
    this.pieces = new Map();
    /** @type {Map<number, Area[]>} */
    this.marks = new Map();
  }

  /** @param {Point[]} points as `smooth` makes them */
  addCurve(points) {
    for (let at = 0; at + 3 < points.length; at += 3) {
      const piece = points.slice(at, at + 4);
      put(this.pieces, piece[0][0], piece[3][0], piece);
    }
  }

  /** @param {Area} area */
  add(area) {
    put(this.marks, area.left, area.right, area);
  }

  /** How much of an area's width lies on lines, and twice how much on marks, in px. @param {Area} area */
  covered({ left, top, right, bottom }) {
    let total = 0;
    for (let band = Math.floor(left / BAND); band <= Math.floor(right / BAND); band += 1) {
      const [x0, x1] = [Math.max(left, band * BAND), Math.min(right, (band + 1) * BAND)];
      for (const piece of this.pieces.get(band) ?? []) {
        const [from, to] = [Math.max(x0, piece[0][0]), Math.min(x1, piece[3][0])];
        if (from < to) total += (to - from) * inside(piece, from, to, top, bottom);
      }
      for (const mark of this.marks.get(band) ?? []) {
        const shared = Math.min(x1, mark.right) - Math.max(x0, mark.left);
        if (shared > 0 && top < mark.bottom && bottom > mark.top) total += 2 * shared;
      }
    }
    return total;
  }
}

/** The part of a piece between two x that runs between two heights. @param {Point[]} piece @param {number} x0 @param {number} x1 @param {number} top @param {number} bottom */
function inside(piece, x0, x1, top, bottom) {
  const [a, b] = [height(piece, x0), height(piece, x1)];
  const [low, high] = a < b ? [a, b] : [b, a];
  if (low >= bottom || high <= top) return 0;
  return high > low ? (Math.min(bottom, high) - Math.max(top, low)) / (high - low) : 1;
}

/** The y of a piece at an x between its ends: x grows evenly along it. @param {Point[]} piece @param {number} x */
function height([[x0, a], [, b], [, c], [x3, d]], x) {
  const t = (x - x0) / (x3 - x0);
  const s = 1 - t;
  return a * s * s * s + 3 * b * s * s * t + 3 * c * s * t * t + d * t * t * t;
}

/** @template T @param {Map<number, T[]>} bands @param {number} left @param {number} right @param {T} thing */
function put(bands, left, right, thing) {
  for (let band = Math.floor(left / BAND); band <= Math.floor(right / BAND); band += 1) {
    const there = bands.get(band);
    if (there) there.push(thing);
    else bands.set(band, [thing]);
  }
}
