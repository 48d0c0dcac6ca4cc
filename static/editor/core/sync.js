// Between this browser and the server's log: jobs go out one by one in their order, entries come in.
// A job is done only when the server has said so; whatever else happens, it is sent again, which is
// harmless, since its client_id makes it the same one (SPEC.md, L3).
// @ts-check

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./store.js").Entry} Entry */
/** @typedef {Entry & {left?: import("./undoing.js").Left[]}} Acknowledged */
/** @typedef {{status: number, detail: string, errors: {pointer?: string, detail: string}[], uses?: object[]}} Fault */
/** @typedef {"" | "offline" | "trouble" | "signed-out" | "ended"} Hindrance  ended: there is nothing here for this person any more */
/**
 * Who wants to know, and what is to be sent.
 * @typedef {object} Host
 * @property {Job[]} queue what is to be sent, first things first
 * @property {Store[]} stores
 * @property {(id: string) => Store} store
 * @property {(job: Job) => Promise<unknown>} kept resolves when the job is on the disk
 * @property {(job: Job, entry: Acknowledged) => void} acknowledged the entries up to it are in the store
 * @property {(job: Job, fault: Fault) => void} refused
 * @property {(store: Store, entries: Entry[]) => boolean} received false: some are missing between
 * @property {(hindrance: Hindrance) => void} hindered
 * @property {() => Promise<unknown>} adopt take up what tabs that are gone have left
 * @property {() => Record<string, string>} headers who asks
 * @property {string} page an address that gives a new token
 */
/** @typedef {{edits: string, undo: string}} Addresses */

const PATIENCE = 30_000;
const LONGEST = 8_000;
const POLL = 4_000;
/** So long nobody asks while the stream tells. */
const REST = 30_000;
/** Only a person can change it, elsewhere. */
const STILL = new Set(["signed-out", "ended"]);
const PAGE = 500;

export class Sync {
  /**
   * @param {Host} host
   * @param {(document: string) => Addresses} addresses
   * @param {typeof globalThis.fetch} [fetch]
   */
  constructor(host, addresses, fetch = (...given) => globalThis.fetch(...given)) {
    this.host = host;
    this.addresses = addresses;
    this.fetch = fetch;
    this.running = false;
    this.failures = 0;
    /** whether the stream tells what others do */
    this.streaming = false;
    this.asked = 0;
    this.wake = () => {};
    /** @type {Hindrance} */
    this.hindrance = "";
  }

  /** Send what there is to send, now. */
  kick() {
    this.wake();
    if (!this.running) void this._run();
  }

  /** Try again as soon as there is reason to hope, and look for what others did. */
  follow(document = globalThis.document, window = globalThis.window) {
    const look = () => {
      if (document.visibilityState !== "hidden") void this.pull().then(() => this.kick());
    };
    window.addEventListener("online", look);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return setInterval(() => {
      if (document.visibilityState === "hidden" || STILL.has(this.hindrance)) return;
      // what a tab that is gone has left lies in this browser: no stream tells of it
      if (this.streaming && Date.now() - this.asked < REST) void this.host.adopt().catch(() => {});
      else void this.pull();
    }, POLL);
  }

  /** Fetch what others did since, and what is left to send. */
  async pull() {
    this.asked = Date.now();
    try {
      await this.host.adopt();
      if (this.running) return;
      for (const store of this.host.stores) await this._catchUp(store);
      this._hindered("");
    } catch (error) {
      this._hindered(hindranceOf(error));
    }
  }

  async _run() {
    this.running = true;
    for (let job = this.host.queue[0]; job; job = this.host.queue[0]) {
      try {
        await this._send(job);
        this.failures = 0;
        this._hindered("");
      } catch (error) {
        this._hindered(hindranceOf(error));
        this.failures += 1;
        await this._pause(error instanceof Trouble ? error.wait : 0);
      }
    }
    this.running = false;
  }

