// Moving and scaling the map by wheel, trackpad, mouse, pen and fingers. Other tools that take a
// press stop its event; a press on empty ground, with the space bar or the middle button pans.
// @ts-check

/** @typedef {import("./viewport.js").Viewport} Viewport */

/** px of the finger's or hand's way before a press is a drag. */
const SLACK = 4;
const LINE = 40;

export class PanZoom {
  /** @param {HTMLElement} root @param {Viewport} viewport @param {(event: PointerEvent) => boolean} onGround whether a press there may pan */
  constructor(root, viewport, onGround) {
    this.root = root;
    this.viewport = viewport;
    this.onGround = onGround;
    /** @type {Map<number, PointerEvent>} pressed fingers and buttons */
    this.pressed = new Map();
    this.space = false;
    this.moved = false;
    this.stop = new AbortController();
    const { signal } = this.stop;
    root.addEventListener("wheel", (event) => this.wheel(event), { passive: false, signal });
    root.addEventListener("pointerdown", (event) => this.down(event), { signal });
    root.addEventListener("pointermove", (event) => this.move(event), { signal });
    for (const name of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      root.addEventListener(name, (event) => this.up(event), { signal });
    }
    root.addEventListener("click", (event) => this.click(event), { capture: true, signal });
    window.addEventListener("keydown", (event) => this.key(event), { signal });
    window.addEventListener("keyup", (event) => this.key(event), { signal });
    window.addEventListener("blur", () => this.release(), { signal });
  }

  end() {
    this.stop.abort();
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE : event.deltaMode === 2 ? this.viewport.height : 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      this.viewport.zoom(this.viewport.k * Math.exp(-Math.max(-60, Math.min(60, dy)) * 0.008), this.at(event));
    } else if (event.shiftKey && !dx) this.viewport.pan(-dy, 0);
    else this.viewport.pan(-dx, -dy);
  }

  /** @param {PointerEvent} event */
  down(event) {
    const pans = event.button === 1 || (event.button === 0 && (this.space || this.pressed.size > 0 || this.onGround(event)));
    if (event.defaultPrevented || !pans) return;
    if (event.button === 1 || this.space) event.preventDefault();
    this.pressed.set(event.pointerId, event);
    this.moved = event.button === 1;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pressed.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (!this.moved && Math.hypot(dx, dy) < SLACK) return;
    if (!this.moved) this.grab(event);
    this.moved = true;
    const other = [...this.pressed].find(([id]) => id !== event.pointerId)?.[1];
    this.pressed.set(event.pointerId, event);
    if (!other) {
      this.viewport.pan(dx, dy);
      return;
    }
    const spread = (/** @type {PointerEvent} */ each) => Math.hypot(each.clientX - other.clientX, each.clientY - other.clientY) || 1;
    this.viewport.pan(dx / 2, dy / 2);
    const [x, y] = this.at(event);
    const [ox, oy] = this.at(other);
    this.viewport.zoom((this.viewport.k * spread(event)) / spread(before), [(x + ox) / 2, (y + oy) / 2]);
  }

  /** From here on all moves are the map's. @param {PointerEvent} event */
  grab(event) {
    for (const id of this.pressed.keys()) if (id === event.pointerId || this.pressed.size > 1) this.root.setPointerCapture(id);
    this.root.classList.add("panning");
  }

  /** @param {PointerEvent} event */
  up(event) {
    if (event.type === "lostpointercapture" && event.target !== this.root) return; // it has gone to the root
    if (!this.pressed.delete(event.pointerId) || this.pressed.size) return;
    this.root.classList.remove("panning");
  }

  /** The click that ends a drag is none. @param {MouseEvent} event */
  click(event) {
    if (this.moved && event.detail) event.stopPropagation();
    this.moved = false;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.code !== "Space") return;
    const { target } = event;
    const typed = target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], dialog");
    this.space = event.type === "keydown" && !typed;
    this.root.classList.toggle("space", this.space);
  }

  release() {
    this.space = false;
    this.pressed.clear();
    this.root.classList.remove("panning", "space");
  }

  /** @param {MouseEvent} event @returns {[number, number]} px from the root's corner */
  at(event) {
    const { left, top } = this.root.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}
