// What this browser keeps of a person's work, in IndexedDB: jobs that are not acknowledged, those
// that were refused, entries newer than the page, and what can be undone. Where there is no
// IndexedDB (some private windows), the same in memory, and `lasting` is false.
// @ts-check

const STORES = /** @type {const} */ (["jobs", "refused", "entries", "history"]);
/** @typedef {typeof STORES[number]} Name */

export class Outbox {
  /** @param {string} user the id of who is signed in: nobody else sees or sends this */
  constructor(user) {
    this.user = user;
    /** Whether it outlives this tab. */
    this.lasting = true;
    /** @type {Promise<IDBDatabase | null>} */
    this.opened = open(`journeymap-${user}`).catch(() => {
      this.lasting = false;
      return null;
    });
    /** @type {Map<Name, Map<any, any>>} */
    this.memory = new Map(STORES.map((name) => [name, new Map()]));
    this.next = 1;
  }

  /**
   * Return what is kept of some documents, oldest first.
   * @param {Name} name @param {string[]} documents
   * @returns {Promise<any[]>}
   */
  async all(name, documents) {
    const base = await this.opened;
    if (!base) return [...(this.memory.get(name)?.values() ?? [])];
    const lists = documents.map((each) =>
      done(base.transaction(name).objectStore(name).index("document").getAll(each)),
    );
    return (await Promise.all(lists)).flat().sort((one, other) => one.seq - other.seq);
  }

  /**
   * Keep a value (a new one, or one that has its `seq`), and return when it is on the disk.
   * @param {Name} name @param {any} value
   * @returns {Promise<number>} its place among all
   */
  async put(name, value) {
    const base = await this.opened;
    if (!base) {
      value.seq ??= this.next++;
      this.memory.get(name)?.set(value.seq, value);
      return value.seq;
    }
    const kept = { ...value };
    if (kept.seq === undefined) delete kept.seq;
    const transaction = base.transaction(name, "readwrite", { durability: "strict" });
    const key = await done(transaction.objectStore(name).put(kept));
    await finished(transaction);
    value.seq = Number(key);
    return value.seq;
  }

  /** @param {Name} name @param {number[]} seqs */
  async remove(name, seqs) {
    const base = await this.opened;
    if (!base) {
      for (const seq of seqs) this.memory.get(name)?.delete(seq);
      return;
    }
    const transaction = base.transaction(name, "readwrite");
    for (const seq of seqs) transaction.objectStore(name).delete(seq);
    await finished(transaction);
  }
}

/** @param {string} name @returns {Promise<IDBDatabase>} */
function open(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => {
      for (const each of STORES) {
        const made = asked.result.createObjectStore(each, { keyPath: "seq", autoIncrement: true });
        made.createIndex("document", "document");
      }
    };
    asked.onsuccess = () => resolve(asked.result);
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
