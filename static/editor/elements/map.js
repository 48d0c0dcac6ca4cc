// The map: draws what is in or near the window of the journey's geometry; panning only moves it.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../words.js";
import { geometry, itemOf } from "../core/geometry.js";
import { Modeller } from "../core/model.js";
import { holds, Viewport } from "../tools/viewport.js";
import { PanZoom } from "../tools/panzoom.js";
import { JmElement } from "./base.js";
import { drawAbout, drawBar, drawHeads, drawNames } from "./map/edges.js";
import { drawEmpty } from "./map/empty.js";
import { drawGround } from "./map/ground.js";
import { drawItem } from "./map/items.js";
import { drawCurve, drawWays } from "./map/lines.js";
import { Finding } from "./map/finding.js";
import { foldsOf } from "./map/folds.js";

/** @typedef {import("../core/geometry.js").Geometry} Geometry */
/** @typedef {import("../core/geometry.js").Item} Item */
/** @typedef {import("../core/model.js").Model} Model */

/** Keys of what is never out of the window: names of stages and rows. */
const STILL = /^(stage|lane):/;
/** Below this scale words are drawn larger and fewer. */
const FAR = 0.5;
/** What is worth drawing before the window is measured. */
const NOTHING = { left: 0, top: 0, right: 0, bottom: 0 };

export class JmMap extends JmElement {
  /** @type {import("./base.js").Watched[]} */
  static watches = ["records", "selection", "preview", "measures", "view", "talk"];

  constructor() {
    super();
    this.viewport = new Viewport(() => this.moved());
    /** @type {Geometry | null} */
    this.geometry = null;
    /** @type {Model | null} */
    this.model = null;
    /** @type {string | null} the key of the item that Tab reaches */
    this.focused = null;
    /** @type {Modeller | null} */
    this.modeller = null;
    this.known = /** @type {any[]} */ ([]);
    this.area = { left: 0, top: 0, right: 0, bottom: 0 };
    this.frame = 0;
    this.drawnK = 0;
    /** how often it was drawn */
    this.round = 0;
    this.wasEmpty = true;
    this.finding = new Finding(this);
  }

