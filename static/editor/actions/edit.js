// Commands that change what is there: scores, marks, severity, rows, removing.
// @ts-check
import { _ } from "../words.js";
import * as commands from "../core/commands/index.js";
import { stepsOf } from "../core/commands/reading.js";
import { atStep, chosen, command, goTo, here, may, rowHere, stepHere } from "./here.js";
import { chosenLane, findStage } from "./finding.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../core/commands/steps.js").Score} Score */

const POINTS = ["point-expectation", "point-assumed"];
const MIDDLE = 3;
const DIGITS = ["1", "2", "3", "4", "5"];
const REMOVABLE = ["card", "chip", "finding", "idea", "note", "way", "exit", "stage", "lane"];

/** The score that the focused point shows. @param {App} app @returns {{id: string, field: Score} | null} */
function point(app) {
  const { id, part } = here(app);
  if (!id || !POINTS.includes(part)) return null;
  return { id, field: part === "point-expectation" ? "expectation" : "assumed_experience" };
}

/** @param {App} app @param {number | null} score */
function setScore(app, score) {
  const at = point(app);
  if (!at) return;
  app.preview = null;
  app.do(commands.setScore(app.session, at.id, at.field, score));
  if (score === null) app.focus(at.id);
}

/** @param {App} app @param {number} by */
function change(app, by) {
  const at = point(app);
  if (at) setScore(app, (app.session.journey.get(at.id)?.value[at.field] ?? MIDDLE) + by);
}

/**
 * Go to a point of the curve; where there is none yet, to one that is drawn in the middle until it
 * gets its score.
 * @param {App} app @param {"expectation" | "assumed"} which
 */
async function toPoint(app, which) {
  const step = /** @type {string} */ (stepHere(app));
  const row = app.map?.geometry.lanes.find((/** @type {{kind: string}} */ { kind }) => kind === "experience");
  if (!row || row.folded) return hiddenRow(app);
  const field = which === "expectation" ? "expectation" : "assumed_experience";
  const shown = app.session.journey.get(step)?.value[field] === undefined ? commands.setScore(app.session, step, field, MIDDLE) : null;
  if (shown) app.preview = shown;
  await goTo(app, `point-${which}:${step}`);
  app.say(_("1 to 5 sets the score, up and down change it by a half, Escape goes back to the step."));
  const left = () => {
    if (shown && app.preview === shown) app.preview = null;
  };
  return document.activeElement?.addEventListener("focusout", left, { once: true });
}

/** @param {App} app */
function hiddenRow(app) {
  const row = { key: "experience", kind: "experience" };
  const show = () => {
    app.do(commands.hideLane(app.session, row, false));
    app.do(commands.foldLane(app.session, row, false));
  };
  return app.warn(_("The row of the experience is hidden or folded."), { action: { label: _("Show it"), run: show } });
}

/** Remove what is chosen, or what has the focus. @param {App} app */
async function removeChosen(app) {
  if (point(app)) return setScore(app, null);
  const row = rowHere(app);
  const { id } = here(app);
  if (row && (!row.id || row.kind !== "cards")) return hideRow(app);
  const ids = app.selection.ids.size ? [...app.selection.ids] : id ? [id] : [];
  const [only] = ids.map((each) => app.session.journey.get(each));
  if (ids.length === 1 && only?.kind === "stage") return removeStage(app, only.id);
  return gone(app, commands.remove(app.session, ids));
}

/** Hide the row that has the focus; the next one takes it. @param {App} app */
function hideRow(app) {
  const row = /** @type {any} */ (rowHere(app));
  /** @type {{key: string}[]} */
  const lanes = app.map.geometry.lanes;
  const at = lanes.findIndex(({ key }) => key === row.key);
  const next = lanes[at + 1] ?? lanes[at - 1];
  if (app.do(commands.hideLane(app.session, row)) && next) app.map.focusItem(`lane:${next.key}`);
}

/** @param {App} app @param {string} id */
async function removeStage(app, id) {
  const steps = stepsOf(app.session.journey, id).length;
  const how = !steps ? { along: false } : await app.open("jm-ask", {
    question: _("What becomes of the steps of this stage?"),
    answers: [{ label: _("They stay, without a stage"), value: { along: false } }, { label: _("They are removed with it"), value: { along: true } }],
  });
  return how && gone(app, commands.removeStage(app.session, id, how));
}

