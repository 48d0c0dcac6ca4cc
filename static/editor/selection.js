// What is chosen: ids of records, and the one that has the focus.
// @ts-check

export class Selection {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {ReadonlySet<string>} */
    this.ids = new Set();
    /** @type {string | null} */
    this.focus = null;
  }

  /** The one chosen record, or null where there are none or several. */
  get only() {
    return this.ids.size === 1 ? [...this.ids][0] : null;
  }

  /** @param {string} id */
  has(id) {
    return this.ids.has(id);
  }

  /**
   * Choose these (with `add`: these too); the focus goes to `focus`, else to the last of them.
   * @param {Iterable<string>} ids
   * @param {{focus?: string | null, add?: boolean}} [how]
   */
  select(ids, { focus, add = false } = {}) {
    const wanted = [...ids];
    const next = new Set(add ? [...this.ids, ...wanted] : wanted);
    const at = focus === undefined ? (wanted.at(-1) ?? null) : focus;
    if (at === this.focus && next.size === this.ids.size && wanted.every((id) => this.ids.has(id))) return;
    this.ids = next;
    this.focus = at;
    this.changed();
  }

  /** @param {string} id */
  toggle(id) {
    const next = new Set(this.ids);
    if (!next.delete(id)) next.add(id);
    this.ids = next;
    this.focus = id;
    this.changed();
  }

  clear() {
    this.select([], { focus: null });
  }

  /**
   * Forget what is no longer there.
   * @param {(id: string) => boolean} there
   */
  prune(there) {
    const kept = [...this.ids].filter(there);
    const focus = this.focus && there(this.focus) ? this.focus : (kept.at(-1) ?? null);
    this.select(kept, { focus });
  }
}
