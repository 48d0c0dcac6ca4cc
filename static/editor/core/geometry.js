// Where everything of a map stands, in px of the sheet. Every kind of item has a fixed size (its
// text is clamped), so nothing is measured in a browser and two thousand steps take milliseconds.
// @ts-check
import { _ } from "../words.js";
import { easeOf, experience } from "./experience.js";
import { TOUCHPOINTS } from "./model.js";
import { CARD, EXIT, Routes } from "./routes.js";
import { wide } from "./saying.js";
import { noteOf } from "./sentence.js";
import { labelOf } from "./ways.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Hung} Hung */
/** @typedef {import("./rows.js").Row} Row */
/** @typedef {"card" | "exit" | "chip" | "finding" | "idea" | "note" | "bars" | "time" | "of" | "way" | "point-expectation" | "point-assumed"} Part */
/**
 * @typedef {object} Item
 * @property {string} key the record's id; where it has several items, "part:id"
 * @property {string} id the record's id
 * @property {string} kind the record's kind
 * @property {Part} part
 * @property {string | null} step
 * @property {string} lane the row's key
 * @property {number} x
 * @property {number} y
 * @property {number} w
 * @property {number} h
 * @property {any} of what the model has of it
 */
/**
 * `items` are made when they are first asked for: those of columns that nobody looks at cost nothing.
 * @typedef {{index: number, x: number, w: number, stage: string | null, steps: string[], readonly items: Item[]}} Column
 */
/** @typedef {Row & {id: string | null, top: number, height: number, folded: boolean, count: number}} Lane */
/** @typedef {{id: string | null, title: string, x: number, w: number, at: number, folded: boolean, steps: number}} Stage */
/** @typedef {import("./ways.js").Drawn} Drawn */
/** @typedef {(item: Item) => void} Take */

const COLUMN = 152;
const SLOT = 76;
const GUTTER = 34;
const START = 24;
const PAD = 14;
const GAP = 6;
const FOLDED = 38;
const LEAST = 58;
const BOUNDARY = 26;
/** The heights of items; a leaf's without its lines, at most so many of them. */
const H = { chip: 30, time: 38, bar: 19, of: 16, words: 24 };
const LEAF = { finding: { rest: 14, lines: 2 }, idea: { rest: 14, lines: 2 }, note: { rest: 14, lines: 3 } };
const LINE = 15;
const BELOW = 13;
/** What stands beside a leaf's words, and how large they are. */
const BESIDE = 42;
const SIZE = 12;

/** @param {Model} model */
export const geometry = (model) => new Geometry(model);

/** Where everything of one model stands. */
export class Geometry {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    const labels = new Map(model.ways.map((way) => [way.id, labelOf(way, model.boot.units)]));
    const { columns, whole, width } = columnsOf(model, labels, (column) => this.#fill(column));
    this.columns = columns;
    /** the column of what concerns the whole journey */
    this.whole = whole;
    this.width = width;
    this.stages = stagesOf(model, columns);
    /** @type {Lane[]} */
    this.lanes = [];
    /** @type {{key: string, title: string, y: number}[]} lines of interaction and visibility */
    this.boundaries = [];
    /** @type {Item[]} items of stages */
    this.spanning = [];
    /** @type {import("./experience.js").Curve | null} */
    this.curve = null;
    /** @type {Routes | null} */
    this.routes = null;
    /** @type {Map<string, Item> | undefined} */
    this._items = undefined;
    this.sheet = new Sheet(this, labels);
    this.height = this.#rows();
  }

  /** Every item by its key: all are made, so ask for one by `item`. */
  get items() {
    if (!this._items) {
      const all = [...(this.whole ? [this.whole] : []), ...this.columns].flatMap(({ items }) => items);
      this._items = new Map([...all, ...this.spanning, ...this.ways.map(itemOf)].map((item) => [item.key, item]));
    }
    return this._items;
  }

  /** Every way, drawn. */
  get ways() {
    return this.routes?.all() ?? [];
  }

  /** An item by its key; of a step, only its column is made. @param {string} key @returns {Item | undefined} */
  item(key) {
    const at = this._items ? undefined : this.model.layout.column.get(key.slice(key.lastIndexOf(":") + 1));
    return at === undefined ? this.items.get(key) : this.columns[at].items.find((item) => item.key === key);
  }