  /** @param {Job} job */
  async _send(job) {
    const store = this.host.store(job.document);
    await this.host.kept(job);
    const { edits, undo } = this.addresses(job.document);
    const undoes = job.of !== undefined;
    const body = undoes
      ? { client_id: job.client_id, version: job.version }
      : { client_id: job.client_id, label: job.label.slice(0, 200), ops: job.ops };
    const answer = await this._ask(undoes ? undo : edits, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    });
    if (!answer.ok) return this._refused(job, store, answer);
    const entry = await read(answer);
    if (entry.client_id !== job.client_id) throw new Trouble("trouble");
    this.host.received(store, entry.ops.length ? [entry] : []);
    if (entry.version > store.version) await this._catchUp(store);
    this.host.acknowledged(job, entry);
  }

  /**
   * A job is refused only in the words of our server; what others between say is trouble.
   * @param {Job} job @param {Store} store @param {Response} answer
   */
  async _refused(job, store, answer) {
    const { status } = answer;
    const ours = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
    if (!ours && status !== 413) throw new Trouble("trouble");
    const said = await answer.json().catch(() => ({}));
    if (status === 403 && said.detail?.startsWith("CSRF")) {
      await this._ask(this.host.page); // the token is of another sign-in: the page brings a new one
      throw new Trouble("trouble");
    }
    // what the others did meanwhile says why, in the reader's words; or that all is gone, not only this
    if ([404, 409, 422].includes(status)) await this._catchUp(store);
    this.host.refused(job, { status, detail: said.detail ?? answer.statusText, errors: said.errors ?? [], uses: said.uses });
  }

  /** @param {Store} store */
  async _catchUp(store) {
    for (let more = true; more; ) {
      const { edits } = this.addresses(store.id);
      const answer = await this._ask(`${edits}?after=${store.version}&limit=${PAGE}`);
      const { status } = answer;
      if (status === 404 || status === 409) throw new Trouble("ended"); // not for this person, or in the trash
      if (!answer.ok) throw new Trouble(status === 403 ? "signed-out" : "trouble");
      const found = await read(answer);
      const before = store.version;
      this.host.received(store, found.results);
      more = found.more && store.version > before;
    }
  }

  /**
   * Ask the server; Trouble where it cannot be reached, cannot answer now, or knows nobody.
   * @param {string} url @param {RequestInit} [how]
   */
  async _ask(url, how = {}) {
    const signal = AbortSignal.timeout(PATIENCE);
    const headers = { ...this.host.headers(), ...how.headers };
    const answer = await this.fetch(url, { credentials: "same-origin", redirect: "manual", ...how, headers, signal }).catch(() => {
      throw new Trouble("offline");
    });
    if (answer.status === 401 || answer.type === "opaqueredirect") throw new Trouble("signed-out");
    if (answer.status >= 500 || answer.status === 429) {
      throw new Trouble("trouble", Number(answer.headers.get("Retry-After")) * 1000 || 0);
    }
    return answer;
  }

  /** @param {number} wait at least so many milliseconds */
  _pause(wait) {
    const longer = Math.min(LONGEST, 250 * 2 ** Math.min(this.failures, 8)) * (0.5 + Math.random() / 2);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(wait, longer));
      this.wake = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  /** @param {Hindrance} hindrance */
  _hindered(hindrance) {
    if (hindrance === this.hindrance) return;
    this.hindrance = hindrance;
    this.host.hindered(hindrance);
  }
}

/** What stands between a job and the log for now; it is tried again. */
class Trouble extends Error {
  /** @param {Hindrance} hindrance @param {number} [wait] */
  constructor(hindrance, wait = 0) {
    super(hindrance);
    this.hindrance = hindrance;
    this.wait = wait;
  }
}

/**
 * What an error means for the work; one that nobody foresaw is told to the console, and it is tried
 * again all the same.
 * @param {unknown} error @returns {Hindrance}
 */
function hindranceOf(error) {
  if (error instanceof Trouble) return error.hindrance;
  console.error(error);
  return "trouble";
}

/** Return the JSON of an answer; what is no JSON is not from our server. @param {Response} answer */
async function read(answer) {
  try {
    return await answer.json();
  } catch {
    throw new Trouble("offline");
  }
}
