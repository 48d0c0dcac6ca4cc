// Where everything of a map stands, in px of the sheet. Every kind of item has a fixed size (its
// text is clamped), so nothing is measured in a browser and two thousand steps take milliseconds.
// @ts-check
import { _ } from "../words.js";
import { experience } from "./experience.js";
import { TOUCHPOINTS } from "./model.js";
import { wide } from "./saying.js";
import { noteOf } from "./sentence.js";
import { CARD, EXIT, labelOf, Routes } from "./ways.js";

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
/** @typedef {{index: number, x: number, w: number, stage: string | null, steps: string[], items: Item[]}} Column */
/** @typedef {Row & {id: string | null, top: number, height: number, folded: boolean, count: number}} Lane */
/** @typedef {{id: string | null, title: string, x: number, w: number, at: number, folded: boolean, steps: number}} Stage */
/**
 * @typedef {object} Geometry
 * @property {number} width
 * @property {number} height
 * @property {Stage[]} stages
 * @property {Lane[]} lanes
 * @property {{key: string, title: string, y: number}[]} boundaries lines of interaction and visibility
 * @property {Column[]} columns
 * @property {Column | null} whole the column of what concerns the whole journey
 * @property {Item[]} spanning items of stages
 * @property {Map<string, Item>} items
 * @property {import("./ways.js").Drawn[]} ways
 * @property {import("./experience.js").Curve | null} curve
 */

export const COLUMN = 172;
const SLOT = 86;
const GUTTER = 42;
const START = 24;
const PAD = 14;
const GAP = 6;
const FOLDED = 38;
const LEAST = 58;
const BOUNDARY = 26;
/** The heights of items; a leaf's without its lines, at most so many of them. */
const H = { chip: 30, time: 38, bar: 19, of: 16, words: 22 };
const LEAF = { finding: { rest: 14, lines: 2 }, idea: { rest: 14, lines: 2 }, note: { rest: 14, lines: 3 } };
const LINE = 15;
const BELOW = 13;
/** What stands beside a leaf's words, and how large they are. */
const BESIDE = 42;
const SIZE = 12;

/** @param {Model} model @returns {Geometry} */
export function geometry(model) {
  const labels = new Map(model.ways.map((way) => [way.id, labelOf(way, model.boot.units)]));
  const { columns, whole, width } = columnsOf(model, labels);
  /** @type {Geometry} */
  const found = { width, height: 0, stages: stagesOf(model, columns), lanes: [], boundaries: [], columns, whole, spanning: [], items: new Map(), ways: [], curve: null };
  const sheet = new Sheet(model, found, labels);
  let y = 0;
  for (const row of model.rows) {
    if (TOUCHPOINTS.has(row.kind)) y = boundary(found, "interaction", _("Line of interaction"), y);
    if (row.backstage) y = boundary(found, "visibility", _("Line of visibility"), y);
    const folded = !!row.lane?.folded;
    const end = folded ? y + FOLDED : Math.max(sheet.draw(row, y), y + LEAST);
    found.lanes.push({ ...row, id: row.lane?.id ?? null, top: y, height: end - y, folded, count: folded ? sheet.count(row) : 0 });
    y = end;
  }
  found.height = y;
  return found;
}

/** @param {Geometry} found @param {string} key @param {string} title @param {number} y */
function boundary(found, key, title, y) {
  if (found.boundaries.some((each) => each.key === key)) return y;
  found.boundaries.push({ key, title, y });
  return y + BOUNDARY;
}

