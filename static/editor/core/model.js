// A journey as its map shows it, in plain data: steps with all that hangs on them, ways, rows, and
// where steps stand. No sizes, no DOM. Stages that the reader folds are one step each, as in
// `journeys/diagrams/fold.py`.
// @ts-check
import { ngettext } from "../words.js";
import { layOut } from "./layout.js";
import { rowsOf } from "./rows.js";

/** @typedef {import("./ops.js").Held} Held */
/** @typedef {{get(id: string): Held | undefined, kind(name: string): readonly Held[]}} Reader */
/** @typedef {{journey: Reader & {id?: string}, catalogue: Reader}} Readers */
/** @typedef {{n: number, mean: number, low: number, high: number}} Mean */
/** @typedef {{n: number, share: number, low: number, high: number}} Share */
/** @typedef {{n: number, hidden: boolean} & Partial<Record<"emotion" | "efficiency" | "ease", Mean | null>> & Partial<Record<"prompt" | "easy" | "done" | "worse" | "met" | "better", Share | null>>} Measure */
/** @typedef {{by: number, low: number, high: number}} Difference */
/**
 * What answers say: `of` tells in words which they are, `beside` are others to compare with, and
 * `differences` what is larger or smaller than theirs, more than chance explains.
 * @typedef {{steps: Record<string, Measure>, n: number, limit: number, first?: string, last?: string, of?: string, beside?: Measures | null, differences?: Record<string, Partial<Record<"emotion" | "prompt" | "easy" | "done", Difference>>>}} Measures
 */
/**
 * @typedef {object} Boot  what the page says of words and shapes
 * @property {{journey: import("./schema.js").DocSchema, catalogue: import("./schema.js").DocSchema}} schema
 * @property {import("./rows.js").Lanes} lanes
 * @property {Record<string, {label: string, lane: string}>} kinds of touchpoint
 * @property {Record<string, string>} gaps
 * @property {[string, string][]} units
 * @property {string} [language] the page's
 */
/** @typedef {{held: Held, id: string, touchpoint: Held, kind: string, name: string, note: string}} Met */
/** @typedef {{held: Held, id: string, kind: string, title: string, severity: number | null, status: string, evidence: {level: string, n?: number} | null, hurts: boolean}} Finding */
/** @typedef {{held: Held, id: string, kind: string, title: string, status: string, owner: string, due: string | null}} Idea */
/** @typedef {{held: Held, id: string, text: string}} Note */
/**
 * What hangs on a step, or (`id` "") on the journey as a whole.
 * @typedef {object} Hung
 * @property {string} id
 * @property {string} title
 * @property {Map<string, Met[]>} met by lane
 * @property {Finding[]} findings
 * @property {Idea[]} ideas
 * @property {Map<string, Note[]>} notes by lane
 */
/**
 * @typedef {object} OneStep
 * @property {Held | null} held null: a folded stage
 * @property {string | null} stage
 * @property {number} at its place among the steps, from 1
 * @property {number} folded how many steps it stands for, 0 where it is one
 * @property {{id: string, name: string, kind: string} | null} actor
 * @property {boolean} truth
 * @property {boolean} mandatory
 * @property {boolean} opens
 * @property {number | null} expectation
 * @property {number | null} assumed
 * @property {string | null} promised
 * @property {Measure | null} measure
 * @property {Measure | null} beside what others say, where they are compared
 * @property {number} pains open ones
 */
/** @typedef {Hung & OneStep} Step */
/**
 * @typedef {object} Way
 * @property {Held} held
 * @property {string} id
 * @property {string} source
 * @property {string} target "" for an exit
 * @property {string} kind
 * @property {number | null} share
 * @property {string | null} wait
 * @property {string} condition
 * @property {string} reason
 * @property {"forward" | "arc" | "exit"} course
 */
/**
 * @typedef {object} Model
 * @property {Held | undefined} journey
 * @property {{id: string, title: string, folded: boolean}[]} stages
 * @property {Step[]} steps in path order
 * @property {Map<string, Step>} step
 * @property {number} count of steps, those of folded stages too
 * @property {Way[]} ways
 * @property {import("./layout.js").Layout} layout
 * @property {import("./rows.js").Row[]} rows
 * @property {Map<string, Map<string, Note[]>>} across cards of stages: by lane, then stage
 * @property {Hung | null} whole
 * @property {Measures} measures
 * @property {Boot} boot
 */

