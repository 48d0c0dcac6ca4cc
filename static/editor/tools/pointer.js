// Presses on the map: a click chooses, a double click names or makes, a drag does what its tool
// does. A finger drags after it has rested a moment; before that it pans.
// @ts-check
import { dragOf } from "./drags.js";
import { clicked, doubled } from "./clicks.js";

/** @typedef {import("../app.js").App} App */
/**
 * What was pressed.
 * @typedef {object} Press
 * @property {number} pointer its id
 * @property {boolean} finger
 * @property {number} x of the window
 * @property {number} y
 * @property {string} part of the item, "" for the ground
 * @property {string | null} id
 * @property {string | null} key
 * @property {boolean} more with Ctrl or Shift
 * @property {boolean} shift
 */
/**
 * What a drag does as it goes on, when it ends, and when it is left.
 * @typedef {object} Drag
 * @property {(x: number, y: number) => void} move
 * @property {(x: number, y: number) => any} drop
 * @property {() => void} [leave]
 */

const SLACK = 6; // px before a press is a drag
const REST = 450; // ms that a finger rests before it drags
const EDGE = 40; // px from the map's edge where it begins to move
const SPEED = 14; // px a frame

export class Pointer {
  /** @param {App} app @param {HTMLElement} host */
  constructor(app, host) {
    this.app = app;
    /** @type {Press | null} */
    this.press = null;
    /** @type {Drag | null} */
    this.drag = null;
    this.timer = 0;
    this.frame = 0;
    this.at = [0, 0];
    this.swallow = false;
    this.moved = false;
    const capture = { capture: true };
    host.addEventListener("pointerdown", (event) => this.down(event), capture);
    host.addEventListener("pointermove", (event) => this.move(event), capture);
    host.addEventListener("pointerup", (event) => this.up(event), capture);
    host.addEventListener("pointercancel", (event) => this.cancel(event), capture);
    host.addEventListener("click", (event) => this.click(event), capture);
    host.addEventListener("dblclick", (event) => this.click(event), capture);
    host.addEventListener("contextmenu", (event) => this.press?.finger && event.preventDefault(), capture);
    addEventListener("keydown", (event) => this.key(event), capture);
    addEventListener("blur", () => this.leave());
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (this.press) return this.leave(); // a second finger: it pinches
    if (event.button !== 0 || !event.isPrimary) return undefined;
    const press = pressOf(event);
    if (!press || this.app.map?.panzoom?.space) return undefined;
    if (!this.app.may.edit && press.part) return undefined;
    const dragged = press.part || press.shift;
    if (!dragged) return undefined;
    this.press = press;
    this.moved = false;
    if (press.finger) this.timer = window.setTimeout(() => this.begin(), REST);
    else event.preventDefault(); // neither pan nor select text
    return undefined;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { press } = this;
    if (!press || event.pointerId !== press.pointer) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLACK;
    if (!this.drag && far) {
      if (press.finger) return this.leave();
      this.begin();
    }
    if (!this.drag) return;
    this.moved ||= far;
    event.stopPropagation();
    this.at = [event.clientX, event.clientY];
    this.frame ||= requestAnimationFrame(() => this.show());
  }

  begin() {
    clearTimeout(this.timer);
    const { press, app } = this;
    this.drag = press && dragOf(app, press);
    if (!press || !this.drag) return this.leave();
    if (press.finger) navigator.vibrate?.(15);
    this.at = [press.x, press.y];
    app.map.root.setPointerCapture(press.pointer);
    app.map.root.classList.add("dragging");
    return undefined;
  }

  /** Once a frame: what the drag would do here; near an edge the map moves along. */
  show() {
    this.frame = 0;
    if (!this.drag) return;
    const [x, y] = this.at;
    const box = this.app.map.root.getBoundingClientRect();
    const { left, top } = this.app.map.viewport.frame;
    const dx = near(x, box.left + left, box.right);
    const dy = near(y, box.top + top, box.bottom);
    if (dx || dy) {
      this.app.map.viewport.pan(-dx * SPEED, -dy * SPEED);
      this.frame = requestAnimationFrame(() => this.show());
    }
    this.drag.move(x, y);
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { drag, press, moved } = this;
    if (!press || event.pointerId !== press.pointer) return;
    if (drag && !moved) return this.rested(press);
    this.clear();
    if (!drag) return;
    event.stopPropagation();
    this.swallow = true;
    setTimeout(() => (this.swallow = false));
    drag.drop(event.clientX, event.clientY);
  }

  /** A finger that rested and did not move has chosen. @param {Press} press */
  rested(press) {
    this.leave();
    clicked(this.app, press);
  }

  /** @param {PointerEvent} event */
  cancel(event) {
    if (event.pointerId === this.press?.pointer) this.leave();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "Escape" || !this.drag) return;
    event.preventDefault();
    event.stopPropagation();
    this.leave();
  }

  leave() {
    const { drag } = this;
    this.clear();
    drag?.leave?.();
    this.app.preview = null;
  }

  clear() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    if (this.press && this.app.map?.root?.hasPointerCapture(this.press.pointer)) this.app.map.root.releasePointerCapture(this.press.pointer);
    this.app.map?.root?.classList.remove("dragging");
    this.press = null;
    this.drag = null;
  }

  /** The click that ends a drag is none. @param {MouseEvent} event */
  click(event) {
    if (this.swallow) {
      event.stopPropagation();
      event.preventDefault();
      return;
    }
    const press = pressOf(event);
    if (!press) return;
    if (event.type === "dblclick") doubled(this.app, press);
    else clicked(this.app, press);
  }
}

/** How near a place is to an edge, -1 to 1. @param {number} at @param {number} low @param {number} high */
function near(at, low, high) {
  if (at < low + EDGE) return -Math.min(1, (low + EDGE - at) / EDGE);
  return at > high - EDGE ? Math.min(1, (at - high + EDGE) / EDGE) : 0;
}

/** @param {MouseEvent} event @returns {Press | null} null: not the map's */
function pressOf(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target?.closest("jm-map [role=application]") || target.closest("button, a, input, textarea, select")) return null;
  const item = /** @type {HTMLElement | null} */ (target.closest("[data-part]"));
  const { part = "", id = null, key = null } = item?.dataset ?? {};
  const known = part !== "measured";
  return {
    pointer: event instanceof PointerEvent ? event.pointerId : 0,
    finger: event instanceof PointerEvent && event.pointerType === "touch",
    x: event.clientX,
    y: event.clientY,
    part: known ? part : "",
    id: known ? id : null,
    key: known ? (key ?? id) : null,
    more: event.ctrlKey || event.metaKey || event.shiftKey,
    shift: event.shiftKey,
  };
}
