// What stands on the map, each thing in one sentence, for those who hear it.
// @ts-check
import { _, ngettext } from "../words.js";
import { assumedGap, few, groupsOf, measuredGap } from "./experience.js";
import { day, duration, listed, mean, percent, score } from "./saying.js";
import { labelOf } from "./ways.js";

/** @typedef {import("./model.js").Model} Model */
/** @typedef {import("./model.js").Step} Step */
/** @typedef {import("./model.js").Way} Way */

/** @type {WeakMap<Model, Map<string, Way[]>>} */
const leaving = new WeakMap();

/** The ways out of a step. @param {Model} model @param {string} step */
function waysOut(model, step) {
  let found = leaving.get(model);
  if (!found) {
    found = new Map();
    for (const way of model.ways) found.set(way.source, [...(found.get(way.source) ?? []), way]);
    leaving.set(model, found);
  }
  return found.get(step) ?? [];
}

/**
 * A step: its title, place, marks, where it leads, touchpoints, pains, gains, experience and gap.
 * @param {Model} model @param {Step} step
 */
export function sentence(model, step) {
  const stage = model.stages.find(({ id }) => id === step.stage);
  const place = _("step {at} of {count}", { at: step.at, count: model.count });
  const parts = [
    step.title,
    step.folded ? "" : place,
    stage ? _("stage {title}", { title: stage.title }) : "",
    step.actor ? step.actor.name : "",
    step.truth ? _("moment of truth") : "",
    step.mandatory ? _("mandatory") : "",
    step.opens ? _("opens another journey") : "",
    ...leads(model, step),
    ...met(step),
    ...found(step),
    ...felt(model, step),
    step.promised ? _("promised {time}", { time: duration(step.promised, model.boot.units) }) : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

/** @param {Model} model @param {Step} step */
function leads(model, { id }) {
  const on = waysOut(model, id).filter((way) => way.course !== "exit");
  const exits = waysOut(model, id).filter((way) => way.course === "exit");
  const told = on.map(({ target, share }) => `${model.step.get(target)?.title ?? ""}${share === null ? "" : ` (${percent(share)})`}`);
  return [
    told.length ? _("leads to {steps}", { steps: listed(told) }) : "",
    exits.length ? ngettext("{n} exit", "{n} exits", exits.length) : "",
  ];
}

/** @param {Step} step */
function met(step) {
  const names = [...step.met.values()].flat().map(({ name }) => name);
  return names.length ? [ngettext("{n} touchpoint: {names}", "{n} touchpoints: {names}", names.length, { names: listed(names) })] : [];
}

/** @param {Step} step */
function found({ findings, pains }) {
  const hurting = findings.filter(({ hurts }) => hurts).map(({ title }) => title);
  const gains = findings.filter(({ kind }) => kind === "gain").map(({ title }) => title);
  return [
    pains ? ngettext("{n} open pain point: {titles}", "{n} open pain points: {titles}", pains, { titles: listed(hurting) }) : "",
    gains.length ? ngettext("{n} success: {titles}", "{n} successes: {titles}", gains.length, { titles: listed(gains) }) : "",
  ];
}

/** @param {Model} model @param {Step} step */
function felt(model, step) {
  const { expectation, assumed } = step;
  const guess = assumedGap(step);
  return [
    expectation === null ? "" : _("expected {value} of 5", { value: score(expectation) }),
    assumed === null ? "" : _("assumed {value} of 5", { value: score(assumed) }),
    ...groupsOf(model, step).flatMap(([letter, measure]) => answered(model, measure).map((each) => (letter ? `${letter}: ${each}` : each))),
    guess && !measuredGap(step.measure) ? _("assumed: {gap}", { gap: model.boot.gaps[guess] }) : "",
  ];
}

/** What was answered: the mean, or that too few did; and the gap. @param {Model} model @param {import("./model.js").Measure | null} measure */
function answered(model, measure) {
  const gap = measuredGap(measure);
  return [
    measure?.hidden ? few(model) : measure?.emotion ? _("measured {value} of 5 by {n} answers", { value: mean(measure.emotion.mean), n: measure.emotion.n }) : "",
    gap ? saidOf(gap) : "",
  ].filter(Boolean);
}

/** @param {{gap: 0 | 1 | 2, share: number}} gap */
function saidOf({ gap, share }) {
  const value = { share: percent(share) };
  return [_("{share} say worse than expected", value), _("{share} say as expected", value), _("{share} say better than expected", value)][gap];
}

/** A way: from where to where, and what stands on it. @param {Model} model @param {Way} way */
export function waySentence(model, way) {
  const source = model.step.get(way.source)?.title ?? "";
  if (way.course === "exit") return `${source}: ${_("Exit: {reason}", { reason: exitText(way) })}`;
  const kind = choice(model, "transition", "kind", way.kind);
  const ends = `${source} → ${model.step.get(way.target)?.title ?? ""}`;
  return [kind, `${ends}${said(model, way)}`].join(": ");
}

/** @param {Model} model @param {Way} way */
function said(model, way) {
  const label = labelOf(way, model.boot.units);
  return label ? `: ${label.said}` : "";
}

/** Who leaves, and why. @param {Way} way */
export function exitText({ share, reason, condition }) {
  const why = reason || condition || _("leaves here");
  return share === null ? why : `${percent(share)} · ${why}`;
}

/** What a choice's value is called. @param {Model} model @param {string} kind @param {string} field @param {string} value */
export function choice(model, kind, field, value) {
  const { journey, catalogue } = model.boot.schema;
  const choices = (journey.kinds[kind] ?? catalogue.kinds[kind])?.fields[field]?.choices ?? [];
  return choices.find(([each]) => each === value)?.[1] ?? value;
}

/** @type {WeakMap<object, string>} what was written of a record */
const notes = new WeakMap();

/** What stands below a finding's or an idea's title. @param {Model} model @param {any} thing @returns {string} */
export function noteOf(model, thing) {
  let found = notes.get(thing.held);
  if (found === undefined) notes.set(thing.held, (found = thing.held.kind === "finding" ? findingNote(model, thing) : ideaNote(model, thing)));
  return found;
}

/** How severe, how it is known, and its status. @param {Model} model @param {import("./model.js").Finding} finding */
function findingNote(model, { kind, severity, status, evidence }) {
  const level = inner(model, "finding", "evidence", evidence?.level ?? "guess").toLowerCase();
  const severe = kind === "pain" ? _("severity {value} of 4", { value: String(severity) }) : _("strength {value} of 4", { value: String(severity) });
  return [
    severity ? severe : "",
    evidence?.n === undefined || evidence.n === null ? level : `${level}, n=${evidence.n}`,
    status === "open" ? "" : choice(model, "finding", "status", status).toLowerCase(),
  ].filter(Boolean).join(" · ");
}

/** Kind, status, owner and day. @param {Model} model @param {import("./model.js").Idea} idea */
function ideaNote(model, { kind, status, owner, due }) {
  return [choice(model, "idea", "kind", kind), choice(model, "idea", "status", status).toLowerCase(), owner, day(due)].filter(Boolean).join(" · ");
}

/** What is met, where, by whom. @param {Model} model @param {import("./model.js").Met} met */
export function metSentence(model, { kind, name, touchpoint, note }) {
  const { channel } = touchpoint.value;
  return [`${model.boot.kinds[kind].label}: ${name}`, channel ? choice(model, "touchpoint", "channel", channel) : "", note].filter(Boolean).join(" · ");
}

/** What a part's choice is called. @param {Model} model @param {string} kind @param {string} part @param {string} value */
function inner(model, kind, part, value) {
  const choices = model.boot.schema.journey.kinds[kind].fields[part].fields?.level.choices ?? [];
  return choices.find(([each]) => each === value)?.[1] ?? value;
}

/** What is measured at a step: the mean with its interval. @param {Step} step @param {import("./model.js").Mean} emotion @param {string} letter */
export function measuredSentence({ title }, emotion, letter) {
  const interval = _("95% interval {low}–{high}", { low: mean(emotion.low), high: mean(emotion.high) });
  return `${title}: ${_("measured")} ${letter && `${letter} `}${mean(emotion.mean)} · n=${emotion.n} · ${interval}`;
}
