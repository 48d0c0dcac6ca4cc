// Dragging from a card's edge joins it; dragging an end of a way leads it elsewhere.
// @ts-check
import * as commands from "../core/commands/index.js";
import { waysOn } from "../core/commands/reading.js";
import { draft, newStep } from "../actions/naming.js";
import { _ } from "../words.js";

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../app.js").Change} Change */
/** @typedef {import("./pointer.js").Press} Press */
/** @typedef {import("./pointer.js").Drag} Drag */

const SVG = "http://www.w3.org/2000/svg";

/** A line from a card to the pointer, over everything. @param {App} app @param {string} from @param {"left" | "right"} side */
function rubber(app, from, side) {
  const sheet = document.createElementNS(SVG, "svg");
  sheet.classList.add("rubber");
  sheet.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  sheet.append(line);
  document.querySelector("jm-editor")?.append(sheet);
  return {
    /** @param {number} x @param {number} y */
    draw(x, y) {
      const box = app.map.box(from);
      if (!box) return;
      const start = side === "right" ? box.right : box.left;
      const middle = box.top + box.height / 2;
      const bend = Math.max(24, Math.abs(x - start) / 2) * (side === "right" ? 1 : -1);
      line.setAttribute("d", `M${start} ${middle}C${start + bend} ${middle} ${x - bend} ${y} ${x} ${y}`);
    },
    remove: () => sheet.remove(),
  };
}

/**
 * Finds the step whose card is under the pointer, on the map as it was when the drag began: the shown
 * change must not move what one aims at.
 * @param {App} app @returns {(x: number, y: number) => string | null}
 */
function aiming(app) {
  const { map } = app;
  /** @type {import("../core/geometry.js").Item[]} */
  const cards = [...map.geometry.items.values()].filter(({ part, kind }) => part === "card" && kind === "step");
  return (x, y) => {
    const frame = map.root.getBoundingClientRect();
    if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) return null;
    const at = map.viewport.toSheet(x - frame.left, y - frame.top);
    return cards.find((each) => at.x >= each.x && at.x <= each.x + each.w && at.y >= each.y && at.y <= each.y + each.h)?.id ?? null;
  };
}

/**
 * @param {App} app @param {string} from the card that the line starts at @param {"left" | "right"} side
 * @param {(step: string) => Change | null} change @param {() => any} nowhere dropped on no card
 * @returns {Drag}
 */
function line(app, from, side, change, nowhere) {
  const drawn = rubber(app, from, side);
  const cardAt = aiming(app);
  /** @type {string | null} */
  let over = null;
  return {
    move: (x, y) => {
      drawn.draw(x, y);
      const next = cardAt(x, y);
      if (next !== over) app.preview = next ? change(next) : null;
      over = next;
    },
    drop: (x, y) => {
      drawn.remove();
      app.preview = null;
      const step = cardAt(x, y);
      if (!step) return nowhere();
      if (!app.do(change(step))) app.say(_("These steps are joined already."));
      return app.map.focusItem(from);
    },
    leave: () => drawn.remove(),
  };
}

/** Join a step to the one dropped on; on empty ground, to a new one. @param {App} app @param {string} source */
export function joining(app, source) {
  const join = (/** @type {string} */ step) => (step === source ? null : commands.join(app.session, source, step));
  return line(app, source, "right", join, () => {
    if (!waysOn(app.session.journey, source).length) return newStep(app, { after: source });
    return draft(app, (given) => commands.addBranch(app.session, source, given), { label: _("Name of the step"), beside: source });
  });
}

/** Lead a way elsewhere, by the end that is nearer to the press. @param {App} app @param {string} id @param {Press} press */
export function retargeting(app, id, { x, y }) {
  const held = app.session.journey.get(id);
  if (!held) return null;
  const { source, target } = held.value;
  const far = (/** @type {string} */ step, /** @type {"left" | "right"} */ side) => {
    const box = app.map.box(step);
    return box ? Math.hypot(box[side] - x, box.top + box.height / 2 - y) : Infinity;
  };
  const start = Boolean(target) && far(source, "right") < far(target, "left") / 2;
  const change = (/** @type {string} */ step) => commands.retarget(app.session, id, start ? { source: step } : { target: step });
  return line(app, start ? target : source, start ? "left" : "right", change, () => app.focus(id));
}
