// Copying steps with all that hangs on them, and putting them into this journey or another.
// @ts-check
import { _, ngettext } from "../words.js";
import { naming, nameOf, onward, put, room, roomAt, stepsOf } from "./commands/reading.js";
import { insertAfter } from "./commands/steps.js";
import { uuid7 } from "./ids.js";

/** @typedef {import("./commands/reading.js").Readers} Readers */
/** @typedef {import("./commands/reading.js").Reader} Reader */
/** @typedef {import("./commands/reading.js").Held} Held */
/** @typedef {import("./commands/reading.js").Op} Op */
/** @typedef {import("./commands/reading.js").Change} Change */
/** @typedef {[kind: string, id: string, value: Record<string, any>]} Triple */
/**
 * What is copied: records of a journey, and those of the catalogue and the journey that they name.
 * @typedef {object} Payload
 * @property {"journeymap/clipboard"} format
 * @property {1} version
 * @property {string} journey where it is from; "" for text
 * @property {string} workspace
 * @property {Triple[]} records in their order
 * @property {Triple[]} catalogue
 */
/** @typedef {{after?: string | null, stage?: string | null, apart?: boolean}} Spot  after a step: joined to it, unless apart */

/** The type under which the payload travels on the clipboard, beside text. */
export const TYPE = "application/x-journeymap+json";
/** @type {[string, string][]} kinds that hang on a step, and the field that names it */
const HANGING = [["encounter", "step"], ["finding", "step"], ["idea", "step"], ["card", "step"]];
const NOTES = HANGING.map(([kind]) => kind);

/**
 * Copy steps (of stages: all theirs) or what stands at steps; null where there is neither.
 * @param {Readers} readers @param {Iterable<string>} ids
 * @returns {Payload | null}
 */
export function copy({ journey, catalogue }, ids) {
  const chosen = [...ids].map((id) => journey.get(id)).filter((each) => each !== undefined);
  const within = new Set(chosen.flatMap((each) => (each.kind === "stage" ? stepsOf(journey, each.id) : each.kind === "step" ? [each] : [])));
  const stages = [...journey.kind("stage").map(({ id }) => id), undefined];
  const steps = stages.flatMap((stage) => stepsOf(journey, stage).filter((each) => within.has(each)));
  const inside = new Set(steps.map((each) => each.id));
  const hanging = steps.flatMap((step) => HANGING.flatMap(([kind, field]) => naming(journey, kind, field, step.id)));
  const ways = steps
    .flatMap((step) => naming(journey, "transition", "source", step.id))
    .filter(({ value }) => !value.target || inside.has(value.target));
  const notes = steps.length ? [] : chosen.filter((each) => NOTES.includes(each.kind));
  const main = [...steps, ...ways, ...hanging, ...notes];
  if (!steps.length && !notes.length) return null;
  const named = main.flatMap(({ value }) => [value.stage, value.actor, value.lane]).map((id) => journey.get(id ?? "")).filter((each) => each !== undefined);
  const around = [...new Set(named)].sort((a, b) => (a.value.order ?? "") < (b.value.order ?? "") ? -1 : 1);
  const told = [...around, ...main].flatMap((each) => naming(journey, "translation", "record", each.id));
  const met = [...main.map(({ value }) => value.touchpoint), ...around.map(({ value }) => value.organisation)];
  return {
    format: "journeymap/clipboard",
    version: 1,
    journey: journey.id ?? "",
    workspace: catalogue.id ?? "",
    records: [...around, ...main, ...told].map(triple),
    catalogue: withOrganisations(catalogue, met).map(triple),
  };
}

/** @param {Held} held @returns {Triple} */
function triple({ kind, id, value }) {
  return [kind, id, value];
}

/** @param {Reader} catalogue @param {(string | undefined)[]} ids */
function withOrganisations(catalogue, ids) {
  const met = ids.map((id) => catalogue.get(id ?? "")).filter((each) => each !== undefined);
  const provided = met.map(({ value }) => catalogue.get(value.organisation ?? "")).filter((each) => each !== undefined);
  return [...new Set([...provided, ...met])];
}

/**
 * Read what was copied; null where a text is no such thing.
 * @param {string} text
 * @returns {Payload | null}
 */
export function parse(text) {
  try {
    const data = JSON.parse(text);
    const sound = (/** @type {any} */ list) =>
      Array.isArray(list) && list.every((each) => Array.isArray(each) && typeof each[0] === "string" && typeof each[1] === "string" && each[2] instanceof Object);
    return data?.format === "journeymap/clipboard" && data.version === 1 && sound(data.records) && sound(data.catalogue) ? data : null;
  } catch {
    return null;
  }
}

/**
 * Put what was copied into this journey, with new ids. Steps come after a step (the way on from it
 * leads through them, if they are one path) or at the end of a stage; what stood at a step
 * comes to the step.
 * @param {Readers} readers @param {Payload} payload @param {Spot} [spot]
 * @returns {Change | null}
 */
