// Text that was written over: of two who write in one field the last writer wins (SPEC.md), so the
// other is told. What was written stays in the log; this only notices that it is no longer there.
// @ts-check

/** @typedef {import("./store.js").Entry & {author?: {kind: string, name: string}}} Entry */
/** @typedef {{record: string, field: string, who: string, version: number}} Over  somebody wrote over one's own text */

/** One's own text concerns one for so many ms after it was saved; where one still is, for ever. */
const LATELY = 60_000;

export class Overwriting {
  /** @param {(client_id: string) => boolean} own whether an entry is this page's */
  constructor(own) {
    this.own = own;
    /** @type {Map<string, {value: string, at: number}>} by place, what this page wrote last */
    this.mine = new Map();
    /** @type {Map<string, string>} by place, who changed it last */
    this.last = new Map();
  }

  /**
   * Take in an entry of the log; return which own texts it writes over.
   * @param {Entry} entry @param {number} [now] ms
   * @returns {Over[]}
   */
  take({ client_id, ops, author, version }, now = Date.now()) {
    const own = this.own(client_id);
    /** @type {Over[]} */
    const over = [];
    for (const op of ops) {
      for (const [field, value] of Object.entries(op.op === "patch" ? (op.set ?? {}) : {})) {
        const place = `${op.id} ${field}`;
        const mine = this.mine.get(place);
        this.mine.delete(place);
        if (own) {
          this.last.delete(place);
          if (typeof value === "string") this.mine.set(place, { value, at: now });
          continue;
        }
        this.last.set(place, author?.name ?? "");
        const lost = mine && mine.value !== value && now - mine.at < LATELY;
        if (lost) over.push({ record: op.id, field, who: author?.name ?? "", version });
      }
    }
    return over;
  }

  /** Who else changed a field last, "" where nobody is known to have. @param {string} record @param {string} field */
  who(record, field) {
    return this.last.get(`${record} ${field}`) ?? "";
  }
}
