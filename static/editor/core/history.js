// One's own steps, to take back and to bring again: without limit, kept across a reload. A step is
// what one command did, perhaps to both documents; each part is an entry of a log, and taking it
// back is the server's undo of that entry (SPEC.md, U1 to U5), so redo is the undo of the undo.
// @ts-check
import { same } from "./ops.js";
import { untouched } from "./store.js";

/** @typedef {import("./ops.js").Op} Op */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./undoing.js").Left} Left */
/** @typedef {{document: string, client_id: string, version?: number, ops?: Op[]}} Part */
/** @typedef {{seq?: number, document: string, label: string, parts: Part[], undone: boolean, merge?: string, at: number}} Step */
/** @typedef {import("./outbox.js").Outbox} Outbox */

/** Typing that goes on within so many milliseconds is one step; and all that is sent as one. */
const PAUSE = 5_000;

export class History {
  /** @param {Outbox} outbox @param {string} document */
  constructor(outbox, document) {
    this.outbox = outbox;
    this.document = document;
    /** @type {Step[]} by time */
    this.steps = [];
    /** @type {Promise<unknown>} what is being written */
    this.keeping = Promise.resolve();
  }

  /**
   * Take in what is on the disk. A step whose parts are neither in the log nor here to be sent is
   * another tab's that is at work on it.
   * @param {(client_id: string) => boolean} queued
   */
  async load(queued) {
    await this.keeping;
    /** @type {Step[]} */
    const kept = await this.outbox.all("history", [this.document]);
    const known = new Set(this.steps.flatMap(({ seq, parts }) => [seq, ...parts.map((part) => part.client_id)]));
    const fresh = kept.filter(
      ({ seq, parts }) =>
        !known.has(seq) && parts.every((part) => !known.has(part.client_id) && (part.version || queued(part.client_id))),
    );
    this.steps = [...this.steps, ...fresh].sort((one, other) => (one.seq ?? Infinity) - (other.seq ?? Infinity));
  }

  get last() {
    return this.steps.findLast((step) => !step.undone);
  }

  get next() {
    return this.steps.find((step) => step.undone);
  }

  /**
   * Enter what was done; what was undone before cannot be brought again then.
   * @param {string} label @param {Part[]} parts @param {string} [merge]
   */
  add(label, parts, merge) {
    const gone = this.steps.filter((step) => step.undone);
    this.steps = this.steps.filter((step) => !step.undone);
    this._remove(gone);
    const last = this.steps.at(-1);
    const now = Date.now();
    const known = new Set(last?.parts.map((part) => part.client_id));
    const goesOn = now - (last?.at ?? 0) < PAUSE || parts.every((part) => known.has(part.client_id));
    if (merge && last?.merge === merge && goesOn) {
      last.at = now;
      last.parts.push(...parts.filter((part) => !known.has(part.client_id)));
      this._keep(last);
      return;
    }
    const step = { document: this.document, label, parts, undone: false, merge, at: now };
    this.steps.push(step);
    this._keep(step);
  }

  /**
   * Enter that a step was taken back or brought again, by these parts.
   * @param {Step} step @param {Part[]} parts
   */
  turn(step, parts) {
    step.undone = !step.undone;
    step.parts = parts;
    delete step.merge;
    this._keep(step);
  }

  /** @param {string} client_id @returns {Part | undefined} */
  part(client_id) {
    return this.steps.flatMap((step) => step.parts).find((part) => part.client_id === client_id);
  }

  /**
   * The server has made an entry of it.
   * @param {string} client_id @param {number} version @param {Op[]} ops
   */
  acknowledged(client_id, version, ops) {
    for (const step of this.steps.toReversed()) {
      const part = step.parts.find((each) => each.client_id === client_id);
      if (!part) continue;
      part.version = version;
      part.ops = ops;
      this._keep(step);
      return;
    }
  }

  /**
   * The server has made no entry of it: there is nothing to take back.
   * @param {string} client_id
   */
  forget(client_id) {
    for (const step of this.steps) {
      const left = step.parts.filter((part) => part.client_id !== client_id);
      if (left.length === step.parts.length) continue;
      step.parts = left;
      if (left.length) this._keep(step);
    }
    const empty = this.steps.filter((step) => !step.parts.length);
    this.steps = this.steps.filter((step) => step.parts.length);
    this._remove(empty);
  }

  /** @param {Step} step */
  _keep(step) {
    this._then(async () => {
      if (this.steps.includes(step)) await this.outbox.put("history", step);
    });
  }

  /** @param {Step[]} steps */
  _remove(steps) {
    if (steps.length) this._then(() => this.outbox.remove("history", steps.flatMap((step) => step.seq ?? [])));
  }

  /** One after the other; a full disk costs what can be undone after a reload, no more. @param {() => Promise<unknown>} work */
  _then(work) {
    this.keeping = this.keeping.then(work).catch(() => {});
  }
}

/** The part of a step that a job is. @param {Part} job @returns {Part} */
export function partOf({ document, client_id }) {
  return { document, client_id };
}

/**
 * Take a step back or bring it again, as far as others have not changed it since.
 * @param {Session} session @param {Step | undefined} step @param {(label: string) => string} labelled
 * @returns {{label: string, left: (Left & {document: string})[], touched?: import("./store.js").Touched}}
 */
export function turn(session, step, labelled) {
  if (!step) return { label: "", left: [] };
  const touched = untouched();
  /** @type {(Left & {document: string})[]} */
  const left = [];
  const parts = step.parts.toReversed().map((part) => {
    const store = session.store(part.document);
    const undoes = part.ops ?? store.pending.find((job) => job.client_id === part.client_id)?.stamped ?? [];
    const found = store.inverse(undoes).left;
    for (const each of found) left.push({ ...each, document: store.id });
    const what = { label: labelled(step.label), of: part.client_id, version: part.version, undoes, told: found.map(placeOf) };
    return partOf(session.enqueue(what, store, touched));
  });
  session.history.turn(step, parts);
  session.changed(touched);
  session.sync.kick();
  return { label: step.label, left, touched };
}

/**
 * Let the undos of a job take back what the log has of it.
 * @param {Session} session @param {Job} job @param {import("./store.js").Store} store
 * @param {import("./store.js").Entry} entry @param {Set<string>} touched
 */
export function takeBack({ waiting }, job, store, { version, ops }, touched) {
  for (const undo of waiting.undosOf(job)) {
    const what = { version, undoes: ops };
    const foreseen = same(undo.undoes, ops);
    Object.assign(undo, what);
    waiting.keep(undo);
    if (!foreseen) for (const id of store.change(undo.client_id, what)) touched.add(id);
  }
}

/**
 * The log has no entry of a job: neither it nor an undo of it can be taken back.
 * @param {Session} session @param {Job} job @param {Set<string>} touched
 */
export function without(session, job, touched) {
  session.history.forget(job.client_id);
  for (const undo of session.waiting.undosOf(job)) {
    session.waiting.leave(undo);
    for (const id of session.store(undo.document).drop(undo.client_id)) touched.add(id);
    without(session, undo, touched);
  }
}

/** What an undo leaves, by its id and field. @param {Left} left */
export function placeOf({ id, field = "" }) {
  return `${id} ${field}`;
}