/** @type {Measures} */
const UNMEASURED = { steps: {}, n: 0, limit: 0 };
const FOLDED = "folded-";
/** What most steps hold of most things, shared. @type {Map<string, any>} */
const NONE = new Map();
/** @type {any[]} */
const NOTHING = [];
/** @type {ReadonlySet<string>} */
const NO_FOLDS = new Set();

/** Makes models of one journey again and again: what has not changed is not laid out anew. */
export class Modeller {
  /** @param {Boot} boot */
  constructor(boot) {
    this.boot = boot;
    this.defaults = Object.fromEntries(
      [boot.schema.journey, boot.schema.catalogue].flatMap(({ kinds }) =>
        Object.entries(kinds).map(([kind, { fields }]) => [kind, Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default]))]),
      ),
    );
    /** @type {{key: any[], layout: import("./layout.js").Layout} | null} */
    this.laid = null;
  }

  /**
   * @param {Readers} readers
   * @param {Measures | null | undefined} measures
   * @param {ReadonlySet<string>} [folds] ids of stages that are one step each
   * @returns {Model}
   */
  model({ journey, catalogue }, measures, folds = NO_FOLDS) {
    const stages = journey.kind("stage").map((held) => ({ id: held.id, title: held.value.title, folded: false }));
    const steps = this.#steps(journey, measures ?? UNMEASURED, stages, folds);
    const ways = this.#ways(journey, steps);
    const layout = this.#layOut(stages, steps, ways);
    for (const way of ways) way.course = courseOf(way, layout);
    const model = {
      journey: journey.kind("journey")[0],
      stages,
      steps: [...steps.values()],
      step: steps,
      count: journey.kind("step").length,
      ways,
      layout,
      rows: [],
      across: new Map(),
      whole: /** @type {Hung | null} */ (null),
      measures: measures ?? UNMEASURED,
      boot: this.boot,
    };
    const into = foldsOf(journey, folds);
    const whole = hung("", "");
    this.#meet(journey, catalogue, steps);
    this.#find(journey, steps, into, whole);
    this.#note(journey, steps, into, whole, model.across);
    if (whole.findings.length || whole.ideas.length || whole.notes.size) model.whole = whole;
    number(model);
    return { ...model, rows: this.#rows(journey, model) };
  }

  /** @param {Held} held @param {string} name */
  of(held, name) {
    return held.value[name] ?? this.defaults[held.kind][name];
  }

  /**
   * @param {Reader} journey @param {Measures} measures
   * @param {{id: string, folded: boolean}[]} stages @param {ReadonlySet<string>} folds
   */
  #steps(journey, measures, stages, folds) {
    const known = new Map(stages.map((stage) => [stage.id, stage]));
    const actors = new Map(journey.kind("actor").map((held) => [held.id, { id: held.id, name: held.value.name, kind: this.of(held, "kind") }]));
    /** @type {Map<string, Step>} */
    const found = new Map();
    for (const held of journey.kind("step")) {
      const stage = known.get(held.value.stage);
      if (stage && folds.has(stage.id)) {
        stage.folded = true;
        const id = FOLDED + stage.id;
        const one = found.get(id);
        if (one) one.folded += 1;
        else found.set(id, folded(id, stage.id));
        continue;
      }
      const { value } = held;
      found.set(held.id, {
        id: held.id,
        title: value.title,
        met: NONE,
        findings: NOTHING,
        ideas: NOTHING,
        notes: NONE,
        held,
        stage: stage?.id ?? null,
        at: 0,
        folded: 0,
        pains: 0,
        actor: actors.get(value.actor) ?? null,
        truth: !!value.moment_of_truth,
        mandatory: !!value.mandatory,
        opens: !!value.opens_journey,
        expectation: value.expectation ?? null,
        assumed: value.assumed_experience ?? null,
        promised: value.promised_time ?? null,
        measure: measures.steps[held.id] ?? null,
        beside: measures.beside?.steps[held.id] ?? null,
      });
    }
    for (const step of found.values()) if (step.folded) step.title = ngettext("{n} folded step", "{n} folded steps", step.folded);
    return found;
  }

  /** @param {Reader} journey @param {Map<string, Step>} steps @returns {Way[]} */
  #ways(journey, steps) {
    /** @type {Map<string, Way>} */
    const found = new Map();
    /** @param {string} id */
    const drawn = (id) => (steps.has(id) ? id : FOLDED + journey.get(id)?.value.stage);
    for (const held of journey.kind("transition")) {
      const { value } = held;
      const kind = this.of(held, "kind");
      const [source, target] = [drawn(value.source), value.target ? drawn(value.target) : ""];
      const moved = source !== value.source || target !== (value.target ?? "");
      if (!steps.has(source) || (target && !steps.has(target)) || (moved && (source === target || !target))) continue;
      const key = moved ? `${source} ${target} ${kind}` : held.id;
      if (found.has(key)) continue;
      const { share = null, wait = null, condition = "", reason = "" } = value;
      found.set(key, { held, id: held.id, source, target, kind, share, wait, condition: condition.trim(), reason, course: "forward" });
    }
    return [...found.values()];
  }

  /** @param {{id: string}[]} stages @param {Map<string, Step>} steps @param {Way[]} ways */
  #layOut(stages, steps, ways) {
    /** @type {any[]} */
    const key = [stages.length, steps.size];
    for (const { id } of stages) key.push(id);
    for (const { id, stage } of steps.values()) key.push(id, stage);
    for (const { id, source, target, kind, share } of ways) key.push(id, source, target, kind, share);
    const laid = this.laid;
    if (laid && laid.key.length === key.length && laid.key.every((each, at) => each === key[at])) return laid.layout;
    const layout = layOut(stages.map(({ id }) => id), [...steps.values()].map(({ id, stage }) => [id, stage]), ways);
    this.laid = { key, layout };
    return layout;
  }

  /** @param {Reader} journey @param {Reader} catalogue @param {Map<string, Step>} steps */
  #meet(journey, catalogue, steps) {
    for (const held of journey.kind("encounter")) {
      const step = steps.get(held.value.step);
      const touchpoint = catalogue.get(held.value.touchpoint);
      const kind = touchpoint && this.boot.kinds[touchpoint.value.kind];
      if (!step || !touchpoint || !kind) continue;
      push((step.met = own(step.met)), kind.lane, { held, id: held.id, touchpoint, kind: touchpoint.value.kind, name: touchpoint.value.name, note: held.value.note ?? "" });
    }
  }

  /** @param {Reader} journey @param {Map<string, Step>} steps @param {Map<string, string>} into @param {Hung} whole */
  #find(journey, steps, into, whole) {
    for (const held of journey.kind("finding")) {
      const { value } = held;
      const status = this.of(held, "status");
      const hurts = value.kind === "pain" && (status === "open" || status === "accepted");
      const step = steps.get(into.get(value.step) ?? value.step);
      if (step && hurts) step.pains += 1;
      if (into.has(value.step)) continue;
      const { title, severity = null, evidence = null } = value;
      const place = step ?? whole;
      place.findings = [...place.findings, { held, id: held.id, kind: value.kind, title, severity, status, evidence, hurts }];
    }
    for (const each of [...steps.values(), whole]) if (each.findings.length > 1) each.findings.sort(byWeight);
    for (const held of journey.kind("idea")) {
      const { value } = held;
      const places = [value.step, ...(value.findings ?? []).map((/** @type {string} */ id) => journey.get(id)?.value.step)];
      if (into.has(value.step) || (!value.step && into.has(places[1]))) continue;
      const there = places.find((id) => steps.has(id));
      const { title, owner = "", due = null } = value;
      const idea = { held, id: held.id, kind: this.of(held, "kind"), title, status: this.of(held, "status"), owner, due };
      const place = steps.get(there) ?? whole;
      place.ideas = [...place.ideas, idea];
    }
  }

  /**
   * @param {Reader} journey @param {Map<string, Step>} steps @param {Map<string, string>} into
   * @param {Hung} whole @param {Map<string, Map<string, Note[]>>} across
   */
  #note(journey, steps, into, whole, across) {
    const stages = new Set(journey.kind("stage").map(({ id }) => id));
    for (const held of journey.kind("card")) {
      const { lane, step, stage, text } = held.value;
      if (into.has(step)) continue;
      const note = { held, id: held.id, text };
      if (stage && !step) {
        if (!stages.has(stage)) continue;
        if (!across.has(lane)) across.set(lane, new Map());
        push(/** @type {Map<string, Note[]>} */ (across.get(lane)), stage, note);
        continue;
      }
      const place = steps.get(step) ?? whole;
      push((place.notes = own(place.notes)), lane, note);
    }
  }

  /** @param {Reader} journey @param {Omit<Model, "rows">} model */
  #rows(journey, model) {
    const records = journey.kind("lane").map((held) => ({
      id: held.id,
      title: this.of(held, "title"),
      kind: this.of(held, "kind"),
      order: this.of(held, "order"),
      side: this.of(held, "side"),
      hidden: this.of(held, "hidden"),
      folded: this.of(held, "folded"),
      visible_to_customer: this.of(held, "visible_to_customer"),
    }));
    const lanes = new Set();
    for (const { met } of model.steps) for (const lane of met.keys()) lanes.add(lane);
    const all = [...model.steps, ...(model.whole ? [model.whole] : [])];
    return rowsOf(this.boot.lanes, records, (kind) => {
      if (kind === "findings") return all.some((each) => each.findings.length);
      if (kind === "ideas") return all.some((each) => each.ideas.length);
      if (kind === "time") return model.steps.some((step) => step.promised);
      return TOUCHPOINTS.has(kind) ? lanes.has(kind) : model.steps.length > 0;
    });
  }
}

