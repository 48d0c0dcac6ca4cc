// What this browser keeps of a person's work, in IndexedDB: jobs that are not acknowledged, those
// that were refused, entries newer than a page may be, and what can be undone. Where there is no
// IndexedDB (some private windows), the same in memory, and `lasting` is false.
// @ts-check
import { uuid7 } from "./ids.js";

const STORES = /** @type {const} */ (["jobs", "refused", "entries", "history"]);
/** @typedef {typeof STORES[number]} Name */

/** An answer of the disk is awaited so long, in ms; then work goes on without it, and says so. */
const PATIENCE = 5_000;
const LOCK = "journeymap-tab-";

/** What is kept where there is no disk; two outboxes over one are two tabs. */
export class Memory {
  constructor() {
    /** @type {Map<Name, Map<number, any>>} */
    this.stores = new Map(STORES.map((name) => [name, new Map()]));
    this.next = 1;
    /** @type {Set<string>} */
    this.tabs = new Set();
  }
}

export class Outbox {
  /**
   * @param {string} user the id of who is signed in: nobody else sees or sends this
   * @param {Memory} [memory] where to keep it instead of IndexedDB
   */
  constructor(user, memory) {
    this.user = user;
    this.tab = uuid7();
    /** Whether it outlives this tab. */
    this.lasting = true;
    this.memory = memory ?? new Memory();
    /** Whether tabs know of each other; without, a job may be sent by several, and is never changed. */
    this.exclusive = memory !== undefined || Boolean(globalThis.navigator?.locks);
    /** @type {Promise<IDBDatabase | null>} */
    this.opened = memory ? Promise.resolve(null) : within(PATIENCE, open(`journeymap-work-${user}`)).catch(() => this._forgoes());
    this.living = this._live(memory);
  }

  /** @returns {null} */
  _forgoes() {
    this.lasting = false;
    return null;
  }

  /** Let other tabs know that this one lives. @param {Memory} [memory] @returns {Promise<void>} */
  _live(memory) {
    if (memory) memory.tabs.add(this.tab);
    const locks = memory ? undefined : globalThis.navigator?.locks;
    if (!locks) return Promise.resolve();
    const held = new Promise((resolve, reject) => {
      locks.request(LOCK + this.tab, () => (resolve(undefined), new Promise(() => {}))).catch(reject);
    });
    return within(PATIENCE, held).catch(() => {
      this.exclusive = false;
    });
  }

  /** Which tabs look after their own jobs; none where it cannot be known. @returns {Promise<Set<string>>} */
  async tabs() {
    await this.living;
    if (!this.exclusive) return new Set();
    if (await this.opened) {
      const { held = [] } = await navigator.locks.query();
      return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
    }
    return new Set(this.memory.tabs);
  }

  /**
   * Return what is kept of some documents, oldest first.
   * @param {Name} name @param {string[]} documents
   * @returns {Promise<any[]>}
   */
  async all(name, documents) {
    const lists = documents.map((each) => this._found(name, each, "document", (key) => IDBKeyRange.only(key)));
    return (await Promise.all(lists)).flat().sort((one, other) => one.seq - other.seq);
  }

  /**
   * Return the entries of a document after a version, by version.
   * @param {string} document @param {number} version
   * @returns {Promise<any[]>}
   */
  async since(document, version) {
    const range = (/** @type {string} */ key) => IDBKeyRange.bound([key, version + 1], [key, Infinity]);
    const found = await this._found("entries", document, "version", range);
    return found.filter((entry) => entry.version > version).sort((one, other) => one.version - other.version);
  }

  /** @param {Name} name @param {string} document @param {string} index @param {(key: string) => IDBKeyRange} range */
  async _found(name, document, index, range) {
    const base = await this.opened;
    if (base) return done(base.transaction(name).objectStore(name).index(index).getAll(range(document)));
    const kept = [...(this.memory.stores.get(name)?.values() ?? [])];
    return structuredClone(kept.filter((each) => each.document === document));
  }

  /**
   * Keep a value (a new one, or one that has its `seq`), and return when it is on the disk.
   * @param {Name} name @param {any} value
   * @returns {Promise<number>} its place among all
   */
  async put(name, value) {
    const [base] = await Promise.all([this.opened, this.living]);
    if (!base) {
      value.seq ??= this.memory.next++;
      this.memory.stores.get(name)?.set(value.seq, structuredClone(value));
      return value.seq;
    }
    const kept = { ...value };
    if (kept.seq === undefined) delete kept.seq;
    const transaction = base.transaction(name, "readwrite", { durability: "strict" });
    const key = await done(transaction.objectStore(name).put(kept));
    value.seq = Number(key);
    await finished(transaction);
    return value.seq;
  }

  /** @param {Name} name @param {number[]} seqs */
  async remove(name, seqs) {
    if (!seqs.length) return;
    const base = await this.opened;
    if (!base) {
      for (const seq of seqs) this.memory.stores.get(name)?.delete(seq);
      return;
    }
    const transaction = base.transaction(name, "readwrite");
    for (const seq of seqs) transaction.objectStore(name).delete(seq);
    await finished(transaction);
  }

  /**
   * Forget the entries that were entered before a moment: no page is as old.
   * @param {string[]} documents @param {number} moment ms since 1970
   */
  async forget(documents, moment) {
    const entries = await this.all("entries", documents);
    await this.remove("entries", entries.filter((entry) => entry.at < moment).map((entry) => entry.seq));
  }
}

/**
 * Wait for something, but not longer than so many ms.
 * @template T @param {number} ms @param {Promise<T>} work @returns {Promise<T>}
 */
export function within(ms, work) {
  /** @type {any} */
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  return /** @type {Promise<T>} */ (Promise.race([work, late])).finally(() => clearTimeout(timer));
}

/** @param {string} name @returns {Promise<IDBDatabase>} */
function open(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      for (const each of STORES) {
        const made = asked.result.createObjectStore(each, { keyPath: "seq", autoIncrement: true });
        made.createIndex("document", "document");
        if (each === "entries") made.createIndex("version", ["document", "version"]);
      }
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
