// Where the others are on the map: a frame in their colour and a tag with their shape and name, as
// large at every scale. It lies over what is drawn and catches no pointer; those who hear the map
// have the list of people.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { JmElement } from "../base.js";
import { drawnAt } from "../whereabouts.js";
import { NAMED, named, shape } from "../who.js";
import { place } from "./items.js";

/** @typedef {import("../../core/people.js").Somebody} Somebody */
/** @typedef {import("../../tools/viewport.js").Box} Box */
/** @typedef {{key: string, box: Box, people: Somebody[]}} Spot */

/** From this scale on down a tag has initials. */
const NEAR = 0.7;
/** px of the screen that a tag is high, and how far it may reach into what it is of. */
const HEIGHT = 17;
/** px below which a tag is no narrower, what it leaves free at the right, below which a row's name leaves no room. */
const NARROW = 64;
const BADGE = 14;
const ROOMY = 46;
const INTO = 4;

export class JmOthers extends JmElement {
  /** @type {import("../base.js").Watched[]} */
  static watches = ["people"];
  static properties = { ...JmElement.properties, where: { attribute: false }, seen: { attribute: false } };

  constructor() {
    super();
    /** @type {"sheet" | "heads" | "names"} */
    this.where = "sheet";
    /** @type {[import("../../core/geometry.js").Geometry, import("../../tools/viewport.js").Area, number] | null} what the map draws now */
    this.seen = null;
  }

  render() {
    const { people } = this.app?.together ?? {};
    if (!people?.all.length || !this.seen?.[0] || !this.app.map?.finding) return nothing;
    const k = this.seen[2];
    return html`${repeat(this.spots(people), ({ key }) => key, (spot) => (this.where === "sheet" ? onSheet(spot, k) : atEdge(spot, this.where)))}`;
  }

  /** Who is where, of what is in or near the window. @param {import("../../core/people.js").People} people @returns {Spot[]} */
  spots({ all }) {
    const geometry = this.seen?.[0];
    if (known.all !== all || known.geometry !== geometry) known = { all, geometry, places: placesOf(this.app, all) };
    return [...known.places].flatMap(([key, those]) => {
      const box = this.box(key);
      return box ? [{ key, box, people: those }] : [];
    });
  }

  /** The box of an item, a stage or a row where this draws it. @param {string} key @returns {Box | null} */
  box(key) {
    const [map, area, k] = /** @type {NonNullable<JmOthers["seen"]>} */ (this.seen);
    const { finding } = this.app.map;
    const edge = key.startsWith("stage:") ? "heads" : key.startsWith("lane:") ? "names" : "sheet";
    if (edge !== this.where) return null;
    if (edge === "heads") {
      const { x, w } = finding.stage(key);
      return { x: x * k, y: 8, w: Math.max(20, w * k - 2), h: 36 };
    }
    if (edge === "names") {
      const { top, height } = finding.lane(key);
      return { x: 0, y: top * k, w: 0, h: height * k };
    }
    const item = map.item(key);
    const near = item && item.x <= area.right && item.x + item.w >= area.left && item.y <= area.bottom && item.y + item.h >= area.top;
    return near ? item : null;
  }
}
customElements.define("jm-others", JmOthers);

/** The places of all, until people or map change: the map is drawn anew more often, by three of these. @type {{all: Somebody[] | null, geometry: any, places: Map<string, Somebody[]>}} */
let known = { all: null, geometry: null, places: new Map() };

/** Who is at which key of the map. @param {import("../../app.js").App} app @param {Somebody[]} all */
function placesOf(app, all) {
  /** @type {Map<string, Somebody[]>} */
  const found = new Map();
  for (const somebody of all) {
    const ids = somebody.places.flatMap(({ record }) => (record ? drawnAt(app, record) : []));
    for (const key of new Set(ids.map((id) => app.map.finding.keyOf(id)))) found.set(key, [...(found.get(key) ?? []), somebody]);
  }
  return found;
}

/** @param {Spot} spot @param {number} k */
function onSheet({ box, people }, k) {
  const { x, y, w, h } = box;
  const below = (y + INTO) * k < HEIGHT; // above it is no room
  const at = below ? `translate(${x}px,${y + h - INTO}px) scale(${1 / k})` : `translate(${x}px,${y + INTO}px) scale(${1 / k}) translateY(-100%)`;
  return html`<div class="others-frame who-${people[0].colour}" .style=${`${place(box)};outline-width:${2 / Math.min(1, k)}px`}></div>${tag(people, `${at};max-width:${Math.max(NARROW, w * k - BADGE)}px`, k < NEAR)}`;
}

/** @param {Spot} spot @param {"heads" | "names"} where */
function atEdge({ box: { x, y, w, h }, people }, where) {
  const at = where === "heads" ? `translate(${x + 30}px,${y}px) translateY(-50%)` : `translateY(${y + Math.max(0, Math.min(h - HEIGHT, HEIGHT)) / 2}px)`;
  const frame = where === "heads" ? html`<div class="others-frame who-${people[0].colour}" .style=${place({ x, y, w, h })}></div>` : html`<div class="others-edge who-${people[0].colour}" .style=${`transform:translateY(${y}px);height:${h}px`}></div>`;
  return html`${frame}${tag(people, at, where === "names" && h < ROOMY)}`;
}

/** @param {Somebody[]} people @param {string} at @param {boolean} short */
function tag(people, at, short) {
  const names = people.map(({ name, initials, at: { typing } }) => (short ? initials : name) + (typing ? "\u00a0…" : ""));
  return html`<div class="others-tag who-${people[0].colour}" aria-hidden="true" .style=${`transform:${at}`}>${people.slice(0, NAMED).map(shape)}${named(names)}</div>`;
}
