// Naming on the map: what is new is drawn while it is named, and made when it has its name.
// @ts-check
import { _ } from "../words.js";
import { nameOf, waysIn } from "../core/commands/reading.js";
import { addStep, setTitle, titleField } from "../core/commands/index.js";
import { uuid7 } from "../core/ids.js";
import { Refusal } from "../core/ops.js";
import "../elements/namer.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../app.js").Change} Change */
/** @typedef {(given: {id: string, title?: string}) => Change | null} Making */

/**
 * Draw something new, let it be named, and make it. Left without a name it was never there.
 * @param {App} app @param {Making} make
 * @param {{label: string, beside?: string | null, next?: (id: string) => any, back?: () => any, stay?: boolean, blank?: boolean}} how
 *   beside: what it is drawn at; next, back: what Tab and Shift+Tab do; stay: the focus goes back to `beside`;
 *   blank: it needs no name
 */
export async function draft(app, make, { label, beside = null, next, back, stay = false, blank = false }) {
  const id = uuid7();
  const drawn = make({ id });
  if (!drawn) return;
  app.preview = drawn;
  await drawing(app, id);
  const box = () => app.map?.box(id) ?? (beside ? app.map?.box(beside) : undefined);
  const answer = await app.open("jm-namer", { label, placeholder: label, beside: box });
  app.preview = null;
  const change = answer?.text || (answer && blank) ? made(app, answer.text, () => make({ id, title: answer.text })) : null;
  if (!change || !app.do(stay && beside ? { ...change, select: [beside] } : change)) return leave(app, beside);
  if (answer.then === "next" && next) return next(id);
  if (answer.then === "back" && back) return back();
  return app.focus(stay && beside ? beside : id);
}

/**
 * Return the change; where what it belongs to has gone, say so, with what was typed.
 * @param {App} app @param {string} text @param {() => Change | null} make
 */
function made(app, text, make) {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    app.warn([...error.problems.map(({ message }) => message), _("You typed: {text}", { text })].join(" "));
    return null;
  }
}

/** @param {App} app @param {string | null} id */
function leave(app, id) {
  if (id && app.find(id)) app.focus(id);
  else app.map?.root?.focus({ preventScroll: true });
}

/** Let the map draw what is previewed, and bring it into view. @param {App} app @param {string} id */
async function drawing(app, id) {
  await app.map?.updateComplete;
  app.map?.reveal(id);
}

/** @param {App} app @param {import("../core/commands/steps.js").Place} place @returns {Promise<any>} */
export function newStep(app, place) {
  const { after } = place;
  return draft(app, (given) => addStep(app.session, place, given), {
    label: _("Name of the step"),
    beside: place.after ?? place.before ?? null,
    next: (id) => newStep(app, { after: id }),
    back: after ? () => rename(app, after) : undefined,
  });
}

/**
 * Name again what has a name already.
 * @param {App} app @param {string} id
 * @returns {Promise<any>}
 */
export async function rename(app, id) {
  const held = app.find(id);
  const met = held?.kind === "encounter" ? app.find(held.value.touchpoint) : held;
  if (!held || !met || !app.may.edit) return;
  await app.focus(id);
  const answer = await app.open("jm-namer", { label: labelOf(app, met), value: nameOf(met), limit: limitOf(app, met), beside: () => app.map?.box(id) });
  const text = answer?.text;
  if (text && text !== nameOf(met)) app.do(made(app, text, () => setTitle(app.session, met.id, text)));
  if (held.kind === "step" && answer?.then === "next") return newStep(app, { after: id });
  const before = held.kind === "step" && answer?.then === "back" ? waysIn(app.session.journey, id)[0]?.value.source : undefined;
  if (before) return rename(app, before);
  return app.focus(id);
}

/** @param {App} app @param {import("../core/commands/reading.js").Held} held */
function fieldOf(app, held) {
  const document = app.session.journey.get(held.id) ? "journey" : "catalogue";
  return app.session.schema[document].kinds[held.kind].fields[titleField(held)];
}

/** @param {App} app @param {import("../core/commands/reading.js").Held} held */
function labelOf(app, held) {
  return fieldOf(app, held).label;
}

/** @param {App} app @param {import("../core/commands/reading.js").Held} held */
function limitOf(app, held) {
  return fieldOf(app, held).limit;
}
