// Which rows a map has, and in what order: the twin of `rows` in `journeys/diagrams/map.py`, whose
// words have the rule; `tests/vectors/rows/`.
// @ts-check
import { _ } from "../words.js";

/**
 * @typedef {object} LaneRecord
 * @property {string} id
 * @property {string} kind
 * @property {string} title
 * @property {string} order
 * @property {string} side
 * @property {boolean} hidden
 * @property {boolean} folded
 * @property {boolean} visible_to_customer
 */
/**
 * @typedef {object} Row
 * @property {string} kind a computed kind, or "cards"
 * @property {string} key the kind, or the lane's id
 * @property {string} title
 * @property {string} note
 * @property {LaneRecord | null} lane
 * @property {boolean} backstage
 */
/** @typedef {{computed: [string, string, string][], cards: [string, string][]}} Lanes  what the page says of them */

const EARLY = new Set(["goal", "action", "thought", "quote"]);

/**
 * Return the rows to draw, in order.
 * @param {Lanes} lanes
 * @param {LaneRecord[]} records in their order
 * @param {(kind: string) => boolean} holds whether a computed row has anything to draw
 * @returns {Row[]}
 */
export function rowsOf(lanes, records, holds) {
  const computed = new Set(lanes.computed.map(([kind]) => kind));
  const labels = new Map(lanes.cards);
  /** @type {Map<string, LaneRecord>} */
  const shaping = new Map();
  for (const lane of records) if (computed.has(lane.kind) && !shaping.has(lane.kind)) shaping.set(lane.kind, lane);
  const own = records.filter((lane) => !computed.has(lane.kind)).map((lane) => ownRow(lane, labels));
  const early = own.filter((row) => !row.backstage && EARLY.has(row.lane?.kind ?? ""));
  const late = own.filter((row) => !row.backstage && !EARLY.has(row.lane?.kind ?? ""));
  /** @type {Row[]} */
  const front = [];
  for (const [kind, title, note] of lanes.computed) {
    const lane = shaping.get(kind) ?? null;
    if (lane || holds(kind)) front.push({ kind, key: kind, title: lane?.title || title, note, lane, backstage: false });
    if (kind === "experience") front.push(...early);
    if (kind === "ideas") front.push(...late);
  }
  const time = front.filter((row) => row.kind === "time" && !row.lane?.order);
  const moving = moved(front.filter((row) => !time.includes(row)));
  const all = [...moving, ...own.filter((row) => row.backstage), ...time];
  return all.filter((row) => !row.lane?.hidden && (row.kind !== "path" || holds("path")));
}

/** @param {LaneRecord} lane @param {Map<string, string>} labels @returns {Row} */
function ownRow(lane, labels) {
  const title = lane.title || (labels.get(lane.kind) ?? lane.kind);
  const note = lane.visible_to_customer ? "" : _("not shown to customers");
  return { kind: "cards", key: lane.id, title, note, lane, backstage: lane.side === "backstage" };
}

/** Rows with an order key share their places in order of their keys. @param {Row[]} front */
function moved(front) {
  const keyed = front.filter((row) => row.lane?.order).sort((a, b) => place(a, b));
  return front.map((row) => (row.lane?.order ? /** @type {Row} */ (keyed.shift()) : row));
}

/** @param {Row} a @param {Row} b */
function place(a, b) {
  const [x, y] = [a, b].map((row) => /** @type {LaneRecord} */ (row.lane));
  return x.order < y.order ? -1 : x.order > y.order ? 1 : x.id < y.id ? -1 : 1;
}
