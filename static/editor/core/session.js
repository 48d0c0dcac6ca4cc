// One person at work on one journey and its workspace's catalogue: applies changes at once, keeps
// them until the server has them, takes them back and brings them again.
// @ts-check
import { _ } from "../words.js";
import { History, partOf, placeOf, takeBack, turn, without } from "./history.js";
import { Outbox } from "./outbox.js";
import { absent, NAMES, peeked, planned } from "./planning.js";
import { joined, Queue } from "./queue.js";
import { Store, untouched } from "./store.js";
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
/** @typedef {"saved" | "saving" | "offline" | "trouble" | "signed-out" | "ended"} State */
/** @typedef {"journey" | "catalogue"} Name */
/** @typedef {import("./store.js").Touched} Touched */
/** @typedef {Record<"edit" | "comment" | "answers", boolean>} May */

/** What one may do where there is nothing for one any more. */
const NOTHING = /** @type {May} */ ({});
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
    /** @type {May} by the role that one has */
    this.granted = boot.may;
    this.language = boot.language;
    this.schema = boot.schema;
    this.measures = boot.measures;
    this.journey = new Store(boot.journey, boot.schema.journey);
    this.catalogue = new Store(boot.catalogue, boot.schema.catalogue);
    this.stores = NAMES.map((name) => this[name]);
    this.journey.absent = (links) => absent(this, links);
    this.outbox = outbox;
    this.waiting = new Queue(outbox, () => this.told());
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

  /** What one may do here now. */
  get may() {
    return this.hindrance === "ended" ? NOTHING : this.granted;
  }

  /** One's role has changed. @param {Partial<May>} may */
  grant(may) {
    this.granted = { ...this.granted, ...may };
    this.dispatchEvent(new Event("may"));
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
    const foreseen = planned(this, change);
    /** @type {Part[]} */
    const parts = [];
    const touched = untouched();
    for (const name of NAMES) {
      const ops = change[name];
      if (!ops || !foreseen[name].length) continue;
      const store = this[name];
      const needs = parts[0]?.client_id;
      const job = this._typedOn(change, store, ops) ?? this.enqueue({ label: change.label, ops, merge: change.merge, needs }, store, touched);
      for (const op of foreseen[name]) touched[name].add(op.id);
      parts.push(partOf(job));
    }
    if (!parts.length) return;
    this.history.add(change.label, parts, change.merge);
    this.changed(touched);
    this.sync.kick();
  }

  /** Readers of both documents as a change would make them; nothing is done. @param {Change} change */
  peek(change) {
    return peeked(this, change);
  }

  /** Take one's last step back, as far as others have not changed it since. */
  async undo() {
    return turn(this, this.history.last, (label) => _("Undo: {label}", { label }));
  }

  /** Bring again what was taken back last. */
  async redo() {
    return turn(this, this.history.next, (label) => _("Redo: {label}", { label }));
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
    this.changed(touched);
    this.told();
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
    for (const { client_id, version, ops } of taken) if (this.waiting.has(client_id)) this.history.acknowledged(client_id, version, ops);
    if (entered.length) this.entering = Promise.allSettled([this.entering, ...entered]);
    if (touched.size) this.changed({ ...untouched(), [this._name(store)]: touched });
    if (taken.length) {
      this.dispatchEvent(new CustomEvent("entries", { detail: taken }));
      this.told();
    }
    return !gap;
  }

  /** @param {Job} job @param {import("./sync.js").Acknowledged} entry */
  acknowledged(job, entry) {
    const store = this.store(job.document);
    const touched = store.drop(job.client_id);
    if (entry.ops.length) {
      this.history.acknowledged(job.client_id, entry.version, entry.ops);
      takeBack(this, job, store, entry, touched);
    } else without(this, job, touched);
    this.waiting.leave(job, Promise.all([this.entering, this.history.keeping]));
    this.changed({ ...untouched(), [this._name(store)]: touched });
    const left = (entry.left ?? []).filter((each) => !job.told?.includes(placeOf(each)));
    if (left.length) this._saidLeft(job.label, left);
    this.told();
  }

  /** @param {Job} job @param {import("./sync.js").Fault} fault */
  refused(job, fault) {
    const store = this.store(job.document);
    const others = this.waiting.needing(job);
    const touched = untouched();
    for (const each of [...others.toReversed(), job]) {
      const name = this._name(this.store(each.document));
      for (const id of this[name].drop(each.client_id)) touched[name].add(id);
      without(this, each, touched[name]);
    }
    if (job.of !== undefined && fault.uses) {
      const made = (job.undoes ?? []).filter((op) => op.op === "put" && op.was === null);
      this.waiting.leave(job); // it made what others use by now: that stays, as an undo leaves it
      this._saidLeft(job.label, made.map(({ id, kind = "", value }) => named(id, kind, value)));
    } else this._setAside(job, others, fault);
    this.changed(touched);
    this.told();
  }

  /** @param {import("./sync.js").Hindrance} hindrance */
  hindered(hindrance) {
    const may = this.may;
    this.hindrance = hindrance;
    if (may !== this.may) this.dispatchEvent(new Event("may"));
    this.told();
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
    this.aside(this.outbox.remove("refused", refused.filter((each) => once.get(each.job.client_id) !== each).map(({ seq }) => seq)));
    this.refusals = [...once.values()];
    this.aside(this.outbox.forget(this._documents(), Date.now() - KEPT));
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
   * @param {Touched} touched
   */
  enqueue(what, store, touched) {
    const job = this.waiting.add({ ...what, document: store.id });
    for (const id of store.add(job)) touched[this._name(store)].add(id);
    this.told();
    return job;
  }

  /** What may fail without harm. @param {Promise<unknown>} work */
  aside(work) {
    work.catch((error) => console.warn(error));
  }

  /** @param {string} label @param {Left[]} left */
  _saidLeft(label, left) {
    this.dispatchEvent(new CustomEvent("left", { detail: { label, left } }));
  }

  /** @param {Touched} touched */
  changed(touched) {
    if (touched.journey.size || touched.catalogue.size) this.dispatchEvent(new CustomEvent("records", { detail: touched }));
  }

  told() {
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