/** @param {Model} model @param {Map<string, import("./ways.js").Label | null>} labels */
function columnsOf(model, labels) {
  const { layout, ways } = model;
  /** @type {Map<number, number>} */
  const wanted = new Map();
  for (const way of ways) {
    const label = way.course === "forward" && labels.get(way.id);
    const at = layout.column.get(way.source);
    const [from, to] = [Number(at), Number(layout.column.get(way.target))];
    if (label && at !== undefined && from < to) wanted.set(at, Math.max(wanted.get(at) ?? 0, label.w));
  }
  let x = START;
  /** @param {number} index @param {string | null} stage @param {string[]} steps @returns {Column} */
  const column = (index, stage, steps) => ({ index, x, w: Math.max(COLUMN, SLOT * steps.length), stage, steps, items: [] });
  const whole = model.whole ? column(-1, null, [""]) : null;
  if (whole) x += whole.w + GUTTER;
  const columns = layout.columns.map(({ stage, steps }, at) => {
    const made = column(at, stage, steps);
    x += made.w + Math.max(GUTTER, wanted.has(at) ? Number(wanted.get(at)) + 40 : 0);
    return made;
  });
  const last = columns.at(-1) ?? whole;
  return { columns, whole, width: (last ? last.x + last.w : START + COLUMN) + START + 24 };
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

/** Places the items of one row after another. */
class Sheet {
  /** @param {Model} model @param {Geometry} found @param {Map<string, import("./ways.js").Label | null>} labels */
  constructor(model, found, labels) {
    this.model = model;
    this.found = found;
    this.labels = labels;
    this.places = found.whole ? [found.whole, ...found.columns] : found.columns;
  }

  /** Draw a row from a height on; return where it ends. @param {Row} row @param {number} top */
  draw(row, top) {
    if (row.kind === "path") return this.path(top);
    if (row.kind === "experience") return this.experience(top);
    if (row.kind === "ease") return this.ease(row, top + PAD) + PAD;
    if (row.kind === "cards") return this.notes(row, top + PAD) + PAD;
    const held = /** @type {(each: Hung) => any[]} */ (
      {
        findings: (/** @type {Hung} */ each) => each.findings,
        ideas: (/** @type {Hung} */ each) => each.ideas,
        time: (/** @type {Step} */ each) => (each.promised ? [each] : []),
      }[row.kind] ?? ((/** @type {Hung} */ each) => each.met.get(row.kind) ?? [])
    );
    /** @type {Part} */
    const part = row.kind === "findings" ? "finding" : row.kind === "ideas" ? "idea" : row.kind === "time" ? "time" : "chip";
    return this.stack(row, top + PAD, held, part, KINDS[part] ?? "step") + PAD;
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

  /** @param {number} top */
  path(top) {
    const { found, model } = this;
    const routes = new Routes(model, found.columns, this.labels, top);
    for (const column of found.columns) {
      for (const id of column.steps) {
        const step = /** @type {Step} */ (model.step.get(id));
        const y = routes.tops[routes.row(id)];
        const [kind, own] = step.folded ? ["stage", String(step.stage)] : ["step", id];
        this.add(column, { key: id, id: own, kind, part: "card", step: step.folded ? null : id, lane: "path", x: column.x, y, w: column.w, h: CARD, of: step });
        let below = y + CARD + 6;
        for (const way of routes.exits.get(id) ?? []) {
          this.add(column, { key: way.id, id: way.id, kind: "transition", part: "exit", step: id, lane: "path", x: column.x + 6, y: below, w: column.w - 6, h: EXIT - 4, of: way });
          below += EXIT;
        }
      }
    }
    found.ways = routes.draw();
    for (const drawn of found.ways) {
      const { way, x, y, w, h } = drawn;
      found.items.set(way.id, { key: way.id, id: way.id, kind: "transition", part: "way", step: null, lane: "path", x, y, w, h, of: drawn });
    }
    return routes.bottom + 26;
  }

  /** @param {number} top */
  experience(top) {
    const { found, model } = this;
    const slot = (/** @type {string} */ id) => {
      const { x, w, steps } = found.columns[Number(model.layout.column.get(id))];
      const room = w / steps.length;
      return { x: x + room * (steps.indexOf(id) + 0.5), w: room };
    };
    const curve = experience(model, slot, top);
    found.curve = curve;
    for (const step of model.steps) {
      if (step.folded) continue;
      const column = found.columns[Number(model.layout.column.get(step.id))];
      const { x } = slot(step.id);
      for (const [part, value] of /** @type {[Part, number | null][]} */ ([["point-expectation", step.expectation], ["point-assumed", step.assumed]])) {
        if (value === null) continue;
        const y = curve.y(value);
        this.add(column, { key: `${part}:${step.id}`, id: step.id, kind: "step", part, step: step.id, lane: "experience", x: x - 12, y: y - 12, w: 24, h: 24, of: { step, value } });
      }
    }
    return top + curve.height;
  }

  /** @param {Row} row @param {number} top */
  ease(row, top) {
    const { found, model } = this;
    let bottom = top;
    for (const column of found.columns) {
      let y = top;
      for (const id of column.steps) {
        const step = /** @type {Step} */ (model.step.get(id));
        if (step.folded) continue;
        if (column.steps.length > 1) y = this.named(column, row, step, y);
        const { measure } = step;
        const bars = measure && !measure.hidden ? ["prompt", "easy", "done"].filter((name) => measure[/** @type {"easy"} */ (name)]).length : 0;
        const h = bars ? bars * H.bar : H.words;
        this.add(column, { key: `bars:${id}`, id, kind: "step", part: "bars", step: id, lane: row.key, x: column.x, y, w: column.w, h, of: step });
        y += h + GAP;
      }
      bottom = Math.max(bottom, y - GAP);
    }
    return bottom;
  }

  /** @param {Row} row @param {number} top */
  notes(row, top) {
    /** @type {Map<string | null, number>} */
    const starts = new Map();
    let bottom = top;
    for (const [stage, notes] of this.model.across.get(row.key) ?? []) {
      const own = this.found.columns.filter((column) => column.stage === stage);
      if (!own.length) continue;
      const [first, last] = [own[0], own[own.length - 1]];
      let y = top;
      const w = last.x + last.w - first.x;
      for (const note of notes) {
        const h = this.height("note", note, w);
        const item = { key: note.id, id: note.id, kind: "card", part: /** @type {Part} */ ("note"), step: null, lane: row.key, x: first.x, y, w, h, of: note };
        this.found.spanning.push(item);
        this.found.items.set(item.key, item);
        y += h + GAP;
      }
      starts.set(stage, y);
      bottom = Math.max(bottom, y - GAP);
    }
    return Math.max(bottom, this.stack(row, top, (each) => each.notes.get(row.key) ?? [], "note", "card", starts));
  }

  /**
   * Stack what each step holds, column by column; return where the lowest ends.
   * @param {Row} row @param {number} top @param {(each: Hung) => any[]} held
   * @param {Part} part @param {string} kind @param {Map<string | null, number>} [starts] by stage
   */
  stack(row, top, held, part, kind, starts) {
    const { model } = this;
    let bottom = top;
    for (const column of this.places) {
      let y = (column.index >= 0 && starts?.get(column.stage)) || top;
      for (const id of column.steps) {
        const each = id ? model.step.get(id) : model.whole;
        const things = each ? held(each) : [];
        if (!each || !things.length) continue;
        if (column.steps.length > 1) y = this.named(column, row, /** @type {Step} */ (each), y);
        for (const thing of things) {
          const h = this.height(part, thing, column.w);
          const own = part === "time" ? { key: `time:${thing.id}` } : { key: thing.id };
          this.add(column, { ...own, id: thing.id, kind, part, step: id || null, lane: row.key, x: column.x, y, w: column.w, h, of: thing });
          y += h + GAP;
        }
        bottom = Math.max(bottom, y - GAP);
      }
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

  /** Name the step that the items below belong to, where a column has several. @param {Column} column @param {Row} row @param {Step} step @param {number} y */
  named(column, row, step, y) {
    this.add(column, { key: `of:${row.key}:${step.id}`, id: step.id, kind: "step", part: "of", step: step.id, lane: row.key, x: column.x, y, w: column.w, h: H.of, of: step });
    return y + H.of;
  }

  /** @param {Column} column @param {Item} item */
  add(column, item) {
    column.items.push(item);
    this.found.items.set(item.key, item);
  }
}

/** @type {Partial<Record<Part, string>>} */
const KINDS = { chip: "encounter", finding: "finding", idea: "idea" };
