// What each thing does when it is dragged; the map shows it as it would be.
// @ts-check
import * as commands from "../core/commands/index.js";
import { curve } from "./dragcurve.js";
import { joining, retargeting } from "./dragways.js";
import { marquee } from "./marquee.js";
import { columnOf, goalOf, stepNear } from "./places.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../app.js").Change} Change */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("./pointer.js").Drag} Drag */
/** @typedef {import("../core/geometry.js").Geometry} Geometry */

/** @type {Record<string, (app: App, press: Press, id: string) => Drag | null>} */
const DRAGS = {
  card: (app, press, id) => steps(app, id),
  handle: (app, press, id) => joining(app, id),
  way: (app, press, id) => retargeting(app, id, press),
  exit: (app, press, id) => retargeting(app, id, press),
  "point-expectation": (app, press, id) => curve(app, id, "expectation"),
  "point-assumed": (app, press, id) => curve(app, id, "assumed_experience"),
  chip: (app, press, id) => meeting(app, id),
  finding: (app, press, id) => note(app, id),
  idea: (app, press, id) => note(app, id),
  note: (app, press, id) => note(app, id),
  stage: (app, press, id) => stage(app, id),
  lane: (app, press, id) => lane(app, id),
};

/** The drag that a press begins; null where nothing can be dragged. @param {App} app @param {Press} press */
export function dragOf(app, press) {
  const made = press.part && press.id ? DRAGS[press.part]?.(app, press, press.id) : undefined;
  return made ?? (press.shift ? marquee(app, press) : null);
}

/**
 * A drag that shows the change it would make. Places are looked up on the map as it was when the
 * drag began: the shown change must not move what one aims at.
 * @param {App} app @param {(at: {x: number, y: number}, geometry: Geometry) => Change | null} change
 * @param {string} [focus] what has the focus afterwards
 * @returns {Drag}
 */
export function showing(app, change, focus) {
  const { geometry } = app.map;
  const at = (/** @type {number} */ x, /** @type {number} */ y) => {
    const { left, top } = app.map.root.getBoundingClientRect();
    return app.map.viewport.toSheet(x - left, y - top);
  };
  let shown = "";
  return {
    move: (x, y) => {
      const next = change(at(x, y), geometry);
      const told = next ? JSON.stringify([next.say, next.journey?.map(({ id, set }) => [id, set?.stage, set?.step, set?.target])]) : "";
      if (told !== shown) app.preview = next;
      shown = told;
    },
    drop: (x, y) => {
      const made = change(at(x, y), geometry);
      app.preview = null;
      if (app.do(made) && focus) app.map.focusItem(focus);
    },
  };
}

/** @param {App} app @param {string} id */
function steps(app, id) {
  const chosen = [...app.selection.ids].filter((each) => app.session.journey.get(each)?.kind === "step");
  const ids = chosen.includes(id) ? chosen : [id];
  if (!app.session.journey.get(id)) return null;
  return showing(app, (at, geometry) => {
    const goal = goalOf(geometry, at, ids);
    return goal && commands.moveSteps(app.session, ids, goal);
  }, id);
}

/** @param {App} app @param {string} id */
function meeting(app, id) {
  const held = app.session.journey.get(id);
  return !held ? null : showing(app, (at, geometry) => {
    const step = stepNear(geometry, at, geometry.items.get(id)?.lane);
    if (!step) return null;
    const own = step === held.value.step ? columnOf(geometry, at.x)?.items.filter((each) => each.part === "chip" && each.step === step && each.id !== id) : undefined;
    const before = own?.find((each) => each.y + each.h / 2 > at.y);
    const after = own?.findLast((each) => each.y + each.h / 2 <= at.y);
    return commands.moveMeeting(app.session, id, step, before ? { before: before.id } : after ? { after: after.id } : {});
  }, id);
}

/** @param {App} app @param {string} id */
function note(app, id) {
  return showing(app, (at, geometry) => {
    const over = geometry.lanes.find(({ top, height }) => at.y >= top && at.y < top + height);
    const step = stepNear(geometry, at, geometry.items.get(id)?.lane);
    const lane = over?.kind === "cards" ? (over.id ?? undefined) : undefined;
    return step ? commands.moveNote(app.session, id, { step, lane }) : null;
  }, id);
}

/** @param {App} app @param {string} id */
function stage(app, id) {
  return showing(app, (at, geometry) => {
    const others = geometry.stages.filter((each) => each.id && each.id !== id);
    const before = others.find(({ x, w }) => at.x < x + w / 2);
    const last = others.at(-1);
    const own = geometry.stages.find((each) => each.id === id);
    if (own && at.x >= own.x && at.x < own.x + own.w) return null;
    return before?.id ? commands.moveStage(app.session, id, { before: before.id }) : last?.id ? commands.moveStage(app.session, id, { after: last.id }) : null;
  }, `stage:${id}`);
}

/** @param {App} app @param {string} key of the row */
function lane(app, key) {
  return showing(app, (at, geometry) => {
    const own = geometry.lanes.find((each) => each.key === key);
    const side = geometry.lanes.filter((each) => each.backstage === own?.backstage);
    const before = side.find(({ top, height }) => at.y < top + height / 2);
    return own && before !== own ? commands.moveLane(app.session, geometry.lanes, key, before?.key ?? null) : null;
  }, `lane:${key}`);
}