/** Do it and put the focus on what is chosen then. @param {App} app @param {import("../app.js").Change | null} done */
function gone(app, done) {
  if (!app.do(done)) return;
  const at = done?.select?.[0];
  if (at) app.focus(at);
  else app.map?.root?.focus({ preventScroll: true });
}

/** @param {App} app @param {number} severity */
function setSeverity(app, severity) {
  const { id } = here(app);
  if (id) app.patch(id, { severity });
}

/** @param {App} app */
const onPoint = (app) => app.may.edit && point(app) !== null;
/** @param {App} app */
const onFinding = (app) => app.may.edit && here(app).part === "finding";
/** @param {App} app */
const onRow = (app) => app.may.edit && rowHere(app) !== undefined;
/** @param {App} app */
const onWay = (app) => app.may.edit && here(app).kind === "transition";
/** @param {App} app */
const atAny = (app) => app.may.edit && (app.selection.ids.size > 0 || here(app).id !== null);

/** @type {import("../app.js").Command[]} */
export const edit = [
  command("remove", () => _("Remove"), "change", ["Delete", "Backspace"], { on: [...REMOVABLE, ...POINTS], when: atAny, run: removeChosen }),
  command("expectation", () => _("Expectation"), "change", ["E"], { on: [...REMOVABLE, ...POINTS].filter((each) => !["stage", "lane"].includes(each)), when: atStep, run: (app) => toPoint(app, "expectation") }),
  command("assumed", () => _("Assumed experience"), "change", ["A"], { on: [...REMOVABLE, ...POINTS].filter((each) => !["stage", "lane"].includes(each)), when: atStep, run: (app) => toPoint(app, "assumed") }),
  command("score", () => _("Set the score, 1 to 5"), "change", DIGITS, { on: POINTS, when: onPoint, run: (app, args) => setScore(app, Number(args?.key ?? 3)) }),
  command("raise", () => _("Half a point better"), "change", ["ArrowUp"], { on: POINTS, when: onPoint, run: (app) => change(app, 0.5) }),
  command("lower", () => _("Half a point worse"), "change", ["ArrowDown"], { on: POINTS, when: onPoint, run: (app) => change(app, -0.5) }),
  command("severity", () => _("Set the severity, 1 to 4"), "change", DIGITS.slice(0, 4), { on: ["finding"], when: onFinding, run: (app, args) => setSeverity(app, Number(args?.key ?? 2)) }),
  command("truth", () => _("Moment of truth, or not"), "change", ["M"], { on: ["card", "chip", "finding", "idea", "note", ...POINTS], when: atStep, run: (app) => app.do(commands.toggleFlag(app.session, chosen(app, "step").length ? chosen(app, "step") : [/** @type {string} */ (stepHere(app))])) }),
  command("reverse", () => _("Turn the way round"), "change", ["V"], { on: ["way"], when: onWay, run: (app) => app.do(commands.reverse(app.session, /** @type {string} */ (here(app).id))) }),
  command("fold-row", () => _("Fold the lane, or unfold it"), "change", ["F"], { on: ["lane"], when: onRow, run: (app) => app.do(commands.foldLane(app.session, /** @type {any} */ (rowHere(app)))) }),
  command("hide-row", () => _("Hide the lane"), "change", ["H"], { on: ["lane"], when: onRow, run: hideRow }),
  command("to-stage", () => _("Move to a stage"), "move", [], { when: (app) => app.may.edit && chosen(app, "step").length > 0, run: async (app) => {
    const ids = chosen(app, "step");
    const found = await findStage(app);
    if (found) app.do(commands.moveSteps(app.session, ids, found));
  } }),
  command("to-lane", () => _("Move to a lane"), "move", [], { when: (app) => app.may.edit && here(app).kind === "card", run: async (app) => {
    const id = /** @type {string} */ (here(app).id);
    const lane = await chosenLane(app);
    if (lane && app.do(commands.moveNote(app.session, id, { lane }))) app.focus(id);
  } }),
  command("show-lanes", () => _("Show all hidden lanes"), "change", [], { when: may, run: (app) => {
    const hidden = app.session.journey.kind("lane").filter((/** @type {any} */ each) => each.value.hidden);
    app.do({ label: _("Show all hidden lanes"), journey: hidden.map((/** @type {any} */ { id }) => ({ op: "patch", kind: "lane", id, set: { hidden: null } })) });
  } }),
];
