// Interim, in memory only: the outbox that loses nothing replaces this file.
// @ts-check
import { Records } from "./records.js";
import { shapesOf } from "./schema.js";
import { problemsOf } from "./check.js";
import { invert, Refusal } from "./ops.js";
import { uuid7 } from "./ids.js";

class Store {
  /** @param {any} boot @param {any} schema */
  constructor(boot, schema) {
    this.id = boot.id;
    this.version = boot.version;
    this.schema = schema;
    this.records = new Records(
      shapesOf(schema),
      boot.records.map((/** @type {any} */ [kind, id, value]) => [kind, id, value]),
    );
    /** @type {any[]} */
    this.pending = [];
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
}

export class Session extends EventTarget {
  /** @param {any} boot @param {any} [_options] */
  constructor(boot, _options) {
    super();
    this.boot = boot;
    Object.assign(this, { may: boot.may, language: boot.language, schema: boot.schema, measures: boot.measures });
    this.journey = new Store(boot.journey, boot.schema.journey);
    this.catalogue = new Store(boot.catalogue, boot.schema.catalogue);
    this.ready = Promise.resolve();
    this.status = { state: "saved", pending: 0, version: this.journey.version, refused: [] };
    /** @type {any[]} */
    this.done = [];
    /** @type {any[]} */
    this.undone = [];
    this.sending = Promise.resolve();
  }

  get canUndo() {
    return this.done.at(-1)?.label ?? "";
  }

  get canRedo() {
    return this.undone.at(-1)?.label ?? "";
  }

  /** @param {any} change */
  edit(change) {
    this.undone = [];
    return this._apply(change, this.done);
  }

  /** @param {any} change @param {any[]} stack */
  _apply(change, stack) {
    /** @type {any} */
    const touched = { journey: new Set(), catalogue: new Set() };
    /** @type {any} */
    const back = { label: change.label };
    for (const name of /** @type {const} */ (["catalogue", "journey"])) {
      const ops = change[name];
      if (!ops?.length) continue;
      const store = this[name];
      const fork = store.records.fork();
      const wrong = problemsOf(store.schema, fork, fork.settle(ops));
      if (wrong.length) throw new Refusal("invalid", wrong);
      const stamped = store.records.settle(ops);
      for (const op of stamped) touched[name].add(op.id);
      back[name] = invert(stamped).map(({ was, ...op }) => op);
      this._send(name, change.label, ops);
    }
    stack.push(back);
    this.dispatchEvent(new CustomEvent("records", { detail: touched }));
  }

  /** @param {"journey" | "catalogue"} name @param {string} label @param {any[]} ops */
  _send(name, label, ops) {
    const url = this.boot.urls[name === "journey" ? "edits" : "catalogue_edits"];
    const body = JSON.stringify({ client_id: uuid7(), label, ops });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.boot.csrf };
    this._tell(1);
    this.sending = this.sending.then(async () => {
      const answer = await fetch(url, { method: "POST", body, headers });
      const entry = await answer.json();
      if (answer.ok) this[name].version = entry.version;
      else console.error(entry);
      this._tell(-1);
    });
  }

  /** @param {number} by */
  _tell(by) {
    const pending = this.status.pending + by;
    this.status = { ...this.status, pending, state: pending ? "saving" : "saved", version: this.journey.version };
    this.dispatchEvent(new Event("status"));
  }

  /** @param {any} change */
  peek(change) {
    /** @param {"journey" | "catalogue"} name */
    const fork = (name) => {
      const made = this[name].records.fork();
      if (change[name]?.length) made.settle(change[name]);
      return Object.assign(made, { id: this[name].id });
    };
    return { journey: fork("journey"), catalogue: fork("catalogue") };
  }

  async undo() {
    const back = this.done.pop();
    if (back) this._apply(back, this.undone);
    return { label: back?.label ?? "", left: [] };
  }

  async redo() {
    const back = this.undone.pop();
    if (back) this._apply(back, this.done);
    return { label: back?.label ?? "", left: [] };
  }
}
