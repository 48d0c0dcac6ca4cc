// What customers answer, as they answer: the measures are fetched again when the stream says that
// there is something new to hear, when others are chosen, and now and then where there is no stream.
// @ts-check
import { _, ngettext } from "./words.js";
import { addressed, choiceOf, queryOf } from "./core/choosing.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./core/model.js").Measures} Measures */

/** Where no stream tells, it is asked so often, in ms. */
const POLL = 5_000;
/** New answers are gathered for so many ms, and announced at most every so many. */
const GATHER = 1_000;
const ANNOUNCE = 15_000;
/** Links to what shows the same answers. */
const LINKS = ".tabs a.tab, a[data-take]";

export class Listening {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    const { heard } = app.session.boot;
    /** the stamp of what is shown; "" where that is not known */
    this.stamp = heard.stamp;
    this.shown = heard.query;
    /** which answers are wanted, as a query string */
    this.query = "";
    /** @type {Promise<void> | null} */
    this.asking = null;
    this.again = false;
    /** new answers that have not been announced */
    this.fresh = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.announcing = undefined;
  }

  begin() {
    const { session } = this.app;
    this.query = session.may.answers ? queryOf(choiceOf(location.search)) : "";
    this._link();
    if (this.query !== this.shown) void this.fetch();
    session.addEventListener("heard", (event) => {
      const { document: id, stamp } = /** @type {CustomEvent} */ (event).detail;
      if (id !== session.journey.id || stamp === this.stamp) return;
      this.stamp = stamp;
      void this.fetch();
    });
    session.addEventListener("may", () => void this._may());
    setInterval(() => {
      const rests = session.sync.streaming || document.visibilityState === "hidden" || session.hindrance;
      if (!rests) void this.fetch();
    }, POLL);
    return this;
  }

  /** Show other answers; resolves when they are there. @param {string} query */
  async choose(query) {
    this._want(query);
    await this.fetch();
    return this.shown === query;
  }

  /** @param {string} query */
  _want(query) {
    this.query = query;
    history.replaceState(history.state, "", addressed(location.href, query));
    this._link();
  }

  /** Have the measures anew; what is asked meanwhile is asked once more, after it. */
  fetch() {
    this.again = this.asking !== null;
    this.asking ??= this._fetch().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  async _fetch() {
    do {
      this.again = false;
      const { query } = this;
      try {
        const { session } = this.app;
        const answer = await fetch(`${session.boot.urls.measures}?${query}`, { credentials: "same-origin", cache: "no-cache", redirect: "manual", headers: session.headers() });
        if (answer.status === 403 && query) {
          this._want(""); // it is not for this person any more
          this.again = true;
        } else if (!answer.ok) this.stamp = ""; // it is asked again when there is news
        else if (query === this.query) this._take(await answer.json(), query);
      } catch {
        this.stamp = "";
      }
    } while (this.again);
  }

  /** @param {Measures} told @param {string} query */
  _take(told, query) {
    const { session } = this.app;
    const before = session.measures;
    const other = query !== this.shown;
    this.shown = query;
    if (JSON.stringify(told) === JSON.stringify(before)) return;
    session.measures = told;
    session.dispatchEvent(new Event("measures"));
    if (other) return;
    this.fresh += Math.max(0, told.n - before.n);
    if (this.fresh) this.announcing ??= setTimeout(() => this._announce(), GATHER);
  }

  /** New answers are said calmly: not each of a flood. */
  _announce() {
    if (this.fresh) this.app.say(ngettext("{n} new answer is on the map.", "{n} new answers are on the map.", this.fresh));
    this.announcing = this.fresh ? setTimeout(() => this._announce(), ANNOUNCE) : undefined;
    this.fresh = 0;
  }

  /** Who may no longer read single answers chooses none; whoever may now hears the newest. */
  async _may() {
    const { session } = this.app;
    this.stamp = "";
    if (this.query && !session.may.answers) this._want("");
    await this.fetch();
  }

  /** The other views and the pictures show the same. */
  _link() {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(LINKS))) link.href = addressed(link.href, this.query);
    const paper = /** @type {HTMLImageElement | null} */ (document.querySelector(".on-paper img"));
    if (paper && this.query) paper.src = addressed(paper.src, this.query);
  }
}

/** Say which answers are shown, and how many. @param {App} app */
export function sayShown(app) {
  const { n, beside } = app.session.measures;
  const told = ngettext("{n} answer", "{n} answers", n);
  app.say(beside ? _("The map shows {one}, compared with {other}.", { one: told, other: ngettext("{n} answer", "{n} answers", beside.n) }) : _("The map shows {one}.", { one: told }));
}