  /** The columns that lie between two x, and those of the ways there. @param {number} left @param {number} right */
  between(left, right) {
    const columns = this.columns.filter(({ x, w }) => x <= right && x + w >= left);
    const ways = this.routes?.between(left, right) ?? [];
    return { columns: this.whole && this.whole.x <= right && this.whole.x + this.whole.w >= left ? [this.whole, ...columns] : columns, ways };
  }

  #rows() {
    let y = 0;
    for (const row of this.model.rows) {
      if (TOUCHPOINTS.has(row.kind)) y = boundary(this, "interaction", _("Line of interaction"), y);
      if (row.backstage) y = boundary(this, "visibility", _("Line of visibility"), y);
      const folded = !!row.lane?.folded;
      const end = folded ? y + FOLDED : Math.max(this.sheet.measure(row, y), y + LEAST);
      this.lanes.push({ ...row, id: row.lane?.id ?? null, top: y, height: end - y, folded, count: folded ? this.sheet.count(row) : 0 });
      y = end;
    }
    return y;
  }

  /** The items of a column. @param {Column} column */
  #fill(column) {
    /** @type {Item[]} */
    const found = [];
    for (const lane of this.lanes) if (!lane.folded) this.sheet.column(lane, lane.top, column, (item) => found.push(item));
    return found;
  }
}

/** A way as an item. @param {Drawn} drawn @returns {Item} */
export const itemOf = (drawn) => ({ key: drawn.way.id, id: drawn.way.id, kind: "transition", part: "way", step: null, lane: "path", x: drawn.x, y: drawn.y, w: drawn.w, h: drawn.h, of: drawn });

/** @param {Geometry} found @param {string} key @param {string} title @param {number} y */
function boundary(found, key, title, y) {
  if (found.boundaries.some((each) => each.key === key)) return y;
  found.boundaries.push({ key, title, y });
  return y + BOUNDARY;
}

/** @param {Model} model @param {Map<string, import("./ways.js").Label | null>} labels @param {(column: Column) => Item[]} fill */
function columnsOf(model, labels, fill) {
  const { layout, ways } = model;
  /** @type {Map<number, number>} */
  const wanted = new Map();
  for (const way of ways) {
    const label = way.course === "forward" && labels.get(way.id);
    const at = layout.column.get(way.source);
    const [from, to] = [Number(at), Number(layout.column.get(way.target))];
    if (label && at !== undefined && from <= to) wanted.set(at, Math.max(wanted.get(at) ?? 0, label.w));
  }
  let x = START;
  /** @param {number} index @param {string | null} stage @param {string[]} steps @returns {Column} */
  const column = (index, stage, steps) => lazily({ index, x, w: Math.max(COLUMN, SLOT * steps.length), stage, steps }, fill);
  const whole = model.whole ? column(-1, null, [""]) : null;
  if (whole) x += whole.w + GUTTER;
  const columns = layout.columns.map(({ stage, steps }, at) => {
    const made = column(at, stage, steps);
    x += made.w + Math.max(GUTTER, wanted.has(at) ? Number(wanted.get(at)) + 28 : 0);
    return made;
  });
  const last = columns.at(-1) ?? whole;
  const right = last ? last.x + last.w + (wanted.get(last.index) ?? 0) : START + COLUMN;
  return { columns, whole, width: right + START + 24 };
}

/** @param {Omit<Column, "items">} place @param {(column: Column) => Item[]} fill @returns {Column} */
function lazily(place, fill) {
  /** @type {Item[] | undefined} */
  let items;
  return {
    ...place,
    get items() {
      return (items ??= fill(this));
    },
  };
}

/** @param {Model} model @param {Column[]} columns @returns {Stage[]} */
function stagesOf(model, columns) {
  const known = new Map(model.stages.map((stage) => [stage.id, stage]));
  if (!known.size) return [];
  /** @type {Stage[]} */
  const found = [];
  for (const { stage: id, x, w, steps } of columns) {
    let last = found.at(-1);
    if (!last || last.id !== id) {
      const stage = known.get(id ?? "");
      last = { id, title: stage?.title ?? _("Without a stage"), x: x - 10, w: 0, at: found.length, folded: !!stage?.folded, steps: 0 };
      found.push(last);
    }
    last.w = x + w + 10 - last.x;
    last.steps += steps.reduce((sum, step) => sum + (model.step.get(step)?.folded || 1), 0);
  }
  return found;
}