/** The rows that hold touchpoints. */
export const TOUCHPOINTS = new Set(["people", "spaces", "objects", "practices"]);

/**
 * @param {Readers} readers @param {Measures | null | undefined} measures @param {Boot} boot
 * @param {ReadonlySet<string>} [folds]
 */
export const model = (readers, measures, boot, folds) => new Modeller(boot).model(readers, measures, folds);

/** @param {string} id @param {string} title @returns {Hung} */
function hung(id, title) {
  return { id, title, met: NONE, findings: NOTHING, ideas: NOTHING, notes: NONE };
}

/** @param {string} id @param {string} stage @returns {Step} */
function folded(id, stage) {
  return { ...hung(id, ""), held: null, stage, at: 0, folded: 1, actor: null, truth: false, mandatory: false, opens: false, expectation: null, assumed: null, promised: null, measure: null, beside: null, pains: 0 };
}

/** @param {Way} way @param {import("./layout.js").Layout} layout @returns {Way["course"]} */
function courseOf({ kind, source, target }, { column }) {
  if (kind === "exit" || !target) return "exit";
  return source === target || Number(column.get(target)) < Number(column.get(source)) ? "arc" : "forward";
}

/** The folded step that stands for a step, by its id. @param {Reader} journey @param {ReadonlySet<string>} folds */
function foldsOf(journey, folds) {
  /** @type {Map<string, string>} */
  const into = new Map();
  if (folds.size) for (const { id, value } of journey.kind("step")) if (folds.has(value.stage)) into.set(id, FOLDED + value.stage);
  return into;
}

/** Put the steps in path order: columns from the left, tracks from above. @param {Model} model */
function number(model) {
  model.steps = model.layout.columns.flatMap(({ steps }) => steps.map((id) => /** @type {Step} */ (model.step.get(id))));
  let at = 1;
  for (const step of model.steps) {
    step.at = at;
    at += step.folded || 1;
  }
}

/** Pains first, the severest first. @param {Finding} a @param {Finding} b */
function byWeight(a, b) {
  return Number(a.kind === "gain") - Number(b.kind === "gain") || (b.severity ?? 0) - (a.severity ?? 0) || (a.id < b.id ? -1 : 1);
}

/** A map that may be filled. @template T @param {Map<string, T>} map @returns {Map<string, T>} */
const own = (map) => (map === NONE ? new Map() : map);

/** @template T @param {Map<string, T[]>} map @param {string} key @param {T} thing */
function push(map, key, thing) {
  const there = map.get(key);
  if (there) there.push(thing);
  else map.set(key, [thing]);
}