  /** The element that pointers and keys act on. @returns {HTMLElement} */
  get root() {
    return /** @type {HTMLElement} */ (this.querySelector(".map-root"));
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.app) this.app.map = this;
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.panzoom?.end();
    this.panzoom = undefined;
    cancelAnimationFrame(this.frame);
    if (this.app?.map === this) this.app.map = null;
  }

  // what is known ------------------------------------------------------------------------------

  /** Take in what has changed since the last time; the geometry of what is (or would be) there. */
  know() {
    const { app } = this;
    this.modeller ??= new Modeller(app.session.boot);
    const readers = this.readers();
    const folds = foldsOf(app);
    const kinds = ["journey", "stage", "actor", "step", "transition", "encounter", "lane", "card", "finding", "idea"];
    const known = [...kinds.map((kind) => readers.journey.kind(kind)), readers.catalogue.kind("touchpoint"), app.session.measures, folds];
    if (this.geometry && known.every((each, at) => each === this.known[at])) return;
    this.known = known;
    this.model = this.modeller.model(readers, app.session.measures, folds);
    this.geometry = geometry(this.model);
    this.viewport.hold(this.geometry);
  }

  /** The session, or what it would be after the previewed change. */
  readers() {
    const { preview, session } = this.app;
    if (!preview) return session;
    try {
      return session.peek(preview);
    } catch {
      return session; // what cannot be done is not shown
    }
  }

  // drawing ------------------------------------------------------------------------------------

  render() {
    const { app, viewport } = this;
    if (!app) return nothing;
    app.map = this;
    this.know();
    const [model, map] = [/** @type {Model} */ (this.model), /** @type {Geometry} */ (this.geometry)];
    const { k } = viewport;
    this.area = viewport.frame.width ? viewport.drawn() : NOTHING;
    this.drawnK = k;
    const seen = this.seen(model);
    const near = map.between(this.area.left, this.area.right);
    const empty = !model.steps.length;
    return html`<div class="map-about">${drawAbout(model, (id) => app.session.catalogue.get(id))}</div>
      <div class="map-root ${k < FAR ? "far" : ""} ${empty ? "is-empty" : ""}" role="application" tabindex="-1" aria-label=${_("Map of the journey {title}", { title: app.title })} aria-roledescription=${_("map")} @focusin=${this.focusin} @click=${this.clicked} @scroll=${unscroll}>
        <div class="map-sheet" .style=${far(k)}>
          ${drawGround(map, near.columns, this.area)} ${drawWays(near.ways, this.area, app.selection.ids)} ${drawCurve(map, model, this.area)}
          ${repeat(this.fenced(this.shown(map, near)), ({ key }) => key, (item) => ("id" in item ? drawItem(item, seen) : nothing))}
          ${this.others("sheet")}
        </div>
        ${empty ? html`<div class="map-empty">${drawEmpty(app)}</div>` : nothing}
        <div class="map-heads"><div class="map-strip">${drawHeads(map, seen, k, this.area)}${this.others("heads")}</div></div>
        <div class="map-names"><div class="map-strip">${drawNames(map, seen, k)}${this.others("names")}</div></div>
        <div class="map-corner"></div>
      </div>
      <div class="map-bar" role="toolbar" aria-label=${_("Scale")}>${drawBar(app, viewport)}</div>`;
  }

  /** Who else is where, over what is drawn there. @param {"sheet" | "heads" | "names"} where */
  others(where) {
    return html`<jm-others .app=${this.app} .where=${where} .seen=${[this.geometry, this.area, this.drawnK]}></jm-others>`;
  }

  /** @param {Model} model @returns {import("./map/items.js").Seen} */
  seen(model) {
    const { selection, preview, may } = this.app;
    this.focused = this.tabbed(selection.focus);
    const ops = [...(preview?.journey ?? []), ...(preview?.catalogue ?? [])];
    return { model, chosen: selection.ids, focus: this.focused, lifted: new Set(ops.map(({ id }) => id)), edit: !!may.edit, talk: this.app.talk ?? undefined };
  }

  /** The key of what Tab reaches: what has the focus, what is chosen, or the first card. @param {string | null} chosen */
  tabbed(chosen) {
    const map = /** @type {Geometry} */ (this.geometry);
    if (this.focused && chosen && !STILL.test(this.focused) && map.item(this.focused)?.id === chosen) return this.focused;
    for (const key of [chosen, this.focused, this.model?.steps[0]?.id]) {
      const found = key && this.finding.keyOf(key);
      if (found) return found;
    }
    return null;
  }

  /** The items in or near the window, and the one with the focus. @param {Geometry} map @param {ReturnType<Geometry["between"]>} near */
  shown(map, { columns, ways }) {
    const { left, right, top, bottom } = this.area;
    /** @type {Item[]} */
    const found = [];
    const take = (/** @type {Item | undefined} */ item) => {
      if (item && item.x <= right && item.x + item.w >= left && item.y <= bottom && item.y + item.h >= top) found.push(item);
    };
    for (const column of columns) column.items.forEach(take);
    map.spanning.forEach(take);
    for (const way of ways) take(itemOf(way));
    const focus = this.focused;
    if (focus && !STILL.test(focus) && !found.some(({ key }) => key === focus)) {
      const item = map.item(focus);
      if (item) found.push(item);
    }
    return found;
  }

  /**
   * Items between two keys that are new each time: so `repeat` never takes what was first for what is
   * last now and moves it, which would take the focus from it.
   * @param {Item[]} items @returns {(Item | {key: string})[]}
   */
  fenced(items) {
    this.round += 1;
    return [{ key: `start ${this.round}` }, ...items, { key: `end ${this.round}` }];
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  update(changed) {
    const { activeElement } = document;
    const held = activeElement instanceof HTMLElement && this.contains(activeElement) ? activeElement.dataset.key : undefined;
    super.update(changed);
    if (held && document.activeElement === document.body) this.take(held); // it has moved among its like
  }

  /** Give the focus to what is drawn under a key. @param {string} key */
  take(key) {
    const element = /** @type {HTMLElement | null} */ (this.querySelector(`[data-key="${CSS.escape(key)}"]`));
    element?.focus({ preventScroll: true });
    return !!element;
  }

  firstUpdated() {
    this.measure();
  }

  updated() {
    if (!this.app) return;
    const empty = !this.model?.steps.length;
    if (empty !== this.wasEmpty) {
      if (empty) this.viewport.k = 1;
      this.measure(); // an empty map has no names of rows
    }
    this.wasEmpty = empty;
    if (!this.panzoom) this.panzoom = new PanZoom(this.root, this.viewport, (event) => this.onGround(event));
    this.apply();
  }

  /** Take the frame's size from the style sheet's: the only measure that a browser gives. */
  measure() {
    const { root } = this;
    if (!root) return;
    const names = /** @type {HTMLElement} */ (root.querySelector(".map-names"));
    const heads = /** @type {HTMLElement} */ (root.querySelector(".map-heads"));
    const narrow = getComputedStyle(names).pointerEvents === "none"; // names lie on the rows
    this.viewport.resize({ width: root.clientWidth, height: root.clientHeight, left: narrow ? 0 : names.offsetWidth, top: heads.offsetHeight });
    this.requestUpdate();
  }

  /** The viewport has changed: show it in the next frame. */
  moved() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    this.frame = 0;
    if (!this.app) return;
    if (this.viewport.k !== this.drawnK || !holds(this.area, this.viewport.seen())) this.requestUpdate();
    else this.apply();
  }

  /** Move sheet, stages and names together. */
  apply() {
    const { k } = this.viewport;
    const [x, y] = [Math.round(this.viewport.x), Math.round(this.viewport.y)];
    const [sheet, heads, names] = [".map-sheet", ".map-heads .map-strip", ".map-names .map-strip"].map((each) => /** @type {HTMLElement} */ (this.querySelector(each)));
    sheet.style.transform = `translate(${x + this.viewport.frame.left}px,${y + this.viewport.frame.top}px) scale(${k})`;
    heads.style.transform = `translateX(${x}px)`;
    names.style.transform = `translateY(${y}px)`;
    for (const head of heads.children) stay(/** @type {HTMLElement} */ (head), x);
  }

  // what tools use -----------------------------------------------------------------------------

  /** What is at a point of the screen. @param {number} clientX @param {number} clientY */
  at(clientX, clientY) {
    return this.finding.at(clientX, clientY);
  }

  /** Where an item is on the screen, drawn or not. @param {string} id */
  box(id) {
    return this.finding.box(id);
  }

  /** Move as little as is needed to see an item. @param {string} id */
  reveal(id) {
    const box = this.finding.boxOnSheet(id);
    if (box) this.viewport.reveal(box);
    return !!box;
  }

  /** Show an item and give it the focus of the keyboard. @param {string} id a record's id, or an item's key */
  async focusItem(id) {
    this.know();
    const key = this.finding.keyOf(id);
    if (!key) return false;
    this.focused = key;
    this.reveal(key);
    this.requestUpdate();
    await this.updateComplete;
    return this.take(key);
  }

  /** @param {number} k @param {{clientX: number, clientY: number}} [around] */
  zoom(k, around) {
    const box = this.root.getBoundingClientRect();
    this.viewport.zoom(k, around && [around.clientX - box.left, around.clientY - box.top]);
  }

  fit() {
    this.know();
    this.viewport.fit();
  }

  // events -------------------------------------------------------------------------------------

  /** Whether a press there is on nothing. @param {PointerEvent} event */
  onGround(event) {
    return event.target instanceof Element && !event.target.closest(".m-item, .m-way, button, a, input, textarea, [role=button]");
  }

  /** @param {FocusEvent} event */
  focusin(event) {
    const key = event.target instanceof HTMLElement && event.target.dataset.key;
    if (!key) return;
    this.focused = key;
    if (/** @type {HTMLElement} */ (event.target).matches(":focus-visible")) this.reveal(key);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const fold = event.target instanceof Element && event.target.closest("[data-fold]");
    if (fold) this.app.run("fold-stage", { id: /** @type {HTMLElement} */ (fold).dataset.fold });
  }
}

/** Words on small cards: as large as can be read, as many lines as fit. @param {number} k */
function far(k) {
  const size = Math.min(30, Math.max(17, 10.5 / k));
  return k < FAR ? `--far:${size}px;--far-lines:${Math.floor(68 / (size * 1.1))}` : "";
}

/** Keep a stage's title in sight while its beginning is not. @param {HTMLElement} head @param {number} x */
function stay(head, x) {
  const { left, wide } = head.dataset;
  const shift = `${Math.max(0, Math.min(-x - Number(left), Number(wide) - 170))}px`;
  for (const each of head.querySelectorAll(".m-head-title, .m-fold")) /** @type {HTMLElement} */ (each).style.translate = shift;
}

/** A browser that scrolls to what has the focus would show a gap. @param {Event} event */
function unscroll({ currentTarget }) {
  /** @type {HTMLElement} */ (currentTarget).scrollTo(0, 0);
}
customElements.define("jm-map", JmMap);
