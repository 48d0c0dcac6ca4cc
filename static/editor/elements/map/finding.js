// Where things are: what is at a point of the screen, and where on the screen an item is.
// @ts-check
import { itemOf } from "../../core/geometry.js";

/** @typedef {import("../../core/geometry.js").Geometry} Geometry */
/** @typedef {import("../../core/geometry.js").Item} Item */
/** @typedef {import("../../core/geometry.js").Column} Column */
/** @typedef {import("../../core/geometry.js").Lane} Lane */
/** @typedef {import("../../core/geometry.js").Stage} Stage */
/** @typedef {import("../../tools/viewport.js").Box} Box */
/**
 * What is at a point: `x` and `y` of the sheet; the row, the column (also in the gutter after it,
 * null left of the first), its stage, the step whose cell it is, and the item there.
 * @typedef {{x: number, y: number, lane: Lane | null, column: Column | null, stage: string | null, step: string | null, item: Item | null}} At
 */

export class Finding {
  /** @param {import("../map.js").JmMap} map */
  constructor(map) {
    this.map = map;
  }

  get geometry() {
    this.map.know();
    return /** @type {Geometry} */ (this.map.geometry);
  }

  /** @param {number} clientX @param {number} clientY @returns {At} */
  at(clientX, clientY) {
    const corner = this.map.root.getBoundingClientRect();
    const { x, y } = this.map.viewport.toSheet(clientX - corner.left, clientY - corner.top);
    const { lanes, columns, whole } = this.geometry;
    const lane = lanes.find(({ top, height }) => y >= top && y < top + height) ?? null;
    const after = columns.findIndex((each) => each.x > x);
    const column = (after < 0 ? columns.at(-1) : columns[after - 1]) ?? (whole && x >= whole.x ? whole : null);
    const item = this.itemAt(x, y, column);
    return { x, y, lane, column, stage: column?.stage ?? null, step: item?.step ?? stepAt(column, lane, x, y), item };
  }

  /** @param {number} x @param {number} y @param {Column | null} column */
  itemAt(x, y, column) {
    const { spanning } = this.geometry;
    const inside = (/** @type {Box} */ box) => x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
    const way = this.geometry.between(x, x).ways.find(inside);
    return column?.items.findLast(inside) ?? spanning.find(inside) ?? (way ? itemOf(way) : null);
  }

  /** @param {string} id a record's id, or a key @returns {Stage | undefined} */
  stage(id) {
    return this.geometry.stages.find((each) => each.id === id || (each.id && `stage:${each.id}` === id));
  }

  /** @param {string} id a record's id, or a key */
  lane(id) {
    return this.geometry.lanes.find((each) => each.id === id || `lane:${each.key}` === id);
  }

  /** The key of an item, a stage ("stage:…") or a row ("lane:…"), by its record's id or by its key. @param {string} id */
  keyOf(id) {
    const [stage, lane] = [this.stage(id), this.lane(id)];
    if (!stage && !lane && this.geometry.item(id)) return id;
    return stage ? `stage:${stage.id}` : lane ? `lane:${lane.key}` : null;
  }

  /** @param {string} id @returns {Box | null} */
  boxOnSheet(id) {
    const { viewport } = this.map;
    const item = this.geometry.item(id);
    if (item) return item;
    const stage = this.stage(id);
    if (stage) return { x: stage.x, y: -viewport.y / viewport.k + 24, w: Math.min(stage.w, viewport.width / viewport.k / 2), h: 1 };
    const lane = this.lane(id);
    return lane ? { x: -viewport.x / viewport.k + 24, y: lane.top, w: 1, h: Math.min(lane.height, viewport.height / viewport.k / 2) } : null;
  }

  /** @param {string} id */
  box(id) {
    const { viewport, root } = this.map;
    const corner = root.getBoundingClientRect();
    const [stage, lane, item] = [this.stage(id), this.lane(id), this.geometry.item(id)];
    if (!item && !stage && !lane) return null;
    const { frame } = viewport;
    const found = viewport.toFrame(item ?? { x: stage?.x ?? 0, y: lane?.top ?? 0, w: stage?.w ?? 0, h: lane?.height ?? 0 });
    if (!item && stage) Object.assign(found, { y: 0, h: frame.top });
    else if (!item) Object.assign(found, { x: 0, w: frame.left });
    return new DOMRect(corner.left + found.x, corner.top + found.y, found.w, found.h);
  }
}

/** The step whose cell is at a point: of several in a column the one on that track, slot or stack. @param {Column | null} column @param {Lane | null} lane @param {number} x @param {number} y */
function stepAt(column, lane, x, y) {
  if (!column || !column.steps.length) return null;
  if (column.steps.length === 1) return column.steps[0] || null;
  if (lane?.kind === "experience") {
    const at = Math.floor(((x - column.x) / column.w) * column.steps.length);
    return column.steps[Math.min(column.steps.length - 1, Math.max(0, at))];
  }
  const own = column.items.filter((item) => item.lane === lane?.key && item.step);
  const above = own.filter((item) => item.y <= y);
  return (above.at(-1) ?? own[0])?.step ?? column.steps[0];
}
