// Commands that move: what a drag does, by keys.
// @ts-check
import { _ } from "../words.js";
import * as commands from "../core/commands/index.js";
import { stepsOf, waysIn, waysOn } from "../core/commands/reading.js";
import { encountersOf } from "../core/commands/meetings.js";
import { chosen, command, here, rowHere } from "./here.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../app.js").Change} Change */
/** @typedef {import("../core/commands/reading.js").Reader} Reader */
/** @typedef {-1 | 1} By */

const MOVED = ["card", "chip", "finding", "idea", "note", "stage", "lane"];

/** Move what is chosen sideways. @param {App} app @param {By} by */
function across(app, by) {
  const held = app.session.journey.get(here(app).id ?? "");
  if (!held) return;
  const change =
    held.kind === "step" ? stepsAcross(app, by)
    : held.kind === "stage" ? stageAcross(app, held.id, by)
    : held.kind === "encounter" ? toNeighbour(app, held.value.step, by, (step) => commands.moveMeeting(app.session, held.id, step))
    : ["finding", "idea", "card"].includes(held.kind) ? toNeighbour(app, held.value.step, by, (step) => commands.moveNote(app.session, held.id, { step }))
    : null;
  keep(app, held.id, change);
}

/** Move it and stay on it; say so where it cannot go further. @param {App} app @param {string} id @param {Change | null} change */
function keep(app, id, change) {
  if (!change) app.say(_("It cannot be moved further this way."));
  else if (app.do(change)) app.map?.focusItem(id);
}

/**
 * Along the path past the next step of the stage; else into the next stage.
 * @param {App} app @param {By} by
 */
function stepsAcross(app, by) {
  const { journey } = app.session;
  const ids = chosen(app, "step");
  const inside = new Set(ids);
  const stage = journey.get(ids[0])?.value.stage ?? null;
  const ways = ids.flatMap((id) => (by > 0 ? waysOn(journey, id) : waysIn(journey, id)));
  const ends = ways.map(({ value }) => (by > 0 ? value.target : value.source)).filter((id) => !inside.has(id));
  const next = ends.length === 1 ? ends[0] : undefined;
  if (next && (journey.get(next)?.value.stage ?? null) === stage) {
    if (by > 0) return commands.moveSteps(app.session, ids, { after: next });
    const before = waysIn(journey, next).map(({ value }) => value.source);
    if (before.length === 1 && !inside.has(before[0])) return commands.moveSteps(app.session, ids, { after: before[0] });
    if (!before.length) return commands.moveSteps(app.session, [next], { after: lastOf(journey, ids) });
  }
  const stages = [...journey.kind("stage").map(({ id }) => id), null];
  const to = stages[stages.indexOf(stage) + by];
  return to === undefined ? null : commands.moveSteps(app.session, ids, { stage: to, first: by > 0 });
}

/** Of steps that follow each other, the last. @param {Reader} journey @param {string[]} ids */
function lastOf(journey, ids) {
  return ids.find((id) => !waysOn(journey, id).some(({ value }) => ids.includes(value.target))) ?? ids[0];
}

/** @param {App} app @param {string} id @param {By} by */
function stageAcross(app, id, by) {
  const stages = app.session.journey.kind("stage");
  const other = stages[stages.findIndex((each) => each.id === id) + by];
  return other ? commands.moveStage(app.session, id, by > 0 ? { after: other.id } : { before: other.id }) : null;
}

/** @param {App} app @param {string | undefined} step @param {By} by @param {(step: string) => Change | null} move */
function toNeighbour(app, step, by, move) {
  const { journey } = app.session;
  const ends = step ? (by > 0 ? waysOn(journey, step) : waysIn(journey, step)).map(({ value }) => (by > 0 ? value.target : value.source)) : [];
  const order = app.map?.geometry.columns.flatMap((/** @type {{steps: string[]}} */ { steps }) => steps) ?? [];
  const other = ends[0] ?? order[order.indexOf(step) + by];
  return other && journey.get(other)?.kind === "step" ? move(other) : null;
}

/** Move what has the focus up or down. @param {App} app @param {By} by */
function along(app, by) {
  const { journey } = app.session;
  const row = rowHere(app);
  if (row) return rows(app, row.key, by);
  const held = journey.get(here(app).id ?? "");
  if (held?.kind === "step") return keep(app, held.id, tracks(app, held.id, by));
  if (held?.kind !== "encounter") return;
  const all = encountersOf(journey, held.value.step);
  const other = all[all.findIndex(({ id }) => id === held.id) + by];
  keep(app, held.id, other ? commands.moveMeeting(app.session, held.id, held.value.step, by > 0 ? { after: other.id } : { before: other.id }) : null);
}

/** @param {App} app @param {string} key @param {By} by */
function rows(app, key, by) {
  const lanes = app.map.geometry.lanes;
  const at = lanes.findIndex((/** @type {{key: string}} */ each) => each.key === key);
  const before = by > 0 ? (lanes[at + 2]?.key ?? null) : lanes[at - 1]?.key;
  const ends = before === undefined || (by > 0 && !lanes[at + 1]);
  keep(app, `lane:${key}`, ends ? null : commands.moveLane(app.session, lanes, key, before));
}

/** Change places with the step above or below in its column, else with its neighbour in the order. @param {App} app @param {string} id @param {By} by */
function tracks(app, id, by) {
  const { journey } = app.session;
  const column = app.map?.geometry.columns.find((/** @type {{steps: string[]}} */ { steps }) => steps.includes(id))?.steps ?? [];
  const other = column[column.indexOf(id) + by];
  const stage = journey.get(id)?.value.stage ?? null;
  if (!other || (journey.get(other)?.value.stage ?? null) !== stage || !stepsOf(journey, stage).length) return null;
  return commands.moveSteps(app.session, [id], by > 0 ? { below: other } : { above: other });
}

/** @param {App} app */
const movable = (app) => app.may.edit && MOVED.includes(here(app).part);

/** @type {import("../app.js").Command[]} */
export const move = [
  command("move-right", () => _("Move it forward"), "move", ["Alt+ArrowRight"], { on: MOVED, when: movable, run: (app) => across(app, 1) }),
  command("move-left", () => _("Move it back"), "move", ["Alt+ArrowLeft"], { on: MOVED, when: movable, run: (app) => across(app, -1) }),
  command("move-up", () => _("Move it up"), "move", ["Alt+ArrowUp"], { on: MOVED, when: movable, run: (app) => along(app, -1) }),
  command("move-down", () => _("Move it down"), "move", ["Alt+ArrowDown"], { on: MOVED, when: movable, run: (app) => along(app, 1) }),
];
