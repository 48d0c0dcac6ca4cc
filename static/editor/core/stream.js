// What others do, as they do it: one WebSocket a page tells the entries of both logs and who is here
// (docs/live.md). Entries go the way of those that are asked for; whatever is odd is asked for. While
// it is down, Sync asks as if there were none.
// @ts-check

/** @typedef {import("./session.js").Session} Session */
/** @typedef {{record: string | null, field: string | null, typing: boolean}} At */

/** After so many ms without a word it asks for one, and after so many more it is taken for dead. */
const QUIET = 15_000;
const DEAD = 10_000;
const LOOK = 2_500;
/** How long it waits before it tries again, in ms. */
const SOONEST = 500;
const LATEST = 15_000;
/** Closed by the server because of who one is: the answer to a plain question says what it means. */
const PERSONAL = new Set([4401, 4403, 4404]);

/**
 * Tells "message" (what the server says of people), "up" and "down".
 */
export class Stream extends EventTarget {
  /**
   * @param {Session} session
   * @param {string} page the page's own id
   * @param {{Socket?: typeof WebSocket, random?: () => number, address?: string}} [given]
   */
  constructor(session, page, { Socket = globalThis.WebSocket, random = Math.random, address = session.boot.urls.live } = {}) {
    super();
    this.session = session;
    this.page = page;
    this.Socket = Socket;
    this.random = random;
    this.address = address;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** the server has said something on this socket */
    this.up = false;
    this.failures = 0;
    this.heard = 0;
    /** when it was asked for a word that has not come, 0: it was not */
    this.asked = 0;
    /** @type {At | null} */
    this.at = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.looking = undefined;
  }

  /** Begin, and go on through whatever the network does. */
  follow(document = globalThis.document, window = globalThis.window) {
    const look = () => document.visibilityState === "hidden" || this.look();
    window.addEventListener("online", look);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    window.addEventListener("offline", () => this._lost());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
    this.open();
  }

  open() {
    clearTimeout(this.again);
    if (this.socket) return;
    this.looking ??= setInterval(() => this._listen(), LOOK);
    this.heard = Date.now();
    this.asked = 0;
    const socket = new this.Socket(this._url());
    this.socket = socket;
    const own = (/** @type {(event: any) => void} */ react) => (/** @type {any} */ event) => socket === this.socket && react(event);
    socket.addEventListener("open", own(() => this._greet()));
    socket.addEventListener("message", own((event) => this._take(event.data)));
    socket.addEventListener("close", own((event) => this._lost(event.code)));
  }

  /** Leave; `open` comes back. */
  close() {
    clearTimeout(this.again);
    clearInterval(this.looking);
    this.looking = undefined;
    this._part();
  }

  /** There is reason to hope: try now, or see whether it still lives. */
  look() {
    if (!this.looking) return;
    if (!this.socket) this.open();
    else if (Date.now() - this.heard > QUIET + DEAD) this._lost();
    else this._ask();
  }

  /** Tell the others where one is. @param {At} at */
  say(at) {
    this.at = at;
    this._send({ type: "at", ...at });
  }

  /** A first word, for whoever is not let in is not answered; and where one is. */
  _greet() {
    this._send({ type: "ping" });
    if (this.at) this._send({ type: "at", ...this.at });
  }

  _url() {
    const url = new URL(this.address, globalThis.location?.href ?? "http://localhost/");
    url.protocol = url.protocol.replace("http", "ws");
    const { journey, catalogue } = this.session;
    for (const store of [journey, catalogue]) url.searchParams.append("follow", `${store.id}:${store.version}`);
    url.searchParams.append("page", this.page);
    return url.href;
  }

  /** @param {string} data */
  _take(data) {
    this.heard = Date.now();
    this.asked = 0;
    try {
      const message = JSON.parse(data);
      if (!this.up) this._came();
      if (message.type === "entries") this._entries(message);
      else if (message.type !== "pong") this.dispatchEvent(new CustomEvent("message", { detail: message }));
    } catch (error) {
      console.error(error);
      void this.session.sync.pull(); // whatever it was, the log knows
    }
  }

  /** @param {{document: string, version: number, entries: import("./store.js").Entry[], more?: boolean}} message */
  _entries({ document, version, entries, more }) {
    const { session } = this;
    const store = session.stores.find(({ id }) => id === document);
    if (!store) return;
    const whole = session.received(store, entries);
    if (!whole || (!more && store.version < version)) void session.sync.pull();
  }

  /** The server has answered: what waits can go. */
  _came() {
    const { session } = this;
    this.up = true;
    this.failures = 0;
    session.sync.streaming = true;
    void (session.hindrance ? session.sync.pull() : Promise.resolve()).then(() => session.sync.kick());
    this.dispatchEvent(new Event("up"));
  }

  /** It is gone, or as good as gone: try again, the first time soon. @param {number} [code] */
  _lost(code = 0) {
    if (!this.socket) return;
    const { up } = this;
    this._part();
    const most = Math.min(LATEST, SOONEST * 2 ** ++this.failures);
    const wait = PERSONAL.has(code) ? LATEST : SOONEST + (most - SOONEST) * this.random();
    clearTimeout(this.again);
    this.again = setTimeout(() => this.open(), wait);
    if (up || PERSONAL.has(code)) void this.session.sync.pull();
  }

  _part() {
    const { socket, up } = this;
    this.socket = null;
    this.up = false;
    this.session.sync.streaming = false;
    socket?.close();
    if (up) this.dispatchEvent(new Event("down"));
  }

  /** Ask for a word where there was none for long; give up where none comes. */
  _listen() {
    if (!this.socket) return;
    const now = Date.now();
    if (this.asked ? now - this.asked >= DEAD : !this.up && now - this.heard >= QUIET + DEAD) this._lost();
    else if (!this.asked && now - this.heard >= QUIET) this._ask();
  }

  _ask() {
    if (!this.up || this.asked) return;
    this.asked = Date.now();
    this._send({ type: "ping" });
  }

  /** @param {object} message */
  _send(message) {
    if (this.socket?.readyState === 1) this.socket.send(JSON.stringify(message));
  }
}
