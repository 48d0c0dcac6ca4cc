// One person at work on one journey and its workspace's catalogue: applies changes at once, keeps
// them until the server has them, takes them back and brings them again.
// @ts-check
import { _ } from "../words.js";
import { problemsOf } from "./check.js";
import { History } from "./history.js";
import { Refusal, same } from "./ops.js";
import { Outbox } from "./outbox.js";
import { Queue } from "./queue.js";
import { Store } from "./store.js";
import { Sync } from "./sync.js";
import { named } from "./undoing.js";

/** @typedef {import("../app.js").Change} Change */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {import("./history.js").Part} Part */
/** @typedef {import("./history.js").Step} Step */
/** @typedef {import("./undoing.js").Left} Left */
/**
 * @typedef {object} Refused
 * @property {number} [seq]
 * @property {string} document the journey's id
 * @property {number} at ms since 1970
 * @property {Job} job
 * @property {Job[]} with what is nothing without it: the journey's part of the same change
 * @property {string} detail
 * @property {{message: string}[]} problems
 */
/** @typedef {"saved" | "saving" | "offline" | "trouble" | "signed-out"} State */
/** @typedef {"journey" | "catalogue"} Name */

/** The catalogue first: the journey may name what is made there. */
const NAMES = /** @type {Name[]} */ (["catalogue", "journey"]);
/** Entries are kept for pages as old as this, in ms: the service worker may show such a page. */
const KEPT = 30 * 24 * 3600_000;

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
    this.waiting = new Queue(outbox, () => this._told());
    /** @type {Refused[]} what it refused, until somebody has decided */
    this.refusals = [];
    /** @type {import("./sync.js").Hindrance} */
    this.hindrance = "";
    /** @type {Promise<unknown>} the entries of the log that are being written down */
    this.entering = Promise.resolve();
    this.history = new History(outbox, boot.journey.id);
    this.page = boot.urls.map ?? "";
    this.sync = new Sync(this, (id) => this._addresses(id), fetch);
    /** When what was left here is taken up again; it does not wait for the network. */
    this.ready = this._takeUp().then(() => {
      if (follow) this.sync.follow();
      if (this.queue.length) this.sync.kick();
      else if (follow) void this.sync.pull();
    });
  }

  /** What the server has not acknowledged, first things first. */
  get queue() {
    return this.waiting.jobs;
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
      const needs = parts[0]?.client_id;
      const job = this._typedOn(change, store, ops) ?? this._enqueue({ label: change.label, ops, merge: change.merge, needs }, store, touched);
      for (const op of planned[name]) touched[name].add(op.id);
      parts.push(partOf(job));
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

  /**
   * Say in the reader's words why a change does not fit by now; [] where it would.
   * @param {Change} change
   */
  faults(change) {
    try {
      this._plan(change);
      return [];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code === "conflict" ? [_("Somebody has removed what this changes.")] : error.problems.map(({ message }) => message);
    }
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
    const touched = untouched();
    /** @type {Job[]} */
    const again = [];
    for (const { seq, client_id, tab, needs, ...job } of [refused.job, ...refused.with]) {
      again.push(this._enqueue({ ...job, needs: needs && again[0]?.client_id }, this.store(job.document), touched));
    }
    if (refused.job.ops) this.history.add(refused.job.label, again.map(partOf));
    void Promise.all(again.map((job) => this.waiting.kept(job))).then(() => this.drop(refused));
    this.refusals = this.refusals.filter((each) => each !== refused);
    this._changed(touched);
    this._told();
    this.sync.kick();
  }

  /**
   * Forget what was refused.
   * @param {Refused} refused
   */
  drop(refused) {
    this.refusals = this.refusals.filter((each) => each !== refused);
    if (refused.seq !== undefined) this._aside(this.outbox.remove("refused", [refused.seq]));
    this._told();
  }

  // -- what Sync asks of its host ------------------------------------------------------------------

  /** @param {string} id */
  store(id) {
    return id === this.journey.id ? this.journey : this.catalogue;
  }

  /** @param {Job} job */
  async kept(job) {
    await this.waiting.kept(job);
  }

  /** Who asks: the server answers nobody else, whoever is signed in by now. */
  headers() {
    const token = globalThis.document?.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.boot.csrf;
    return { "X-CSRFToken": token, "X-Journeymap-User": String(this.boot.user.id) };
  }

  /** Take up the jobs that tabs which are gone have left. */
  async adopt() {
    const left = await this.waiting.adopt(this._documents());
    if (!left.length) return;
    const touched = untouched();
    for (const job of left) {
      const store = this.store(job.document);
      for (const id of store.add(job)) touched[this._name(store)].add(id);
    }
    await this.history.load((client_id) => this.waiting.has(client_id));
    this._changed(touched);
    this._told();
    this.sync.kick();
  }

  /**
   * @param {Store} store @param {Entry[]} entries
   * @returns {boolean} false: some are missing between
   */
  received(store, entries) {
    const { touched, taken, gap } = store.receive(entries);
    const at = Date.now();
    const entered = taken.map(({ version, client_id, ops }) =>
      this.outbox.put("entries", { document: store.id, version, client_id, ops, at }),
    );
    if (entered.length) this.entering = Promise.allSettled([this.entering, ...entered]);
    if (touched.size) this._changed({ ...untouched(), [this._name(store)]: touched });
    if (taken.length) this._told();
    return !gap;
  }

  /** @param {Job} job @param {import("./sync.js").Acknowledged} entry */
  acknowledged(job, entry) {
    const store = this.store(job.document);
    const touched = store.drop(job.client_id);
    if (entry.ops.length) {
      this.history.acknowledged(job.client_id, entry.version, entry.ops);
      for (const undo of this.waiting.undosOf(job)) for (const id of this._takesBack(undo, store, entry)) touched.add(id);
    } else this._without(job, touched);
    this.waiting.leave(job, Promise.all([this.entering, this.history.keeping]));
    this._changed({ ...untouched(), [this._name(store)]: touched });
    const left = (entry.left ?? []).filter((each) => !job.told?.includes(placeOf(each)));
    if (left.length) this._saidLeft(job.label, left);
    this._told();
  }

  /** @param {Job} job @param {import("./sync.js").Fault} fault */
  refused(job, fault) {
    const store = this.store(job.document);
    const others = this.waiting.needing(job);
    const touched = untouched();
    for (const each of [...others.toReversed(), job]) {
      const name = this._name(this.store(each.document));
      for (const id of this[name].drop(each.client_id)) touched[name].add(id);
      this._without(each, touched[name]);
    }
    if (job.of !== undefined && fault.uses) {
      const made = (job.undoes ?? []).filter((op) => op.op === "put" && op.was === null);
      this.waiting.leave(job); // it made what others use by now: that stays, as an undo leaves it
      this._saidLeft(job.label, made.map(({ id, kind = "", value }) => named(id, kind, value)));
    } else this._setAside(job, others, fault);
    this._changed(touched);
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
    const [entries, refused] = await Promise.all([
      Promise.all(this.stores.map((store) => this.outbox.since(store.id, store.version))),
      this.outbox.all("refused", [this.journey.id]),
      this.history.load(() => false),
    ]);
    this.stores.forEach((store, at) => store.receive(entries[at]));
    const once = new Map(refused.map((each) => [each.job.client_id, each]));
    this._aside(this.outbox.remove("refused", refused.filter((each) => once.get(each.job.client_id) !== each).map(({ seq }) => seq)));
    this.refusals = [...once.values()];
    this._aside(this.outbox.forget(this._documents(), Date.now() - KEPT));
    await this.adopt();
  }

  /** Put a refused job and what hangs on it aside, for somebody to decide. @param {Job} job @param {Job[]} others @param {import("./sync.js").Fault} fault */
  _setAside(job, others, fault) {
    const problems = fault.errors.map(({ detail }) => ({ message: detail }));
    /** @type {Refused} */
    const refused = { document: this.journey.id, at: Date.now(), job, with: others, detail: fault.detail, problems };
    this.refusals = [...this.refusals, refused];
    this.waiting.setAside(refused, [job, ...others]);
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
    const job = this.waiting.open(change.merge, store.id);
    if (!job) return null;
    job.ops = joined(job.ops ?? [], ops);
    store.change(job.client_id, { ops: job.ops });
    this.waiting.keep(job);
    return job;
  }

  /**
   * @param {Omit<Job, "client_id" | "document">} what @param {Store} store
   * @param {{journey: Set<string>, catalogue: Set<string>}} touched
   */
  _enqueue(what, store, touched) {
    const job = this.waiting.add({ ...what, document: store.id });
    for (const id of store.add(job)) touched[this._name(store)].add(id);
    this._told();
    return job;
  }

  /** What may fail without harm. @param {Promise<unknown>} work */
  _aside(work) {
    work.catch((error) => console.warn(error));
  }

  /** Let an undo take back what the log has. @param {Job} undo @param {Store} store @param {Entry} entry */
  _takesBack(undo, store, { version, ops }) {
    const what = { version, undoes: ops };
    const foreseen = same(undo.undoes, ops);
    Object.assign(undo, what);
    this.waiting.keep(undo);
    return foreseen ? [] : store.change(undo.client_id, what);
  }

  /** The log has no entry of it: neither it nor an undo of it can be taken back. @param {Job} job @param {Set<string>} touched */
  _without(job, touched) {
    this.history.forget(job.client_id);
    for (const undo of this.waiting.undosOf(job)) {
      this.waiting.leave(undo);
      for (const id of this.store(undo.document).drop(undo.client_id)) touched.add(id);
      this._without(undo, touched);
    }
  }

  /**
   * @param {Step | undefined} step @param {(label: string) => string} labelled
   * @returns {Promise<{label: string, left: (Left & {document: string})[], touched?: {journey: Set<string>, catalogue: Set<string>}}>}
   */
  async _turn(step, labelled) {
    if (!step) return { label: "", left: [] };
    const touched = untouched();
    /** @type {(Left & {document: string})[]} */
    const left = [];
    const parts = step.parts.toReversed().map((part) => {
      const store = this.store(part.document);
      const undoes = part.ops ?? store.pending.find((job) => job.client_id === part.client_id)?.stamped ?? [];
      const found = store.inverse(undoes).left;
      for (const each of found) left.push({ ...each, document: store.id });
      const what = { label: labelled(step.label), of: part.client_id, version: part.version, undoes, told: found.map(placeOf) };
      return partOf(this._enqueue(what, store, touched));
    });
    this.history.turn(step, parts);
    this._changed(touched);
    this.sync.kick();
    return { label: step.label, left, touched };
  }

  /** @param {string} label @param {Left[]} left */
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

  _documents() {
    return this.stores.map((store) => store.id);
  }

  /** @param {Store} store @returns {Name} */
  _name(store) {
    return store === this.journey ? "journey" : "catalogue";
  }
}

/** @returns {{journey: Set<string>, catalogue: Set<string>}} */
function untouched() {
  return { journey: new Set(), catalogue: new Set() };
}

/** @param {Job} job @returns {Part} */
function partOf({ document, client_id }) {
  return { document, client_id };
}

/** What an undo leaves, by its id and field. @param {Left} left */
function placeOf({ id, field = "" }) {
  return `${id} ${field}`;
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
