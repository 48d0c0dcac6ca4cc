// Answers that wait in this device until the server has them: in IndexedDB, so that they outlive a
// reload and a power cut; sent in the order in which they were given, each safe to send again.
// A page says `answered` with an answer; how many wait is told in `[data-queue]`.
// @ts-check

/** So many at once. */
const BATCH = 20;
/** Pauses between tries, in ms; the last one again and again. */
const PAUSES = [2_000, 5_000, 15_000, 60_000, 300_000];
const told = /** @type {HTMLElement} */ (document.querySelector("[data-queue]"));
const address = told.dataset.send ?? "";
const LOCK = `journeymap-answers-${told.dataset.queue}`;

/** @typedef {{seq: number, item: any}} Kept */
/** @type {Kept[] | null} where there is no IndexedDB: what waits, in memory */
let memory = null;
let tried = 0;
let size = BATCH;
let sending = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @type {Promise<IDBDatabase | null>} */
const opened = new Promise((resolve) => {
  const asked = indexedDB.open(LOCK, 1);
  asked.onupgradeneeded = () => {
    for (const name of ["waiting", "refused"]) asked.result.createObjectStore(name, { keyPath: "seq", autoIncrement: true });
  };
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = asked.onblocked = () => resolve(null);
}).catch(() => null).then((base) => (base || (memory = []), /** @type {any} */ (base)));

/**
 * Do something to a store, and wait until it is on the disk.
 * @param {"waiting" | "refused"} name @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest | void} work
 */
async function within(name, mode, work) {
  const base = /** @type {IDBDatabase} */ (await opened);
  const transaction = base.transaction(name, mode, { durability: "strict" });
  const asked = work(transaction.objectStore(name));
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  return asked?.result;
}

/** @param {any} item */
async function keep(item) {
  await opened;
  if (memory) memory.push({ seq: Date.now() + memory.length, item });
  else await within("waiting", "readwrite", (store) => store.add({ item }));
}

/** @param {number} most @returns {Promise<Kept[]>} */
async function first(most) {
  await opened;
  return memory ? memory.slice(0, most) : within("waiting", "readonly", (store) => store.getAll(null, most));
}

/** Let go of what has been told; what was refused is kept beside. @param {Kept[]} done @param {Kept[]} refused */
async function drop(done, refused) {
  if (memory) return void memory.splice(0, done.length);
  for (const each of refused) await within("refused", "readwrite", (store) => store.put(each));
  await within("waiting", "readwrite", (store) => done.forEach(({ seq }) => store.delete(seq)));
}

/** Say how many wait, and how many were refused. */
async function tell() {
  await opened;
  const n = memory ? memory.length : await within("waiting", "readonly", (store) => store.count());
  const refused = memory ? 0 : await within("refused", "readonly", (store) => store.count());
  const { one = "", many = "", refused: no = "" } = told.dataset;
  const words = [n && (n === 1 ? one : many.replace("{n}", n)), refused && no.replace("{n}", refused)];
  const said = words.filter(Boolean).join(" · ");
  if (told.textContent !== said) told.textContent = said;
}

/**
 * Send some; return whether to go on at once.
 * @param {Kept[]} some
 * @returns {Promise<number>} ms to wait; 0 to go on
 */
async function post(some) {
  const body = JSON.stringify(some.map(({ item }) => item));
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", body, headers, credentials: "omit", signal: AbortSignal.timeout(20_000) });
  if (answer.ok) {
    const { results } = await answer.json();
    await drop(some, some.filter((_each, at) => results[at].errors));
    size = BATCH;
    return 0;
  }
  if ([400, 413, 422].includes(answer.status)) {
    if (some.length === 1) await drop(some, some);
    size = 1;
    return 0;
  }
  return Math.max(PAUSES[Math.min(tried++, PAUSES.length - 1)], Number(answer.headers.get("Retry-After") ?? 0) * 1_000);
}

/** Send all that waits, and try again later where that fails. */
async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  let wait = 0;
  try {
    for (let some = await first(size); some.length && !wait; some = await first(size)) {
      wait = await post(some);
      if (!wait) tried = 0;
      await tell();
    }
  } catch {
    wait = PAUSES[Math.min(tried++, PAUSES.length - 1)];
  } finally {
    sending = false;
  }
  await tell();
  if (wait) timer = setTimeout(send, wait);
}

document.addEventListener("answered", async (event) => {
  await keep(/** @type {CustomEvent} */ (event).detail);
  if (navigator.onLine) tried = 0;
  send();
});
addEventListener("online", send);
send();

export {};
