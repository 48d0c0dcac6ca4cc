// Commands that draw: steps, branches, ways, touchpoints, what is noted, stages, lanes.
// @ts-check
import { _ } from "../words.js";
import * as commands from "../core/commands/index.js";
import { atStep, chosen, command, here, may, rowHere, stepHere } from "./here.js";
import { draft, newStep, rename } from "./naming.js";
import { chosenLane, findActor, findTarget, findTouchpoint } from "./finding.js";

/** @typedef {import("../app.js").App} App */

const AT_STEP = ["card", "chip", "finding", "idea", "note", "exit", "way", "point-expectation", "point-assumed"];

/** A new step, by what has the focus. @param {App} app */
function stepAfter(app) {
  const { id, part } = here(app);
  const held = app.session.journey.get(id ?? "");
  if (held?.kind === "stage") return newStep(app, { stage: held.id });
  if (held?.kind === "transition") return onWay(app, held.id);
  const step = stepHere(app);
  if (step && part !== "lane") return newStep(app, { after: step });
  return newStep(app, end(app));
}

/** The end of the path: after the last step that leads nowhere. @param {App} app */
function end(app) {
  const { journey } = app.session;
  const last = journey.kind("step").findLast(({ id }) => !journey.kind("transition").some(({ value }) => value.source === id && value.target));
  return last ? { after: last.id } : { stage: journey.kind("stage")[0]?.id ?? null };
}

/** @param {App} app @param {string} way */
function onWay(app, way) {
  return draft(app, (given) => commands.splitWay(app.session, way, given), { label: _("Name of the step"), beside: way, next: (id) => newStep(app, { after: id }) });
}

/** @param {App} app @param {string} step */
function branch(app, step) {
  return draft(app, (given) => commands.addBranch(app.session, step, given), { label: _("Name of the step"), beside: step, next: (id) => newStep(app, { after: id }) });
}

/** @param {App} app @param {"pain" | "gain"} kind @returns {any} */
function finding(app, kind) {
  const step = stepHere(app);
  const at = app.session.journey.get(here(app).id ?? "");
  const touchpoint = at?.kind === "encounter" ? at.value.touchpoint : undefined;
  const label = kind === "pain" ? _("What hurts") : _("What works well");
  return draft(app, (given) => commands.addFinding(app.session, step, { kind, touchpoint, ...given }), { label, beside: step, stay: true, next: () => again(app, step, () => finding(app, kind)) });
}

/** @param {App} app @returns {any} */
function idea(app) {
  const at = app.session.journey.get(here(app).id ?? "")?.kind === "finding" ? here(app).id : stepHere(app);
  return draft(app, (given) => commands.addIdea(app.session, at, given), { label: _("What could be better"), beside: at, stay: true, next: () => again(app, at, () => idea(app)) });
}

/** @param {App} app @param {string | null} id @param {() => any} then */
function again(app, id, then) {
  if (id) app.focus(id);
  return then();
}

/** @param {App} app */
async function card(app) {
  const at = app.session.journey.get(here(app).id ?? "");
  const place = at?.kind === "stage" ? { stage: at.id } : { step: stepHere(app) };
  const beside = place.stage ?? place.step ?? null;
  const lane = at?.kind === "card" ? at.value.lane : await chosenLane(app);
  if (!lane) return;
  await draft(app, (given) => commands.addCard(app.session, { lane, ...place }, given), { label: _("Text of the card"), beside, stay: true });
}

/** @param {App} app @returns {Promise<any>} */
function stage(app) {
  const held = app.session.journey.get(here(app).id ?? "");
  const steps = chosen(app, "step");
  const after = held?.kind === "stage" ? held.id : held?.value.stage;
  return draft(app, (given) => commands.addStage(app.session, { after }, { steps, ...given }), { label: _("Name of the stage"), beside: steps[0] ?? null, next: () => stage(app) });
}

/** @param {App} app */
async function lane(app) {
  const found = await app.open("jm-finder", {
    label: _("New lane"),
    placeholder: _("Its name, or what kind it is"),
    find: (/** @type {string} */ text) => lanes(app, text),
  });
  if (!found) return;
  const change = commands.addLane(app.session, found.option.value);
  app.do(change);
}