/** Rows: how high they are, and what stands in a column of them. Both are one walk: `take` or none. */
class Sheet {
  /** @param {Geometry} found @param {Map<string, import("./ways.js").Label | null>} labels */
  constructor(found, labels) {
    this.found = found;
    this.model = found.model;
    this.labels = labels;
    this.places = found.whole ? [found.whole, ...found.columns] : found.columns;
    /** @type {Map<string, Map<string | null, number>>} by row: where the columns of a stage begin */
    this.starts = new Map();
  }

  /** Return where a row ends that begins at a height. @param {Row} row @param {number} top */
  measure(row, top) {
    if (row.kind === "path") {
      const routes = new Routes(this.model, this.found.columns, this.labels, top);
      this.found.routes = routes;
      return Math.max(routes.bottom + 26, routes.lowest() + PAD);
    }
    if (row.kind === "experience") {
      this.found.curve = experience(this.model, (id) => this.slot(id), top);
      return top + this.found.curve.height;
    }
    let bottom = row.kind === "cards" ? this.across(row, top + PAD) : top;
    for (const column of this.places) bottom = Math.max(bottom, this.column(row, top, column, null));
    return bottom + PAD;
  }

  /** How many things a folded row holds. @param {Row} row */
  count(row) {
    const { model } = this;
    const all = model.whole ? [model.whole, ...model.steps] : model.steps;
    if (row.kind === "findings" || row.kind === "ideas") return all.reduce((sum, each) => sum + each[/** @type {"ideas"} */ (row.kind)].length, 0);
    if (TOUCHPOINTS.has(row.kind)) return all.reduce((sum, each) => sum + (each.met.get(row.kind)?.length ?? 0), 0);
    if (row.kind !== "cards") return model.steps.length;
    const across = [...(model.across.get(row.key)?.values() ?? [])];
    return [...across, ...all.map((each) => each.notes.get(row.key) ?? [])].reduce((sum, notes) => sum + notes.length, 0);
  }

  /** Walk a column of a row; return where its lowest item ends. @param {Row} row @param {number} top @param {Column} column @param {Take | null} take */
  column(row, top, column, take) {
    if (row.kind === "path") return this.cards(column, take);
    if (row.kind === "experience") return this.points(column, take);
    if (row.kind === "ease") return this.bars(row, top + PAD, column, take);
    const start = (column.index >= 0 && this.starts.get(row.key)?.get(column.stage)) || top + PAD;
    return this.stack(row, start, column, take);
  }

  /** The room of a step in its column. @param {string} id */
  slot(id) {
    const { x, w, steps } = this.found.columns[Number(this.model.layout.column.get(id))];
    const room = w / steps.length;
    return { x: x + room * (steps.indexOf(id) + 0.5), w: room };
  }

  /** @param {Column} column @param {Take | null} take */
  cards(column, take) {
    const { routes } = this.found;
    if (!take || !routes || column.index < 0) return 0;
    for (const id of column.steps) {
      const step = /** @type {Step} */ (this.model.step.get(id));
      const y = routes.tops[routes.row(id)];
      const [kind, own] = step.folded ? ["stage", String(step.stage)] : ["step", id];
      take({ key: id, id: own, kind, part: "card", step: step.folded ? null : id, lane: "path", x: column.x, y, w: column.w, h: CARD, of: step });
      let below = y + CARD + 6;
      for (const way of routes.exits.get(id) ?? []) {
        take({ key: way.id, id: way.id, kind: "transition", part: "exit", step: id, lane: "path", x: column.x + 6, y: below, w: column.w - 6, h: EXIT - 4, of: way });
        below += EXIT;
      }
    }
    return 0;
  }

  /** @param {Column} column @param {Take | null} take */
  points(column, take) {
    const { curve } = this.found;
    if (!take || !curve || column.index < 0) return 0;
    for (const id of column.steps) {
      const step = /** @type {Step} */ (this.model.step.get(id));
      for (const [part, value] of /** @type {[Part, number | null][]} */ ([["point-expectation", step.expectation], ["point-assumed", step.assumed]])) {
        if (value === null) continue;
        take({ key: `${part}:${id}`, id, kind: "step", part, step: id, lane: "experience", x: this.slot(id).x - 12, y: curve.y(value) - 12, w: 24, h: 24, of: { step, value } });
      }
    }
    return 0;
  }

