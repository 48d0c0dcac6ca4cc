// One person at work on one journey and its workspace's catalogue: applies changes at once, keeps
// them until the server has them, takes them back and brings them again.
// @ts-check
import { _ } from "../words.js";
import { problemsOf } from "./check.js";
import { History } from "./history.js";
import { uuid7 } from "./ids.js";
import { Refusal } from "./ops.js";
import { Outbox } from "./outbox.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";

/** @typedef {import("../app.js").Change} Change */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {import("./history.js").Part} Part */
/** @typedef {import("./history.js").Step} Step */
/** @typedef {import("./undoing.js").Left} Left */
/** @typedef {{seq?: number, document: string, at: number, job: Job, detail: string, problems: {message: string}[]}} Refused */
/** @typedef {"saved" | "saving" | "offline" | "trouble" | "signed-out"} State */
/** @typedef {"journey" | "catalogue"} Name */

/** The catalogue first: the journey may name what is made there. */
const NAMES = /** @type {Name[]} */ (["catalogue", "journey"]);

export class Session extends EventTarget {
  /**
   * @param {any} boot what the server wrote into the page
   * @param {{outbox?: Outbox, fetch?: typeof globalThis.fetch, follow?: boolean}} [given]
   */
  constructor(boot, { outbox = new Outbox(boot.user.id), fetch, follow = typeof window !== "undefined" } = {}) {
    super();
    this.boot = boot;
    this.may = boot.may;
    this.language = boot.language;
    this.schema = boot.schema;
    this.measures = boot.measures;
    this.journey = new Store(boot.journey, boot.schema.journey);
    this.catalogue = new Store(boot.catalogue, boot.schema.catalogue);
    this.stores = NAMES.map((name) => this[name]);
    this.journey.absent = (links) =>
      links.flatMap(([kind, field, id]) => (this._elsewhere(this._into(kind, field), "", id) ? [] : [id]));
    this.outbox = outbox;
    /** @type {Job[]} what the server has not acknowledged, first things first */
    this.queue = [];
    /** @type {Refused[]} what it refused, until somebody has decided */
    this.refusals = [];
    /** @type {import("./sync.js").Hindrance} */
    this.hindrance = "";
    /** @type {WeakMap<Job, Promise<unknown>>} */
    this.keeping = new WeakMap();
    this.history = new History(outbox, boot.journey.id);
    this.sync = new Sync(this, (id) => this._addresses(id), () => this._csrf(), fetch);
    this.ready = this._takeUp().then(() => follow && this.sync.follow());
  }

  /** Whether all is with the server, and what is not. */
  get status() {
    const pending = this.queue.length;
    /** @type {State} */
    const state = this.hindrance || (pending ? "saving" : "saved");
    return { state, pending, version: this.journey.version, refused: this.refusals, lasting: this.outbox.lasting };
  }

  get canUndo() {
    return this.history.last?.label ?? "";
  }

  get canRedo() {
    return this.history.next?.label ?? "";
  }

  /**
   * Make a change. It is applied at once and on its way; a Refusal says why nothing was done.
   * @param {Change} change
   */
  edit(change) {
    const planned = this._plan(change);
    /** @type {Part[]} */
    const parts = [];
    const touched = untouched();
    for (const name of NAMES) {
      const ops = change[name];
      if (!ops || !planned[name].length) continue;
      const store = this[name];
      const job = this._typedOn(change, store, ops) ?? this._enqueue({ label: change.label, ops, merge: change.merge }, store, touched[name]);
      for (const op of planned[name]) touched[name].add(op.id);
      parts.push({ document: store.id, client_id: job.client_id });
    }
    if (!parts.length) return;
    this.history.add(change.label, parts, change.merge);
    this._changed(touched);
    this.sync.kick();
  }

