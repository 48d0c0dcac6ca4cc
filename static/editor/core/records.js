// A document's records: read by id and by kind, changed by ops, with an index of who names whom, so
// that no edit's cost grows with the document.
// @ts-check
import { byText, hold, own, references, replay, settle } from "./ops.js";

/** @typedef {import("./ops.js").Held} Held */
/** @typedef {import("./ops.js").Op} Op */
/** @typedef {import("./ops.js").Shapes} Shapes */
/** @typedef {{base: readonly Held[], sorted: readonly Held[], stale: Set<string>}} Kept  the records of a kind by (order, id), and the ids to look at anew */

/** @type {readonly Held[]} */
const NONE = Object.freeze([]);

export class Records {
  /**
   * @param {Shapes} shapes
   * @param {Iterable<[string, string, Record<string, any>]>} [triples] kind, id, value
   * @param {Records} [base] what is read where this has nothing of its own
   */
  constructor(shapes, triples = [], base = undefined) {
    this.shapes = shapes;
    /** @type {Records | undefined} */
    this._base = base;
    /** @type {Map<string, Held | undefined>} undefined: gone, though the base may have it */
    this._held = new Map();
    /** @type {Map<string, Set<string>>} of this layer's records: by id, who names it */
    this._named = new Map();
    /** @type {Map<string, Kept>} */
    this._kinds = new Map();
    for (const [kind, id, value] of triples) this._set(id, hold(kind, id, value));
  }

  /**
   * Return a record, frozen; undefined where there is none.
   * @param {string} id
   * @returns {Held | undefined}
   */
  get(id) {
    return this._held.has(id) ? this._held.get(id) : this._base?.get(id);
  }

  /** @param {string} id */
  value(id) {
    return this.get(id)?.value;
  }

  /**
   * Return a field of a record, or its default; undefined where there is no such record.
   * @param {string} id @param {string} name
   */
  field(id, name) {
    const held = this.get(id);
    return held && (own(held.value, name) ?? own(this.shapes[held.kind].defaults, name));
  }

  /**
   * Return the records of a kind by (order, id): the same array until one of them changes.
   * @param {string} name
   * @returns {readonly Held[]}
   */
  kind(name) {
    const base = this._base?.kind(name) ?? NONE;
    const kept = this._kept(name);
    if (kept.base !== base) {
      kept.base = kept.sorted = base;
      for (const id of this._held.keys()) kept.stale.add(id);
    }
    if (kept.stale.size) {
      const fresh = [...kept.stale].map((id) => this.get(id)).filter((held) => held?.kind === name);
      kept.sorted = Object.freeze(merge(kept.sorted, kept.stale, /** @type {Held[]} */ (fresh)));
      kept.stale.clear();
    }
    return kept.sorted;
  }

  /**
   * Return the ids of the records that name one of some ids of this document.
   * @param {Iterable<string>} ids
   * @returns {Set<string>}
   */
  holders(ids) {
    const wanted = [...ids];
    /** @type {Set<string>} */
    const found = new Set();
    if (this._base) for (const id of this._base.holders(wanted)) if (!this._held.has(id)) found.add(id);
    for (const id of wanted) for (const holder of this._named.get(id) ?? []) found.add(holder);
    return found;
  }

  /** All records, in no order. @returns {Generator<Held>} */
  *[Symbol.iterator]() {
    for (const held of this._base ?? []) if (!this._held.has(held.id)) yield held;
    for (const held of this._held.values()) if (held) yield held;
  }

  /**
   * Apply ops and what follows from them; return them stamped. Throws Conflict and has then done
   * nothing.
   * @param {Op[]} ops
   * @returns {Op[]}
   */
  settle(ops) {
    const { stamped, changes } = settle(
      (id) => this.get(id),
      ops,
      (ids) => this.holders(ids),
      this.shapes,
    );
    this._enter(changes);
    return stamped;
  }

  /**
   * Apply stamped ops, as the log keeps them. Throws Conflict and has then done nothing.
   * @param {Op[]} stamped
   */
  replay(stamped) {
    this._enter(replay((id) => this.get(id), stamped));
  }

  /**
   * Return records of their own over these: what is changed there is not changed here; what is
   * changed here shows through, but for records that were changed there. It costs nothing.
   */
  fork() {
    return new Records(this.shapes, [], this);
  }

  /** @param {import("./ops.js").Changes} changes */
  _enter(changes) {
    for (const [id, held] of changes) if (held !== this.get(id)) this._set(id, held);
  }

  /** @param {string} id @param {Held | undefined} held */
  _set(id, held) {
    const mine = this._held.get(id);
    for (const old of [mine, this.get(id)]) if (old) this._kinds.get(old.kind)?.stale.add(id);
    if (mine) for (const target of this._targets(mine)) this._unname(target, id);
    if (held || this._base) this._held.set(id, held);
    else this._held.delete(id);
    if (!held) return;
    for (const target of this._targets(held)) {
      const there = this._named.get(target);
      if (there) there.add(id);
      else this._named.set(target, new Set([id]));
    }
    this._kept(held.kind).stale.add(id);
  }

  /** @param {string} kind @returns {Kept} */
  _kept(kind) {
    let kept = this._kinds.get(kind);
    if (!kept) this._kinds.set(kind, (kept = { base: NONE, sorted: NONE, stale: new Set() }));
    return kept;
  }

  /** @param {string} target @param {string} holder */
  _unname(target, holder) {
    const there = this._named.get(target);
    there?.delete(holder);
    if (!there?.size) this._named.delete(target);
  }

  /** @param {Held} held */
  _targets(held) {
    return references(held.kind, held.value, this.shapes, "").map(([, target]) => target);
  }
}

/** By order, then id. @param {Held} a @param {Held} b */
function byPlace(a, b) {
  return byText(a.value.order ?? "", b.value.order ?? "") || byText(a.id, b.id);
}

/**
 * Return sorted records without some ids, and others among them.
 * @param {readonly Held[]} sorted @param {Set<string>} without @param {Held[]} fresh
 */
function merge(sorted, without, fresh) {
  fresh.sort(byPlace);
  /** @type {Held[]} */
  const all = [];
  let at = 0;
  for (const held of sorted) {
    if (without.has(held.id)) continue;
    while (at < fresh.length && byPlace(fresh[at], held) < 0) all.push(fresh[at++]);
    all.push(held);
  }
  return all.concat(fresh.slice(at));
}