  /** @param {Row} row @param {number} top @param {Column} column @param {Take | null} take */
  bars(row, top, column, take) {
    let y = top;
    for (const id of column.steps) {
      const step = this.model.step.get(id);
      if (!step || step.folded) continue;
      if (column.steps.length > 1) y = named(column, row, step, y, take);
      const lines = easeOf(this.model, step);
      const h = lines.length === 1 && lines[0].text ? H.words : lines.length * H.bar;
      take?.({ key: `bars:${id}`, id, kind: "step", part: "bars", step: id, lane: row.key, x: column.x, y, w: column.w, h, of: step });
      y += h + GAP;
    }
    return y > top ? y - GAP : top;
  }

  /** Cards of stages, above those of steps; return where the lowest ends. @param {Row} row @param {number} top */
  across(row, top) {
    /** @type {Map<string | null, number>} */
    const starts = new Map();
    let bottom = top;
    for (const [stage, notes] of this.model.across.get(row.key) ?? []) {
      const own = this.found.columns.filter((column) => column.stage === stage);
      if (!own.length) continue;
      const [first, last] = [own[0], own[own.length - 1]];
      const w = last.x + last.w - first.x;
      let y = top;
      for (const note of notes) {
        const h = this.height("note", note, w);
        this.found.spanning.push({ key: note.id, id: note.id, kind: "card", part: "note", step: null, lane: row.key, x: first.x, y, w, h, of: note });
        y += h + GAP;
      }
      starts.set(stage, y);
      bottom = Math.max(bottom, y - GAP);
    }
    this.starts.set(row.key, starts);
    return bottom;
  }

  /** What each step of a column holds, one below the other. @param {Row} row @param {number} top @param {Column} column @param {Take | null} take */
  stack(row, top, column, take) {
    const { model } = this;
    const part = PARTS[row.kind] ?? "chip";
    let [y, bottom] = [top, top];
    for (const id of column.steps) {
      const each = id ? model.step.get(id) : model.whole;
      const things = each ? heldIn(row, each) : NOTHING;
      if (!each || !things.length) continue;
      if (column.steps.length > 1) y = named(column, row, /** @type {Step} */ (each), y, take);
      for (const thing of things) {
        const h = this.height(part, thing, column.w);
        take?.({ key: part === "time" ? `time:${thing.id}` : thing.id, id: thing.id, kind: KINDS[part] ?? "step", part, step: id || null, lane: row.key, x: column.x, y, w: column.w, h, of: thing });
        y += h + GAP;
      }
      bottom = y - GAP;
    }
    return bottom;
  }

  /** How high a thing is that a step holds: as its words need, within bounds. @param {Part} part @param {any} thing @param {number} w */
  height(part, thing, w) {
    const leaf = LEAF[/** @type {"note"} */ (part)];
    if (!leaf) return H[/** @type {"chip"} */ (part)];
    const room = w - (part === "note" ? 18 : BESIDE);
    const needed = Math.ceil((wide(thing.title ?? thing.text) * SIZE * 1.08) / room);
    const below = part === "note" ? 0 : Math.min(2, Math.ceil((wide(noteOf(this.model, thing)) * 10.5) / room));
    return leaf.rest + LINE * Math.min(leaf.lines, Math.max(1, needed)) + BELOW * below;
  }
}

/** Name the step that the items below belong to, where a column has several. @param {Column} column @param {Row} row @param {Step} step @param {number} y @param {Take | null} take */
function named(column, row, step, y, take) {
  take?.({ key: `of:${row.key}:${step.id}`, id: step.id, kind: "step", part: "of", step: step.id, lane: row.key, x: column.x, y, w: column.w, h: H.of, of: step });
  return y + H.of;
}

/** What a row shows of a step. @param {Row} row @param {Hung | Step} each @returns {any[]} */
function heldIn({ kind, key }, each) {
  if (kind === "findings") return each.findings;
  if (kind === "ideas") return each.ideas;
  if (kind === "cards") return each.notes.get(key) ?? NOTHING;
  if (kind === "time") return "promised" in each && each.promised ? [each] : NOTHING;
  return each.met.get(kind) ?? NOTHING;
}

/** @type {any[]} */
const NOTHING = [];
/** @type {Record<string, Part>} by row */
const PARTS = { findings: "finding", ideas: "idea", time: "time", cards: "note" };
/** @type {Partial<Record<Part, string>>} */
const KINDS = { chip: "encounter", finding: "finding", idea: "idea", note: "card" };
