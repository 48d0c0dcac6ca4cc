// Which part of a sheet is seen, and how large: numbers only. A point of the sheet is seen at
// `left + x + k * its x` px from the frame's left edge; `left` and `top` are the room of the edges
// that stand still.
// @ts-check

/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Area */

export const SMALLEST = 0.1;
export const LARGEST = 2;
/** px below in which the bar that scales stands. */
const BAR = 64;
const STEPS = [0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
/** How far the sheet's end may be drawn in, px. */
const BEYOND = 96;
/** How much more than what is seen is drawn, px at each side. */
const AROUND = 320;
const MARGIN = 24;

export class Viewport {
  /** @param {() => void} changed called after every change */
  constructor(changed) {
    this.changed = changed;
    this.x = 0;
    this.y = 0;
    this.k = 1;
    /** the frame, with the edges that stand still */
    this.frame = { width: 0, height: 0, left: 0, top: 0 };
    this.sheet = { width: 0, height: 0 };
  }

  get width() {
    return Math.max(0, this.frame.width - this.frame.left);
  }

  get height() {
    return Math.max(0, this.frame.height - this.frame.top);
  }

  /** @param {Partial<Viewport["frame"]>} frame */
  resize(frame) {
    Object.assign(this.frame, frame);
    this.move(this.x, this.y);
  }

  /** @param {{width: number, height: number}} sheet */
  hold({ width, height }) {
    if (width === this.sheet.width && height === this.sheet.height) return;
    this.sheet = { width, height };
    this.move(this.x, this.y);
  }

  /** @param {number} x @param {number} y */
  move(x, y) {
    const { width, height } = this.sheet;
    this.x = held(x, this.width - width * this.k);
    this.y = held(y, this.height - height * this.k);
    this.changed();
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.move(this.x + dx, this.y + dy);
  }

  /**
   * Show the sheet at a scale; the point of the frame stays where it is.
   * @param {number} k @param {[number, number]} [around] px from the frame's corner
   */
  zoom(k, around = [this.frame.left + this.width / 2, this.frame.top + this.height / 2]) {
    const next = Math.min(LARGEST, Math.max(SMALLEST, k));
    const [px, py] = [around[0] - this.frame.left, around[1] - this.frame.top];
    const ratio = next / this.k;
    this.k = next;
    this.move(px - (px - this.x) * ratio, py - (py - this.y) * ratio);
  }

  /** The next larger or smaller scale of those that have a name. @param {1 | -1} way */
  step(way) {
    const near = 0.005;
    return way > 0 ? (STEPS.find((each) => each > this.k + near) ?? LARGEST) : (STEPS.findLast((each) => each < this.k - near) ?? SMALLEST);
  }

  /** Show all of the sheet, as large as it fits, at most in its own size. */
  fit() {
    const { width, height } = this.sheet;
    this.k = Math.min(1, Math.max(SMALLEST, Math.min(this.width / width, this.height / height) || 1));
    this.move(0, 0);
  }

  /** Move as little as is needed to see a box of the sheet. @param {Box} box */
  reveal({ x, y, w, h }) {
    const { k } = this;
    this.move(inside(this.x, x * k, w * k, this.width), inside(this.y, y * k, h * k, Math.max(this.height - BAR, this.height / 2)));
  }

  /** @param {number} px from the frame's left edge @param {number} py */
  toSheet(px, py) {
    return { x: (px - this.frame.left - this.x) / this.k, y: (py - this.frame.top - this.y) / this.k };
  }

  /** A box of the sheet in px of the frame. @param {Box} box @returns {Box} */
  toFrame({ x, y, w, h }) {
    const { k } = this;
    return { x: this.frame.left + this.x + x * k, y: this.frame.top + this.y + y * k, w: w * k, h: h * k };
  }

  /** What is seen of the sheet, in its px; with room around it where asked. @param {number} [around] @returns {Area} */
  seen(around = 0) {
    const { k } = this;
    return {
      left: (-this.x - around) / k,
      top: (-this.y - around) / k,
      right: (this.width - this.x + around) / k,
      bottom: (this.height - this.y + around) / k,
    };
  }

  /** What is worth drawing: what is seen and a little more. */
  drawn() {
    return this.seen(AROUND);
  }
}

/** Whether an area holds all of another. @param {Area} outer @param {Area} inner */
export const holds = (outer, inner) => outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom;

/** A place within bounds: the sheet's beginning never leaves the frame's, its end hardly. @param {number} at @param {number} rest */
const held = (at, rest) => Math.min(0, Math.max(at, Math.min(0, rest - BEYOND)));

/** @param {number} at @param {number} start @param {number} size @param {number} room */
function inside(at, start, size, room) {
  if (start + at < MARGIN || size + 2 * MARGIN > room) return MARGIN - start;
  return Math.min(at, room - MARGIN - start - size);
}