export function paste(readers, payload, spot = {}) {
  return new Pasting(readers, payload, spot).change();
}

/**
 * Make the same again, beside it.
 * @param {Readers} readers @param {Iterable<string>} ids
 * @returns {Change | null}
 */
export function duplicate(readers, ids) {
  const payload = copy(readers, ids);
  if (!payload) return null;
  const last = payload.records.findLast(([kind]) => kind === "step");
  const note = payload.records.find(([kind]) => NOTES.includes(kind));
  const change = paste(readers, payload, last ? { after: last[1], apart: true } : { after: note?.[2].step });
  return change && { ...change, label: _("Duplicate “{title}”", { title: nameOf(readers.journey.get((last ?? note)?.[1] ?? "")) }) };
}

class Pasting {
  /** @param {Readers} readers @param {Payload} payload @param {Spot} spot */
  constructor({ journey, catalogue }, payload, spot) {
    this.journey = journey;
    this.catalogue = catalogue;
    this.payload = payload;
    this.spot = spot;
    this.here = payload.journey !== "" && payload.journey === journey.id;
    this.home = payload.workspace !== "" && payload.workspace === catalogue.id;
    /** @type {Map<string, string | null>} old id -> new id; null: it is not taken along */
    this.ids = new Map();
    /** @type {Op[]} */
    this.made = [];
    /** @type {Op[]} */
    this.shared = [];
  }

  /** @returns {Change | null} */
  change() {
    const steps = this.of("step");
    const notes = this.payload.records.filter(([kind]) => NOTES.includes(kind));
    for (const each of this.payload.catalogue) this.share(each);
    for (const [, id] of [...steps, ...notes, ...this.of("transition")]) this.ids.set(id, uuid7());
    for (const kind of ["stage", "actor", "lane"]) for (const each of this.of(kind)) this.settle(each);
    this.steps(steps);
    for (const each of this.of("transition")) this.way(each);
    for (const each of notes) this.note(each, steps.length > 0);
    for (const [kind, , value] of this.of("translation")) {
      const record = this.ids.get(value.record);
      if (record && !this.journey.get(record)) this.made.push(put(kind, uuid7(), { ...value, record }));
    }
    const chosen = (steps.length ? steps : notes).map(([, id]) => this.ids.get(id)).filter((id) => id && this.made.some((op) => op.id === id));
    if (!chosen.length) return null;
    const title = steps[0]?.[2].title ?? notes[0]?.[2].title ?? notes[0]?.[2].text ?? "";
    return {
      label: ngettext("Paste “{title}”", "Paste {n} items", chosen.length, { title }),
      journey: this.made,
      catalogue: this.shared,
      select: /** @type {string[]} */ (chosen),
      say: ngettext("“{title}” pasted.", "{n} items pasted.", chosen.length, { title }),
    };
  }

  /** @param {string} kind */
  of(kind) {
    return this.payload.records.filter((each) => each[0] === kind);
  }

  /** Find a touchpoint or an organisation here, or make it. @param {Triple} triple */
  share([kind, id, value]) {
    const same = (/** @type {Held} */ held) => alike(held.value.name, value.name) && (!value.kind || held.value.kind === value.kind);
    const there = (this.home ? this.catalogue.get(id) : undefined) ?? this.catalogue.kind(kind).find(same);
    if (there) return this.ids.set(id, there.id);
    if (kind === "touchpoint" && !value.kind) return this.ids.set(id, null);
    const fresh = uuid7();
    const { replaced_by: _gone, organisation, ...rest } = value;
    this.shared.push(put(kind, fresh, { ...rest, organisation: this.ids.get(organisation) }));
    return this.ids.set(id, fresh);
  }

  /** Find a stage, an actor or a lane here, or make it. @param {Triple} triple */
  settle([kind, id, value]) {
    const anchor = this.journey.get(this.spot.after ?? "");
    if (kind === "stage" && this.of("stage").length === 1 && (anchor || this.spot.stage)) {
      return this.ids.set(id, anchor ? (anchor.value.stage ?? null) : (this.spot.stage ?? null));
    }
    const same = (/** @type {Held} */ held) => alike(nameOf(held), value.title ?? value.name ?? "") && held.value.kind === value.kind;
    const held = this.here ? this.journey.get(id) : undefined;
    const there = held && held.value.kind === value.kind ? held : this.journey.kind(kind).find(same);
    if (there) return this.ids.set(id, there.id);
    const fresh = uuid7();
    const made = this.made.filter((op) => op.kind === kind);
    const siblings = [...this.journey.kind(kind), ...made.map(({ id: its, value: its_value }) => ({ id: its, kind, value: its_value }))];
    const { keys, ops } = room(siblings, siblings.length);
    this.made.push(...ops, put(kind, fresh, { ...value, order: keys[0], organisation: this.ids.get(value.organisation) }));
    return this.ids.set(id, fresh);
  }