/** @param {App} app @param {string} text */
function lanes(app, text) {
  const { schema, boot } = app.session;
  const computed = new Set(/** @type {[string][]} */ (boot.lanes.computed).map(([kind]) => kind));
  const choices = /** @type {[string, string][]} */ (schema.journey.kinds.lane.fields.kind.choices).filter(([kind]) => !computed.has(kind) && kind !== "free");
  const own = text.trim() ? [{ key: "front", label: text.trim(), note: _("New lane"), icon: "plus", value: { title: text.trim() } }, { key: "back", label: text.trim(), note: _("New lane, backstage"), icon: "plus", value: { title: text.trim(), side: "backstage" } }] : [];
  const kinds = choices.filter(([, label]) => label.toLowerCase().includes(text.trim().toLowerCase()));
  return [...kinds.map(([kind, label]) => ({ key: kind, label, value: { kind, called: label } })), ...own];
}

/** Rename what has the focus; a computed row, too. @param {App} app */
async function renameThis(app) {
  const row = rowHere(app);
  if (!row) return rename(app, /** @type {string} */ (here(app).id));
  const key = `lane:${row.key}`;
  const answer = await app.open("jm-namer", { label: _("Name of the lane"), value: row.title, beside: () => app.map?.box(key) });
  if (answer && answer.text !== row.title) app.do(commands.renameLane(app.session, row, answer.text));
  return app.map.focusItem(key);
}

/** @param {App} app */
const here_ = (app) => app.may.edit && here(app).id !== null;
/** @param {App} app @returns {string} */
const step_ = (app) => /** @type {string} */ (stepHere(app));

/** @type {import("../app.js").Command[]} */
export const add = [
  command("step", () => _("New step after this one"), "draw", ["Enter"], { on: ["card", "way", "exit", "stage", "map", "page"], when: may, run: stepAfter }),
  command("step-before", () => _("New step before this one"), "draw", ["Shift+Enter"], { on: AT_STEP, when: atStep, run: (app) => newStep(app, { before: stepHere(app) }) }),
  command("new-branch", () => _("New branch from this step"), "draw", ["B"], { on: AT_STEP, when: atStep, run: (app) => branch(app, step_(app)) }),
  command("join", () => _("Join to another step"), "draw", ["L"], { on: AT_STEP, when: atStep, run: (app) => findTarget(app, step_(app)) }),
  command("new-exit", () => _("Customers leave here"), "draw", ["X"], { on: AT_STEP, when: atStep, run: (app) => draft(app, (given) => commands.exit(app.session, step_(app), given), { label: _("Why they leave"), beside: stepHere(app), stay: true, blank: true }) }),
  command("new-touchpoint", () => _("Add a touchpoint"), "draw", ["/", "T"], { on: AT_STEP, when: atStep, run: (app) => findTouchpoint(app, step_(app)) }),
  command("new-pain", () => _("New pain point"), "draw", ["P"], { on: AT_STEP, when: atStep, run: (app) => finding(app, "pain") }),
  command("new-gain", () => _("New success"), "draw", ["G"], { on: AT_STEP, when: atStep, run: (app) => finding(app, "gain") }),
  command("new-idea", () => _("New opportunity"), "draw", ["I"], { on: AT_STEP, when: atStep, run: idea }),
  command("new-card", () => _("New card in a lane"), "draw", ["N"], { on: [...AT_STEP, "stage"], when: here_, run: card }),
  command("actor", () => _("Who acts in this step"), "draw", ["R"], { on: AT_STEP, when: atStep, run: (app) => findActor(app, chosen(app, "step").length ? chosen(app, "step") : [step_(app)]) }),
  command("new-stage", () => _("New stage, for the chosen steps"), "draw", ["S"], { on: [...AT_STEP, "stage", "map"], when: may, run: stage }),
  command("new-lane", () => _("New lane"), "draw", [], { when: may, run: lane }),
  command("rename", () => _("Rename"), "change", ["F2"], { when: here_, run: renameThis }),
  command("rename-here", () => _("Rename (what is no step)"), "change", ["Enter"], { on: ["chip", "finding", "idea", "note", "lane"], when: here_, run: renameThis }),
];
