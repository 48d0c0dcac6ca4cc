// What the server has not acknowledged yet: jobs in the order in which they were made, each on the
// disk before it is sent, and off it only when what follows from it is there.
// @ts-check
import { uuid7 } from "./ids.js";
import { within } from "./outbox.js";

/** @typedef {import("./store.js").Job} Job */
/** @typedef {import("./outbox.js").Outbox} Outbox */

/** Work goes on when the disk has not written a job after so many ms. */
const PATIENCE = 5_000;

export class Queue {
  /** @param {Outbox} outbox @param {() => void} forgone the disk is full or gone: this tab alone keeps the work */
  constructor(outbox, forgone) {
    this.outbox = outbox;
    /** @type {Job[]} first things first */
    this.jobs = [];
    /** @type {Set<string>} the client_ids of all jobs that were ever here */
    this.known = new Set();
    /** @type {WeakMap<Job, Promise<unknown>>} */
    this._writing = new WeakMap();
    this._forgoes = () => {
      outbox.lasting = false;
      forgone();
    };
  }

  /**
   * Make a job of this tab, and write it down.
   * @param {Omit<Job, "client_id">} what
   */
  add(what) {
    const job = { ...what, client_id: uuid7(), tab: this.outbox.tab };
    this.known.add(job.client_id);
    this.jobs.push(job);
    this.keep(job);
    return job;
  }

  /** Write a job down; it is sent only then. @param {Job} job */
  keep(job) {
    const before = this._writing.get(job) ?? Promise.resolve();
    const written = before.then(() => (this.jobs.includes(job) ? this.outbox.put("jobs", job) : undefined));
    this._writing.set(job, written.catch(this._forgoes));
  }

  /** Wait until a job is on the disk, or it is clear that it comes to none. @param {Job} job */
  async kept(job) {
    await within(PATIENCE, this._writing.get(job) ?? Promise.resolve()).catch(this._forgoes);
  }

  /**
   * Take a job out, and off the disk after something.
   * @param {Job} job @param {Promise<unknown>} [after]
   */
  leave(job, after = Promise.resolve()) {
    this.jobs = this.jobs.filter((each) => each !== job);
    const gone = Promise.all([after, this._writing.get(job)]);
    gone.then(() => this.outbox.remove("jobs", job.seq === undefined ? [] : [job.seq])).catch((error) => console.warn(error));
  }

  /**
   * Put a value where what is refused is kept, and then take jobs out.
   * @param {object} refused @param {Job[]} jobs
   */
  setAside(refused, jobs) {
    const written = this.outbox.put("refused", refused);
    written.catch(this._forgoes);
    for (const job of jobs) this.leave(job, written);
  }

  /**
   * Take in the jobs that tabs which are gone have left. They stay as they are, for another tab may
   * send them too.
   * @param {string[]} documents
   * @returns {Promise<Job[]>}
   */
  async adopt(documents) {
    const [jobs, tabs] = await Promise.all([this.outbox.all("jobs", documents), this.outbox.tabs()]);
    const left = jobs.filter(({ client_id, tab }) => !this.known.has(client_id) && !tabs.has(tab));
    return left.map(({ merge, ...job }) => {
      this.known.add(job.client_id);
      this.jobs.push(job);
      return job;
    });
  }

  /** @param {string} client_id */
  has(client_id) {
    return this.jobs.some((job) => job.client_id === client_id);
  }

  /** @param {Job} job */
  undosOf(job) {
    return this.jobs.filter((each) => each.of === job.client_id);
  }

  /** The journey's part of a change whose catalogue's part this is. @param {Job} job */
  needing(job) {
    return this.jobs.filter((each) => each.needs === job.client_id);
  }

  /**
   * The job that typing goes on with: the last, where it is not on its way and nobody else has it.
   * @param {string | undefined} merge @param {string} document
   */
  open(merge, document) {
    const job = this.jobs.at(-1);
    const fits = merge && job?.merge === merge && job.document === document && job.ops;
    return fits && this.jobs.length > 1 && this.outbox.exclusive ? job : null;
  }
}

/**
 * Ops after ops, patches of one record as one.
 * @param {import("./ops.js").Op[]} first @param {import("./ops.js").Op[]} second
 */
export function joined(first, second) {
  const last = first.at(-1);
  const [next] = second;
  const one = first.length === 1 && second.length === 1 && last?.op === "patch" && next.op === "patch" && last.id === next.id;
  return one ? [{ ...next, set: { ...last.set, ...next.set } }] : [...first, ...second];
}
