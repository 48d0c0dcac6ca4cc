// Tabs of people over one real server (`server.py`, a child process), on wires that can fail.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Memory, Outbox } from "../../../static/editor/core/outbox.js";
import { Session } from "../../../static/editor/core/session.js";

const PYTHON = process.env.PYTHON ?? fileURLToPath(new URL("../../../.venv/bin/python", import.meta.url));
const SERVER = fileURLToPath(new URL("server.py", import.meta.url));

/** The server; one question after the other. */
export class Server {
  constructor() {
    this.process = spawn(PYTHON, [SERVER], { stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = [];
    createInterface({ input: this.process.stdout }).on("line", (line) => this.waiting.shift()(JSON.parse(line)));
  }

  ask(what, given = {}) {
    this.process.stdin.write(`${JSON.stringify({ do: what, ...given })}\n`);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close() {
    this.process.stdin.end();
  }
}

/** What the browser of a person is: a disk for all tabs, and the page as it was loaded last. */
export class Person {
  constructor(server, user, journey) {
    Object.assign(this, { server, user, journey });
    this.disk = new Memory();
    this.boot = null;
  }

  async page() {
    const { body } = await this.server.ask("ask", { user: this.user, method: "GET", path: `/journeys/${this.journey}/`, body: "", headers: {} });
    return JSON.parse(/<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(body)[1]);
  }
}

/** One tab: a session, its wire, and what it was told. */
export class Tab {
  /** @param {Person} person */
  constructor(person) {
    this.person = person;
    this.online = true;
    this.dead = false;
    /** @type {("ok" | "lost" | "unanswered" | "twice" | "trouble")[]} what becomes of the next requests */
    this.fates = [];
    /** @type {{document: string, client_id: string, version: number, ops: any[]}[]} */
    this.acknowledged = [];
    this.left = [];
    /** @type {{client_id: string}[]} undos of what made no entry, undos that found their thing in use */
    this.dropped = [];
  }

  /** Open the page: anew, or as the service worker kept it. */
  async open({ cached = false } = {}) {
    if (!cached || !this.person.boot) this.person.boot = await this.person.page();
    const outbox = new Outbox(this.person.user, this.person.disk);
    const put = outbox.put.bind(outbox);
    outbox.put = (...given) => (this.dead ? new Promise(() => {}) : put(...given));
    const remove = outbox.remove.bind(outbox);
    outbox.remove = (...given) => (this.dead ? new Promise(() => {}) : remove(...given));
    this.session = new Session(structuredClone(this.person.boot), { outbox, fetch: (...given) => this.fetch(...given), follow: false });
    this.session.addEventListener("left", (event) => this.left.push(...event.detail.left));
    const told = this.session.acknowledged.bind(this.session);
    this.session.acknowledged = (job, entry) => {
      this.acknowledged.push({ document: job.document, client_id: job.client_id, version: entry.version, ops: entry.ops });
      told(job, entry);
    };
    const leave = this.session.waiting.leave.bind(this.session.waiting);
    this.session.waiting.leave = (job, ...more) => {
      if (job.of !== undefined) this.dropped.push(job);
      leave(job, ...more);
    };
    await this.session.ready;
    return this;
  }

  /** The tab is gone, in the middle of whatever it did. */
  kill() {
    this.dead = true;
    this.person.disk.tabs.delete(this.session.outbox.tab);
  }

  async fetch(url, { method = "GET", body = "", headers = {} } = {}) {
    if (this.dead) return new Promise(() => {});
    const fate = this.online ? (this.fates.shift() ?? "ok") : "lost";
    if (fate === "lost") throw new TypeError("no network");
    if (fate === "trouble") return new Response("<h1>Bad gateway</h1>", { status: 502 });
    const ask = () => this.person.server.ask("ask", { user: this.person.user, method, path: url, body: body || "", headers });
    if (fate === "twice") await ask();
    const answer = await ask();
    if (this.dead) return new Promise(() => {});
    if (fate === "unanswered") throw new TypeError("connection reset");
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  }

  /** Work until everything is sent and everything fetched. */
  async settle() {
    const { session } = this;
    for (let idle = 0, before = -1; session.queue.length || session.sync.running; idle += 1) {
      if (session.queue.length !== before) idle = 0;
      before = session.queue.length;
      if (idle > 20_000) throw new Error(`it never settles: ${session.status.state}, ${JSON.stringify(session.queue)}`);
      session.sync.kick();
      await breath();
    }
    await session.sync.pull();
    if (session.queue.length) await this.settle();
    await session.history.keeping;
    await breath();
  }
}

/** Let everything that can go on go on. */
export function breath() {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** All records of a store as the server's rows have them. */
export function rows(store) {
  return Object.fromEntries([...store.records].map(({ id, kind, value }) => [id, [kind, { id, ...value }]]));
}