  /**
   * Return readers of both documents as a change would make them; nothing is done. What does not
   * fit is shown without it.
   * @param {Change} change
   */
  peek(change) {
    const [catalogue, journey] = NAMES.map((name) => {
      const fork = this[name].records.fork();
      try {
        if (change[name]?.length) fork.settle(change[name]);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
      return Object.assign(fork, { id: this[name].id });
    });
    return { journey, catalogue };
  }

  /** Take one's last step back, as far as others have not changed it since. */
  async undo() {
    return this._turn(this.history.last, (label) => _("Undo: {label}", { label }));
  }

  /** Bring again what was taken back last. */
  async redo() {
    return this._turn(this.history.next, (label) => _("Redo: {label}", { label }));
  }

  /**
   * Send again what was refused.
   * @param {Refused} refused
   */
  retry(refused) {
    this.drop(refused);
    const touched = untouched();
    const store = this.store(refused.job.document);
    const { seq, client_id, ...job } = refused.job;
    const again = this._enqueue(job, store, touched[store === this.journey ? "journey" : "catalogue"]);
    if (job.ops) this.history.add(job.label, [{ document: store.id, client_id: again.client_id }]);
    this._changed(touched);
    this.sync.kick();
  }

  /**
   * Forget what was refused.
   * @param {Refused} refused
   */
  drop(refused) {
    this.refusals = this.refusals.filter((each) => each !== refused);
    if (refused.seq !== undefined) void this.outbox.remove("refused", [refused.seq]);
    this._told();
  }

  // -- what Sync asks of its host ------------------------------------------------------------------

  /** @param {string} id */
  store(id) {
    return id === this.journey.id ? this.journey : this.catalogue;
  }

  /** @param {Job} job */
  async kept(job) {
    await this.keeping.get(job);
  }

  /**
   * @param {Store} store @param {Entry[]} entries
   * @returns {boolean} false: some are missing between
   */
  received(store, entries) {
    const { touched, taken, gap } = store.receive(entries);
    for (const { version, client_id, ops } of taken) {
      void this.outbox.put("entries", { document: store.id, version, client_id, ops });
    }
    if (touched.size) this._changed(touchedIn(store === this.journey, touched));
    if (taken.length) this._told();
    return !gap;
  }

  /** @param {Job} job @param {import("./sync.js").Acknowledged} entry */
  acknowledged(job, entry) {
    const store = this.store(job.document);
    this._leave(job);
    if (store.pending.some((each) => each.client_id === job.client_id)) {
      this._changed(touchedIn(store === this.journey, store.drop(job.client_id)));
    }
    if (entry.ops.length) {
      this.history.acknowledged(job.client_id, entry.version, entry.ops);
      for (const undo of this._undosOf(job)) {
        Object.assign(undo, { version: entry.version, undoes: entry.ops });
        this._keep(undo);
      }
    } else this._without(job);
    if (entry.left?.length && !job.told) this._saidLeft(job.label, entry.left);
    this._told();
  }

  /** @param {Job} job @param {import("./sync.js").Fault} fault */
  refused(job, fault) {
    const store = this.store(job.document);
    this._leave(job);
    this._changed(touchedIn(store === this.journey, store.drop(job.client_id)));
    this._without(job);
    const problems = fault.errors.map(({ detail }) => ({ message: detail }));
    /** @type {Refused} */
    const refused = { document: this.journey.id, at: Date.now(), job, detail: fault.detail, problems };
    this.refusals = [...this.refusals, refused];
    void this.outbox.put("refused", refused);
    this._told();
  }

  /** @param {import("./sync.js").Hindrance} hindrance */
  hindered(hindrance) {
    this.hindrance = hindrance;
    this._told();
  }

  // -- inside --------------------------------------------------------------------------------------

  /** Take up again what an earlier page left: entries newer than this page, then what is pending. */
  async _takeUp() {
    const documents = this.stores.map((store) => store.id);
    const [entries, jobs, refused] = await Promise.all([
      this.outbox.all("entries", documents),
      this.outbox.all("jobs", documents),
      this.outbox.all("refused", [this.journey.id]),
      this.history.load(),
    ]);
    const touched = untouched();
    for (const name of NAMES) {
      const store = this[name];
      const mine = entries.filter((entry) => entry.document === store.id);
      const old = mine.filter((entry) => entry.version <= store.version);
      void this.outbox.remove("entries", old.map((entry) => entry.seq));
      mine.sort((one, other) => one.version - other.version);
      touched[name] = store.receive(mine).touched;
    }
    for (const job of jobs) {
      this.queue.push(job);
      this.store(job.document).add(job);
    }
    this.refusals = refused;
    this._changed(touched);
    this._told();
    this.sync.kick();
    if (!this.queue.length) void this.sync.pull();
  }

  /**
   * Return what a change would do to each document, stamped; Refusal where it would not be sound.
   * @param {Change} change
   */
  _plan(change) {
    /** @type {Record<Name, import("./ops.js").Op[]>} */
    const planned = { catalogue: [], journey: [] };
    const readers = { catalogue: this.catalogue.records, journey: this.journey.records };
    for (const name of NAMES) {
      const ops = change[name];
      if (!ops?.length) continue;
      const fork = this[name].records.fork();
      planned[name] = fork.settle(ops);
      readers[name] = fork;
      const found = problemsOf(this.schema[name], fork, planned[name], (document, kind, id) =>
        this._elsewhere(document, kind, id, readers.catalogue),
      );
      if (found.length) throw new Refusal("invalid", found);
    }
    return planned;
  }

  /** @param {string} document @param {string} kind "" for any @param {string} id @param {import("./records.js").Records} [catalogue] */
  _elsewhere(document, kind, id, catalogue = this.catalogue.records) {
    if (document === "journey") {
      return id === this.journey.id || this.boot.journeys.some((/** @type {{id: string}} */ each) => each.id === id);
    }
    const there = catalogue.get(id);
    return there !== undefined && (!kind || there.kind === kind);
  }

  /** @param {string} kind @param {string} field */
  _into(kind, field) {
    return this.schema.journey.kinds[kind].fields[field]?.ref?.document ?? "";
  }

  /**
   * Typing that goes on while the last of it has not been sent is the same job.
   * @param {Change} change @param {Store} store @param {import("./ops.js").Op[]} ops
   */
  _typedOn(change, store, ops) {
    const job = this.queue.at(-1);
    const fits = change.merge && job?.merge === change.merge && job.document === store.id && this.queue.length > 1;
    if (!fits || !job.ops) return null;
    job.ops = joined(job.ops, ops);
    store.amend(job.client_id, job.ops);
    this._keep(job);
    return job;
  }

  /**
   * @param {Omit<Job, "client_id" | "document">} what @param {Store} store @param {Set<string>} touched
   * @returns {Job}
   */
  _enqueue(what, store, touched) {
    const job = { ...what, client_id: uuid7(), document: store.id };
    this.queue.push(job);
    for (const id of store.add(job)) touched.add(id);
    this._keep(job);
    this._told();
    return job;
  }

  /** Write a job down; it is sent only then. @param {Job} job */
  _keep(job) {
    const before = this.keeping.get(job) ?? Promise.resolve();
    this.keeping.set(
      job,
      before.then(() => (this.queue.includes(job) ? this.outbox.put("jobs", job) : undefined)).catch(() => {
        this.outbox.lasting = false; // the disk is full: this tab alone keeps it, and says so
        this._told();
      }),
    );
  }

  /** @param {Job} job */
  _leave(job) {
    this.queue = this.queue.filter((each) => each !== job);
    if (job.seq !== undefined) void this.outbox.remove("jobs", [job.seq]);
  }

  /** @param {Job} job */
  _undosOf(job) {
    return this.queue.filter((each) => each.of === job.client_id);
  }

  /** The log has no entry of it: neither it nor an undo of it can be taken back. @param {Job} job */
  _without(job) {
    this.history.forget(job.client_id);
    for (const undo of this._undosOf(job)) {
      this._leave(undo);
      this.store(undo.document).drop(undo.client_id);
      this._without(undo);
    }
  }

  /**
   * @param {Step | undefined} step @param {(label: string) => string} labelled
   * @returns {Promise<{label: string, left: (Left & {document: string})[]}>}
   */
  async _turn(step, labelled) {
    if (!step) return { label: "", left: [] };
    const touched = untouched();
    /** @type {(Left & {document: string})[]} */
    const left = [];
    const parts = step.parts.toReversed().map((part) => {
      const store = this.store(part.document);
      const undoes = part.ops ?? store.pending.find((job) => job.client_id === part.client_id)?.stamped ?? [];
      for (const each of store.inverse(undoes).left) left.push({ ...each, document: store.id });
      const name = store === this.journey ? "journey" : "catalogue";
      const what = { label: labelled(step.label), of: part.client_id, version: part.version, undoes, told: left.length > 0 };
      const job = this._enqueue(what, store, touched[name]);
      return { document: store.id, client_id: job.client_id };
    });
    this.history.turn(step, parts);
    this._changed(touched);
    this.sync.kick();
    return { label: step.label, left };
  }

  /** @param {string} label @param {string[]} left */
  _saidLeft(label, left) {
    this.dispatchEvent(new CustomEvent("left", { detail: { label, left } }));
  }

  /** @param {{journey: Set<string>, catalogue: Set<string>}} touched */
  _changed(touched) {
    if (touched.journey.size || touched.catalogue.size) this.dispatchEvent(new CustomEvent("records", { detail: touched }));
  }

  _told() {
    this.dispatchEvent(new Event("status"));
  }

  /** @param {string} id */
  _addresses(id) {
    const { urls } = this.boot;
    return id === this.journey.id
      ? { edits: urls.edits, undo: urls.undo }
      : { edits: urls.catalogue_edits, undo: urls.catalogue_undo };
  }

  /** The token of whoever is signed in by now. */
  _csrf() {
    return globalThis.document?.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.boot.csrf;
  }
}

/** @returns {{journey: Set<string>, catalogue: Set<string>}} */
function untouched() {
  return { journey: new Set(), catalogue: new Set() };
}

/** @param {boolean} journey @param {Set<string>} ids */
function touchedIn(journey, ids) {
  return journey ? { ...untouched(), journey: ids } : { ...untouched(), catalogue: ids };
}

/**
 * Ops after ops, patches of one record as one.
 * @param {import("./ops.js").Op[]} first @param {import("./ops.js").Op[]} second
 */
function joined(first, second) {
  const last = first.at(-1);
  const [next] = second;
  const one = first.length === 1 && second.length === 1 && last?.op === "patch" && next.op === "patch" && last.id === next.id;
  return one ? [{ ...next, set: { ...last.set, ...next.set } }] : [...first, ...second];
}
