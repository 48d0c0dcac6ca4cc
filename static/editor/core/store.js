// One document as this browser sees it: what the server has acknowledged, and on top of that the
// jobs (edits and undos) it has not. The server's log decides; what is pending is applied again on
// top of whatever comes from there.
// @ts-check
import { Records } from "./records.js";
import { invert, Refusal, same } from "./ops.js";
import { shapesOf } from "./schema.js";
import { inverse } from "./undoing.js";

/** @typedef {import("./ops.js").Op} Op */
/** @typedef {import("./schema.js").DocSchema} DocSchema */
/** @typedef {import("./undoing.js").Left} Left */
/** @typedef {{version: number, client_id: string, ops: Op[]}} Entry  of the log, as the API tells it */
/**
 * What is to be sent: an edit's ops, or the entry to take back.
 * @typedef {object} Job
 * @property {string} client_id
 * @property {string} document
 * @property {string} label
 * @property {number} [seq] its place among all that is kept here
 * @property {Op[]} [ops] of an edit, as they are sent
 * @property {string} [of] of an undo: the client_id of what it takes back
 * @property {number} [version] of an undo: the entry, where it is known
 * @property {Op[]} [undoes] of an undo: the stamped ops it takes back
 * @property {string} [merge] of an edit: what may be typed on
 * @property {string[]} [told] of an undo: the places of what it leaves, as was said already
 * @property {string} [needs] the client_id of the catalogue's part of the same change, without which it is nothing
 * @property {string} [tab] the tab that looks after it while it lives
 */
/** @typedef {Job & {stamped: Op[] | null}} Pending  null: it does not fit here; the server decides */

/** @typedef {{journey: Set<string>, catalogue: Set<string>}} Touched  ids of what changed */

export class Store {
  /** @param {{id: string, version: number, records: [string, string, any][]}} boot @param {DocSchema} schema */
  constructor(boot, schema) {
    this.id = boot.id;
    this.version = boot.version;
    this.schema = schema;
    this.records = new Records(shapesOf(schema), boot.records);
    /** @type {Pending[]} */
    this.pending = [];
    /** @type {(links: import("./undoing.js").Link[]) => string[]} what other documents no longer have */
    this.absent = () => [];
  }

  /** @param {string} id */
  get(id) {
    return this.records.get(id);
  }

  /** @param {string} name */
  kind(name) {
    return this.records.kind(name);
  }

  /** @param {Iterable<string>} ids */
  holders(ids) {
    return this.records.holders(ids);
  }

  /** @param {string} id @param {string} name */
  field(id, name) {
    return this.records.field(id, name);
  }

  /**
   * Return what taking stamped ops back would do now, and what it would leave.
   * @param {Op[]} stamped
   */
  inverse(stamped) {
    return inverse(stamped, this.records, this.id, this.absent);
  }

  /**
   * Apply a job on top of everything; where it does not fit it waits for the server's word.
   * @param {Job} job
   * @returns {Set<string>} the ids of what changed
   */
  add(job) {
    const pending = { ...job, stamped: this._apply(job) };
    this.pending.push(pending);
    return idsOf([pending]);
  }

  /**
   * Let a job be another: typing that went on, or what an undo takes back as the log has it.
   * @param {string} client_id @param {Partial<Job>} what
   */
  change(client_id, what) {
    const from = this.pending.findIndex((job) => job.client_id === client_id);
    if (from < 0) return new Set();
    return this._anew((pending) => pending.map((job, at) => (at ? job : { ...job, ...what })), undefined, from);
  }

  /**
   * Forget a job: it was refused, or it changed nothing.
   * @param {string} client_id
   */
  drop(client_id) {
    return this._anew((pending) => pending.filter((job) => job.client_id !== client_id));
  }

  /**
   * Take entries of the log in, oldest first; those that are known are passed over, and after a gap
   * nothing is taken.
   * @param {Entry[]} entries
   * @returns {{touched: Set<string>, taken: Entry[], gap: boolean}}
   */
  receive(entries) {
    /** @type {Set<string>} */
    const touched = new Set();
    /** @type {Entry[]} */
    const taken = [];
    for (const entry of entries) {
      if (entry.version <= this.version) continue;
      if (entry.version > this.version + 1) return { touched, taken, gap: true };
      for (const id of this._take(entry)) touched.add(id);
      this.version = entry.version;
      taken.push(entry);
    }
    return { touched, taken, gap: false };
  }

  /** @param {Entry} entry */
  _take(entry) {
    const [first] = this.pending;
    if (first?.client_id === entry.client_id && first.stamped && same(first.stamped, entry.ops)) {
      this.pending.shift(); // the usual case: it is as it was foreseen
      return new Set();
    }
    const touched = this._anew(
      (pending) => pending.filter((job) => job.client_id !== entry.client_id),
      () => this.records.replay(entry.ops),
    );
    for (const op of entry.ops) touched.add(op.id);
    return touched;
  }

  /**
   * Rewind what is pending, do something, and apply what is to be pending then.
   * @param {(pending: Pending[]) => Pending[]} wanted @param {() => void} [meanwhile]
   * @param {number} [from] the jobs before stay as they are
   */
  _anew(wanted, meanwhile, from = 0) {
    const rewound = this.pending.splice(from);
    const touched = idsOf(rewound);
    for (const job of rewound.toReversed()) if (job.stamped) this.records.replay(invert(job.stamped));
    meanwhile?.();
    const again = wanted(rewound).map((job) => ({ ...job, stamped: this._apply(job) }));
    this.pending.push(...again);
    for (const id of idsOf(again)) touched.add(id);
    return touched;
  }

  /** @param {Job} job @returns {Op[] | null} */
  _apply(job) {
    try {
      return this.records.settle(job.ops ?? this.inverse(job.undoes ?? []).ops);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }
}

/** @param {Pending[]} jobs */
function idsOf(jobs) {
  return new Set(jobs.flatMap((job) => (job.stamped ?? []).map((op) => op.id)));
}

/** @returns {Touched} */
export function untouched() {
  return { journey: new Set(), catalogue: new Set() };
}
