// Walking over the map by keys: along the path, between tracks, down into the rows and back.
// @ts-check

/** @typedef {import("./geometry.js").Geometry} Geometry */
/** @typedef {import("./geometry.js").Item} Item */
/** @typedef {"left" | "right" | "up" | "down" | "first" | "last"} Direction */

const POINTS = /^point-/;
/** Not to be focused, or reached by a key of their own. */
const UNSEEN = new Set(["of", "way", "bars", "time"]);

/**
 * Return where one comes from an item in a direction: the key of an item, "stage:…" or "lane:…" for
 * their names; null where there is nothing.
 * @param {Geometry} geometry @param {string | null} from @param {Direction} direction
 * @returns {string | null}
 */
export function walk(geometry, from, direction) {
  const item = from ? geometry.items.get(from) : undefined;
  if (from?.startsWith("stage:")) return ofStage(geometry, from.slice(6), direction);
  if (from?.startsWith("lane:")) return ofLane(geometry, from.slice(5), direction);
  if (!item) return cards(geometry).at(direction === "last" ? -1 : 0)?.key ?? firstName(geometry);
  if (item.part === "way") return ofWay(geometry, item, direction);
  if (direction === "first" || direction === "last") return along(geometry, item).at(direction === "first" ? 0 : -1)?.key ?? null;
  if (direction === "left" || direction === "right") {
    return item.part === "card" ? onPath(geometry, item, direction) : inRow(geometry, item, direction);
  }
  return inColumn(geometry, item, direction);
}

/** @param {Geometry} geometry */
function firstName({ stages, lanes }) {
  return stages.length ? `stage:${stages[0].id ?? ""}` : lanes.length ? `lane:${lanes[0].key}` : null;
}

/** Cards in path order: by column, then track. @param {Geometry} geometry @returns {Item[]} */
function cards({ columns }) {
  return columns.flatMap(({ items }) => items.filter(({ part }) => part === "card").sort((a, b) => a.y - b.y));
}

/** The items that lie in a row with this one, from left to right. @param {Geometry} geometry @param {Item} item */
function along(geometry, item) {
  if (item.part === "card") return cards(geometry);
  const same = (/** @type {Item} */ each) => (POINTS.test(item.part) ? each.part === item.part : each.lane === item.lane && walkable(each) && each.part !== "card");
  return [...geometry.items.values()].filter(same).sort((a, b) => a.x - b.x || a.y - b.y);
}

/** @param {Item} item */
function walkable({ part }) {
  return !UNSEEN.has(part) && !POINTS.test(part);
}

/** @param {Geometry} geometry @param {Item} item @param {"left" | "right"} direction */
function onPath(geometry, item, direction) {
  const right = direction === "right";
  const ways = geometry.ways.map(({ way }) => way).filter((way) => (right ? way.source : way.target) === item.key);
  const ends = ways.map((way) => ({ way, end: geometry.items.get(right ? way.target : way.source) })).filter(({ end }) => end);
  ends.sort((a, b) => Number(a.way.course === "arc") - Number(b.way.course === "arc") || /** @type {Item} */ (a.end).y - /** @type {Item} */ (b.end).y);
  const joined = ends.find(({ way }) => way.course !== "arc");
  if (joined?.end) return joined.end.key;
  const side = cards(geometry).filter((each) => (right ? each.x > item.x : each.x < item.x));
  return nearest(side, item)?.key ?? ends[0]?.end?.key ?? (right ? null : `lane:${item.lane}`);
}

/** @param {Item[]} items @param {Item} from */
function nearest(items, from) {
  return items.reduce((best, each) => (!best || distance(each, from) < distance(best, from) ? each : best), /** @type {Item | undefined} */ (undefined));
}

/** @param {Item} one @param {Item} other */
function distance(one, other) {
  return Math.abs(one.x - other.x) * 1000 + Math.abs(one.y - other.y);
}

/** @param {Geometry} geometry @param {Item} item @param {"left" | "right"} direction */
function inRow(geometry, item, direction) {
  const right = direction === "right";
  const side = along(geometry, item).filter((each) => (right ? each.x > item.x : each.x < item.x));
  return nearest(side, item)?.key ?? (right || POINTS.test(item.part) ? null : `lane:${item.lane}`);
}

/** @param {Geometry} geometry @param {Item} item @param {"up" | "down"} direction */
function inColumn(geometry, item, direction) {
  const places = geometry.whole ? [geometry.whole, ...geometry.columns] : geometry.columns;
  const column = places.find(({ items }) => items.includes(item)) ?? places.find(({ x, w }) => item.x >= x && item.x < x + w) ?? places[0];
  const spanning = geometry.spanning.filter(({ x, w }) => column && x <= column.x && column.x < x + w);
  const items = [...(column?.items ?? []), ...spanning].filter(walkable).sort((a, b) => a.y - b.y || a.x - b.x);
  const at = items.indexOf(item);
  if (at < 0) return items.find(({ part, step }) => part === "card" && step === item.step)?.key ?? null;
  const next = items[at + (direction === "up" ? -1 : 1)];
  if (next) return next.key;
  if (direction === "down") return null;
  const stage = geometry.stages.find(({ x, w }) => item.x >= x && item.x < x + w);
  return stage ? `stage:${stage.id ?? ""}` : null;
}

/** @param {Geometry} geometry @param {Item} item @param {Direction} direction */
function ofWay(geometry, item, direction) {
  const { way } = item.of;
  if (direction === "right" || direction === "last") return geometry.items.get(way.target)?.key ?? null;
  if (direction === "left" || direction === "first") return geometry.items.get(way.source)?.key ?? null;
  const all = waysAt(geometry, way.source);
  const at = all.indexOf(item.key);
  return all[(at + (direction === "up" ? -1 : 1) + all.length) % all.length] ?? null;
}

/** The ways at a step: on from it, then into it. @param {Geometry} geometry @param {string} step */
export function waysAt(geometry, step) {
  const ways = geometry.ways.map(({ way }) => way);
  return [...ways.filter(({ source }) => source === step), ...ways.filter(({ target }) => target === step)].map(({ id }) => id);
}

/** @param {Geometry} geometry @param {string} id @param {Direction} direction */
function ofStage(geometry, id, direction) {
  const at = geometry.stages.findIndex((stage) => (stage.id ?? "") === id);
  if (direction === "down") {
    const { x, w } = geometry.stages[at] ?? { x: 0, w: 0 };
    const below = [...geometry.items.values()].filter((each) => walkable(each) && each.x >= x && each.x < x + w);
    return below.sort((a, b) => a.y - b.y || a.x - b.x)[0]?.key ?? null;
  }
  return name("stage", geometry.stages.map((stage) => stage.id ?? ""), at, { left: -1, right: 1, up: 0, first: -Infinity, last: Infinity }[direction]);
}

/** @param {Geometry} geometry @param {string} key @param {Direction} direction */
function ofLane(geometry, key, direction) {
  if (direction === "right") {
    const items = [...geometry.items.values()].filter((each) => each.lane === key && walkable(each));
    return items.sort((a, b) => a.x - b.x || a.y - b.y)[0]?.key ?? null;
  }
  const at = geometry.lanes.findIndex((lane) => lane.key === key);
  return name("lane", geometry.lanes.map((lane) => lane.key), at, { up: -1, down: 1, left: 0, first: -Infinity, last: Infinity }[direction]);
}

/** @param {string} what @param {string[]} keys @param {number} at @param {number} by */
function name(what, keys, at, by) {
  const to = Math.min(keys.length - 1, Math.max(0, at + by));
  return by && to !== at && keys.length ? `${what}:${keys[to]}` : null;
}
