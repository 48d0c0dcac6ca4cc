// What is said on this journey, as the reader sees it: threads, what of them is unread, who can be
// mentioned. It comes after the first picture (`later.js`).
// @ts-check
import { html, nothing } from "lit";
import { _, ngettext } from "./words.js";
import { countsOf, isUnread, threadsOf } from "./core/threads.js";
import { moment } from "./elements/fields/telling.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./core/ops.js").Held} Held */
/** @typedef {import("./core/threads.js").Thread} Thread */
/** @typedef {import("./core/threads.js").Member} Member */

/** What was in sight for so many ms is read, and told after so many more. */
const LOOKED = 1_200;
const PAUSE = 700;
/** The server takes so many ids at once. */
const MOST = 500;

export class Talk {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {import("./core/threads.js").Reader} */
    this.reader = { person: `user:${app.session.boot.user.id}`, mark: null };
    /** @type {Set<string>} what was new when it came into sight: it says so until one looks elsewhere */
    this.fresh = new Set();
    /** @type {Set<string>} what was read and is not told yet */
    this.untold = new Set();
    /** @type {Map<string, {text: string, mentions: string[]}>} what is written and not sent, by place */
    this.drafts = new Map();
    /** @type {Promise<Member[]> | null} */
    this.asked = null;
    /** @type {Member[]} */
    this.known = [];
    /** @type {{comments: readonly Held[], threads: Thread[], mark: any, counts: Map<string, {open: number, unread: number}>} | null} */
    this.kept = null;
    /** @type {Map<Element, ReturnType<typeof setTimeout>>} */
    this.timers = new Map();
    this.observer = new IntersectionObserver((seen) => seen.forEach((each) => this._sight(each)), { threshold: 0.6 });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.telling = undefined;
  }

  /** Ask what was read before; without an answer nothing is called unread. */
  async begin() {
    addEventListener("online", () => void this._tell());
    this.app.addEventListener("update", (event) => {
      const what = /** @type {CustomEvent} */ (event).detail;
      if (what === "selection") this.fresh.clear();
    });
    const found = await this._ask("read").catch(() => null);
    if (found) this._mark(found.at, found.also);
  }

  // what there is ------------------------------------------------------------------------------

  get _now() {
    const comments = this.app.session.journey.kind("comment");
    const { mark } = this.reader;
    if (this.kept?.comments === comments && this.kept.mark === mark) return this.kept;
    const threads = this.kept?.comments === comments ? this.kept.threads : threadsOf(comments);
    this.kept = { comments, mark, threads, counts: countsOf(threads, this.reader) };
    return this.kept;
  }

  /** All threads, those with the newest word first. */
  get threads() {
    return this._now.threads;
  }

  /** Those on a record. @param {string} id */
  on(id) {
    return this._now.counts.has(id) ? this.threads.filter(({ root }) => root.value.on === id) : [];
  }

  /** @param {string} id of a record @returns {{open: number, unread: number}} */
  counts(id) {
    return this._now.counts.get(id) ?? { open: 0, unread: 0 };
  }

  get unread() {
    let n = 0;
    for (const each of this._now.counts.values()) n += each.unread;
    return n;
  }

  /** Whether it is said to be new: unread, or just seen for the first time. @param {Held} comment */
  isNew(comment) {
    return this.fresh.has(comment.id) || isUnread(comment, this.reader);
  }

  // on the map ---------------------------------------------------------------------------------

  /** What a record's item says of it, after a comma. @param {string} id */
  said(id) {
    const { open, unread } = this.counts(id);
    const told = [open ? ngettext("{n} open thread", "{n} open threads", open) : "", unread ? ngettext("{n} unread comment", "{n} unread comments", unread) : ""];
    return told.map((each) => (each ? `, ${each}` : "")).join("");
  }

  /** The badge of a record's item. @param {string} id */
  badge(id) {
    const { open, unread } = this.counts(id);
    if (!open && !unread) return nothing;
    return html`<span class="m-talk ${unread ? "m-talk-new" : ""}" aria-hidden="true" title=${this.said(id).slice(2)}>${open}</span>`;
  }

  // what was read ------------------------------------------------------------------------------

  /** Notice which comments below an element come into sight. @param {Element} root */
  watch(root) {
    for (const each of root.querySelectorAll("[data-unread]")) this.observer.observe(each);
  }

  /** @param {IntersectionObserverEntry} entry */
  _sight({ target, isIntersecting }) {
    clearTimeout(this.timers.get(target));
    this.timers.delete(target);
    if (!isIntersecting) return;
    const look = () => {
      const id = /** @type {HTMLElement} */ (target).dataset.comment;
      if (document.visibilityState === "hidden") this.timers.set(target, setTimeout(look, LOOKED));
      else if (id && target.isConnected) this.saw([id]);
    };
    this.timers.set(target, setTimeout(look, LOOKED));
  }

  /** These were read. @param {string[]} ids */
  saw(ids) {
    const { mark } = this.reader;
    const fresh = ids.filter((id) => {
      const held = this.app.session.journey.get(id);
      return held && isUnread(held, this.reader);
    });
    if (!mark || !fresh.length) return;
    for (const id of fresh) {
      this.fresh.add(id);
      this.untold.add(id);
    }
    this._mark(mark.at, [...mark.also, ...fresh]);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => void this._tell(), PAUSE);
  }

  /** All that is here was read. */
  async readAll() {
    const { version } = this.app.session.journey;
    this.saw(this.threads.flatMap(({ all }) => all.map(({ id }) => id)));
    this.fresh.clear();
    this.app.tell("talk");
    const found = await this._ask("read", { version }).catch(() => null);
    if (found) this.untold.clear();
  }

  /** Tell the server what was read; what cannot be told now is told with the next. */
  async _tell() {
    const ids = [...this.untold].slice(0, MOST);
    if (!ids.length) return;
    const done = await this._ask("read", { comments: ids }).catch(() => null);
    if (done) for (const id of ids) this.untold.delete(id);
  }

  /** @param {string} at @param {Iterable<string>} also */
  _mark(at, also) {
    this.reader = { ...this.reader, mark: { at, also: new Set(also) } };
    this.app.tell("talk");
  }

  // who there is -------------------------------------------------------------------------------

  /** The workspace's members, asked for when they are first wanted; [] where they cannot be had. */
  members() {
    this.asked ??= this._ask("members").then(
      ({ results }) => {
        this.known = results;
        this.app.tell("talk");
        return this.known;
      },
      () => {
        this.asked = null; // it is tried again when they are wanted again
        return [];
      },
    );
    return this.asked;
  }

  /** @param {"read" | "members"} what @param {any} [body] */
  async _ask(what, body) {
    const { session } = this.app;
    const sent = body && { method: "POST", body: JSON.stringify(body), keepalive: true };
    const headers = { ...session.headers(), ...(body ? { "Content-Type": "application/json" } : {}) };
    const answer = await fetch(session.boot.urls[what], { credentials: "same-origin", headers, ...sent });
    if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
    return answer.json();
  }

  // in words -----------------------------------------------------------------------------------

  /** A moment as the reader writes it, where the workspace is. @param {string | undefined} at */
  when(at) {
    return at ? moment(at, this.app.session.boot.zone) : "";
  }

  /** Who said it. @param {Held} comment */
  author({ value: { author, by } }) {
    const name = author || _("Somebody");
    return by === "file" ? _("{name} (from a file)", { name }) : name;
  }
}
