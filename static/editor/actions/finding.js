// Finding by typing: the touchpoint a step meets, the step a way leads to, who acts.
// @ts-check
import { _ } from "../words.js";
import * as commands from "../core/commands/index.js";
import { stepsOf } from "../core/commands/reading.js";
import { encountersOf } from "../core/commands/meetings.js";
import { best, fit, touchpointLine } from "../core/matching.js";
import "../elements/finder.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../elements/finder.js").Option} Option */
/** @typedef {import("../elements/finder.js").Found} Found */

const MOST = 50; // of the catalogue shown at once

/** @param {App} app */
function kinds(app) {
  return /** @type {[string, string][]} */ (app.session.schema.catalogue.kinds.touchpoint.fields.kind.choices);
}

/** @param {App} app */
function channels(app) {
  return /** @type {[string, string][]} */ (app.session.schema.catalogue.kinds.touchpoint.fields.channel.choices);
}

/**
 * Let a step meet a touchpoint: one of the catalogue, or a new one in one line.
 * @param {App} app @param {string} step
 */
export async function findTouchpoint(app, step) {
  /** @type {Found} */
  const found = await app.open("jm-finder", {
    label: _("Add a touchpoint"),
    placeholder: _("Name of a person, space, object or practice"),
    hint: _("New in one line: name !kind #channel. Tab: take it and add another."),
    several: true,
    beside: () => app.map?.box(step),
    find: (/** @type {string} */ text) => touchpoints(app, step, text),
  });
  if (found) {
    const { id, fresh } = found.option.value;
    app.do(id ? commands.meet(app.session, step, id) : commands.meetNew(app.session, step, fresh));
    if (found.again) return findTouchpoint(app, step);
  }
  return app.focus(step);
}

/** @param {App} app @param {string} step @param {string} text @returns {Option[]} */
export function touchpoints(app, step, text) {
  const { name, kind, channel } = touchpointLine(text, kinds(app), channels(app));
  const { journey, catalogue } = app.session;
  const met = new Set(encountersOf(journey, step).map(({ value }) => value.touchpoint));
  const today = new Date().toISOString().slice(0, 10);
  const there = catalogue.kind("touchpoint").filter(({ id, value }) =>
    !met.has(id) && !value.replaced_by && !(value.valid_to < today) && (!kind || value.kind === kind) && (!channel || value.channel === channel));
  const labels = new Map([...kinds(app), ...channels(app)]);
  const known = best(name, there, ({ value }) => value.name).slice(0, MOST);
  const likely = known.filter(({ value }) => !name || fit(name, value.name) > 30);
  const rows = (/** @type {typeof known} */ list) => list.map(({ id, value }) => ({
    key: id, label: value.name, note: [labels.get(value.kind), labels.get(value.channel)].filter(Boolean).join(" · "), icon: value.kind, tone: `kind-${value.kind}`, value: { id },
  }));
  const fresh = name ? kinds(app).filter(([code]) => !kind || code === kind) : [];
  return [...rows(likely), ...fresh.map(([code, label]) => newRow(code, label, name, channel, labels)), ...rows(known.filter((each) => !likely.includes(each)))];
}

/** @param {string} kind @param {string} label @param {string} name @param {string | null} channel @param {Map<string, string>} labels @returns {Option} */
function newRow(kind, label, name, channel, labels) {
  const note = channel ? `${label} · ${labels.get(channel)}` : label;
  return { key: `new-${kind}`, label: _("New: “{name}”", { name }), note, icon: kind, value: { fresh: { name, kind, channel } } };
}

/**
 * Choose the step that a step leads to; the way is drawn while one looks.
 * @param {App} app @param {string} source
 */
export async function findTarget(app, source) {
  const { journey } = app.session;
  const near = nearby(app, source);
  /** @type {Found} */
  const found = await app.open("jm-finder", {
    label: _("Join to a step"),
    placeholder: _("Arrows or the name of a step"),
    beside: () => app.map?.box(source),
    find: (/** @type {string} */ text) => best(text, near, ({ value }) => value.title).slice(0, MOST).map((each) => ({
      key: each.id, label: each.value.title, note: journey.get(each.value.stage ?? "")?.value.title, value: each.id,
    })),
    passing: (/** @type {Option | undefined} */ option) => {
      app.preview = option ? commands.join(app.session, source, option.value) : null;
      if (option) app.map?.reveal(option.value);
    },
  });
  app.preview = null;
  if (found) app.do(commands.join(app.session, source, found.option.value));
  return app.focus(source);
}