  /** @param {Triple[]} steps */
  steps(steps) {
    const { after, apart } = this.spot;
    const anchor = this.journey.get(after ?? "");
    const fallback = anchor ? anchor.value.stage : this.spot.stage;
    /** @type {Map<string | null, Triple[]>} */
    const stages = new Map();
    for (const step of steps) {
      const stage = (step[2].stage && this.ids.has(step[2].stage) ? this.ids.get(step[2].stage) : fallback) ?? null;
      stages.set(stage, [...(stages.get(stage) ?? []), step]);
    }
    for (const [stage, group] of stages) {
      const siblings = this.journey.get(stage ?? "") || !stage ? stepsOf(this.journey, stage) : [];
      const { keys, ops } = roomAt(siblings, { after }, group.length);
      this.made.push(...ops, ...group.map(([, id, value], at) => this.step(id, value, stage, keys[at])));
    }
    if (after && !apart) this.joined(steps, after);
  }

  /** @param {string} id @param {Record<string, any>} value @param {string | null} stage @param {string} order */
  step(id, value, stage, order) {
    const met = this.of("encounter").filter((each) => each[2].step === id && this.ids.get(each[2].touchpoint) === null);
    const names = met.map(([, , { touchpoint }]) => this.payload.catalogue.find((each) => each[1] === touchpoint)?.[2].name);
    return put("step", /** @type {string} */ (this.ids.get(id)), {
      ...value,
      stage,
      order,
      actor: this.ids.get(value.actor),
      opens_journey: this.home ? value.opens_journey : undefined,
      description: [value.description, ...names].filter(Boolean).join("\n"),
    });
  }

  /** Join the pasted path to a step, where it is one path. @param {Triple[]} steps @param {string} after */
  joined(steps, after) {
    const ways = this.of("transition").map(([kind, id, value]) => ({ kind, id, value })).filter(onward);
    const starts = steps.filter(([, id]) => !ways.some(({ value }) => value.target === id));
    const ends = steps.filter(([, id]) => !ways.some(({ value }) => value.source === id));
    if (starts.length !== 1 || ends.length !== 1) return;
    const [first, last] = [this.ids.get(starts[0][1]), this.ids.get(ends[0][1])];
    this.made.push(...insertAfter(this.journey, after, /** @type {string} */ (first), /** @type {string} */ (last)));
  }

  /** @param {Triple} triple */
  way([kind, id, value]) {
    const source = this.ids.get(value.source);
    const target = value.target && this.ids.get(value.target);
    if (source && (target || !value.target)) this.made.push(put(kind, /** @type {string} */ (this.ids.get(id)), { ...value, source, target }));
  }

  /** @param {Triple} triple @param {boolean} along with its step */
  note([kind, id, value], along) {
    const step = along ? this.ids.get(value.step) : (this.spot.after ?? (this.here ? value.step : undefined));
    const touchpoint = value.touchpoint && this.ids.get(value.touchpoint);
    const met = () => naming(this.journey, "encounter", "step", step).some((each) => each.value.touchpoint === touchpoint);
    if (kind === "encounter" && (!touchpoint || !step || (!along && met()))) return;
    const findings = value.findings?.map((/** @type {string} */ each) => this.ids.get(each) ?? (this.here ? each : null)).filter(Boolean);
    const lane = this.ids.get(value.lane);
    const stage = kind === "card" && !step ? this.ids.get(value.stage) : undefined;
    this.made.push(put(kind, /** @type {string} */ (this.ids.get(id)), { ...value, step, touchpoint, findings, lane, stage }));
  }
}

/** @param {string} one @param {string} other */
function alike(one, other) {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/**
 * Say in plain lines what was copied: a line for each step, its touchpoints after a tab.
 * @param {Payload} payload
 */
export function plain({ records, catalogue }) {
  const names = new Map(catalogue.map(([, id, value]) => [id, value.name]));
  const stages = new Map(records.filter(([kind]) => kind === "stage").map(([, id, value]) => [id, value.title]));
  const steps = records.filter(([kind]) => kind === "step");
  const met = (/** @type {string} */ step) => records.filter(([kind, , value]) => kind === "encounter" && value.step === step).map(([, , value]) => names.get(value.touchpoint));
  /** @type {string[]} */
  const lines = [];
  let stage;
  for (const [, id, value] of steps) {
    if (value.stage !== stage && stages.has(value.stage)) lines.push(`# ${stages.get(value.stage)}`);
    stage = value.stage;
    lines.push([value.title, met(id).join("; ")].filter(Boolean).join("\t"));
  }
  const notes = steps.length ? [] : records.map(([, , value]) => value.title ?? value.text ?? names.get(value.touchpoint));
  return [...lines, ...notes.filter(Boolean)].join("\n");
}
