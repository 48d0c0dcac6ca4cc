// What stands on a way, and how its line is drawn.
// @ts-check
import { _ } from "../words.js";
import { duration, percent, wide } from "./saying.js";

/** @typedef {import("./model.js").Way} Way */
/** @typedef {[number, number]} Point */
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

const LABEL = 76;
const SIZE = 10.5;
/** px: large enough to press */
const LEAST = 24;

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
    return { facts: said, condition: "", said, w: Math.min(LABEL * 4, wide(said) * SIZE + 18), h: LEAST };
  }
  const [a, b] = [wide(told) * SIZE, wide(condition) * SIZE * 0.95];
  const lines = (told ? Math.min(2, Math.ceil(a / room)) : 0) + (condition ? Math.min(2, Math.ceil(b / (room * 0.9))) : 0);
  return { facts: told, condition, said, w: Math.round(Math.min(room, Math.max(a * 1.06, b)) + 18), h: Math.max(LEAST, 13 * lines + 9) };
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