/** The steps that a step is not joined to, those nearest to the right first. @param {App} app @param {string} source */
function nearby(app, source) {
  const { journey } = app.session;
  const joined = new Set([source]);
  for (const { value } of journey.kind("transition")) if (value.source === source && value.target) joined.add(value.target);
  const items = app.map?.geometry?.items;
  const from = items?.get(source);
  const far = (/** @type {{id: string}} */ { id }) => {
    const to = items?.get(id);
    if (!from || !to) return Infinity;
    const across = to.x - from.x;
    return (across > 0 ? across : 1e5 - across) + Math.abs(to.y - from.y) / 10;
  };
  return journey.kind("step").filter(({ id }) => !joined.has(id)).sort((a, b) => far(a) - far(b));
}

/**
 * Choose a lane for a card: one that is there, or a new one, which is made.
 * @param {App} app
 * @returns {Promise<string | null>} its id
 */
export async function chosenLane(app) {
  const { journey, schema, boot } = app.session;
  const computed = new Set(/** @type {[string][]} */ (boot.lanes.computed).map(([kind]) => kind));
  const choices = /** @type {[string, string][]} */ (schema.journey.kinds.lane.fields.kind.choices);
  const labels = new Map(choices);
  const own = journey.kind("lane").filter(({ value }) => !computed.has(value.kind));
  /** @type {Option[]} */
  const there = own.map((each) => ({ key: each.id, label: each.value.title ?? labels.get(each.value.kind ?? "free") ?? "", note: _("Lane"), value: { lane: each.id } }));
  const fresh = choices.filter(([kind]) => !computed.has(kind)).map(([kind, label]) => ({ key: kind, label, note: _("New lane"), icon: "plus", value: { kind, called: label, title: kind === "free" ? label : "" } }));
  /** @type {Found} */
  const found = await app.open("jm-finder", {
    label: _("Lane of the card"),
    placeholder: _("Name of a lane"),
    find: (/** @type {string} */ text) => best(text, [...there, ...fresh], ({ label }) => label),
  });
  const wanted = found?.option.value;
  if (!wanted || "lane" in wanted) return wanted?.lane ?? null;
  const made = commands.addLane(app.session, wanted);
  return app.do({ ...made, select: undefined }) ? (made.journey?.at(-1)?.id ?? null) : null;
}

/**
 * Choose the stage that steps go to, or none.
 * @param {App} app
 * @returns {Promise<{stage: string | null} | null>}
 */
export async function findStage(app) {
  const { journey } = app.session;
  const stages = journey.kind("stage").map((each) => ({ key: each.id, label: each.value.title, note: String(stepsOf(journey, each.id).length), value: { stage: each.id } }));
  const none = { key: "none", label: _("Without a stage"), value: { stage: null } };
  /** @type {Found} */
  const found = await app.open("jm-finder", { label: _("Move to a stage"), find: (/** @type {string} */ text) => best(text, [...stages, none], ({ label }) => label) });
  return found && found.option.value;
}

/**
 * Choose who acts in steps: an actor there, or a new one with its kind.
 * @param {App} app @param {string[]} steps
 */
export async function findActor(app, steps) {
  const { journey, schema } = app.session;
  const choices = /** @type {[string, string][]} */ (schema.journey.kinds.actor.fields.kind.choices);
  const labels = new Map(choices);
  const find = (/** @type {string} */ text) => {
    const there = best(text, journey.kind("actor"), ({ value }) => value.name);
    return [
      ...there.map(({ id, value }) => ({ key: id, label: value.name, note: labels.get(value.kind ?? "customer"), icon: "person", value: { actor: id } })),
      ...(text.trim() ? choices.map(([kind, label]) => ({ key: `new-${kind}`, label: _("New: “{name}”", { name: text.trim() }), note: label, icon: "plus", value: { fresh: { name: text.trim(), kind } } })) : []),
      ...(text.trim() ? [] : [{ key: "none", label: _("No actor"), value: { actor: null } }]),
    ];
  };
  /** @type {Found} */
  const found = await app.open("jm-finder", { label: _("Who acts"), placeholder: _("Name of an actor"), beside: () => app.map?.box(steps[0]), find });
  if (!found) return;
  const { actor, fresh } = found.option.value;
  app.do(fresh ? commands.addActor(app.session, { ...fresh, steps }) : commands.setActor(app.session, steps, actor));
}
