// The page among others: follows the stream, tells where one is, notices what is written over, and
// says what changed in what one may do. It comes after the first picture (`later.js`).
// @ts-check
import { _, ngettext } from "./words.js";
import { uuid7 } from "./core/ids.js";
import { Overwriting } from "./core/overwriting.js";
import { People } from "./core/people.js";
import { Stream } from "./core/stream.js";
import { flushAll } from "./elements/fields/drafts.js";
import { placeOf } from "./elements/fields/address.js";
import { titleOf } from "./elements/fields/telling.js";
import { lower } from "./actions/left.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./core/stream.js").At} At */
/** @typedef {import("./elements/fields/field.js").JmField} JmField */

/** What one does is told after so many ms, and typing is over after so many without a key. */
const PAUSE = 150;
const TYPING = 3_000;
/** People are drawn anew at most every so many ms, and gone so many after the stream is. */
const DRAW = 60;
const GRACE = 5_000;
/** Comings and goings are gathered for so many ms, and announced at most every so many. */
const GATHER = 1_000;
const ANNOUNCE = 10_000;

export class Together {
  /** @param {App} app */
  constructor(app) {
    const { session } = app;
    this.app = app;
    this.people = new People(String(session.boot.user.id));
    this.over = new Overwriting((client_id) => session.waiting.known.has(client_id));
    this.stream = new Stream(session, uuid7());
    /** @type {Map<string, string>} names by key, as they were announced last */
    this.announced = new Map();
    /** @type {{record: string, field: string, who: string}[]} own texts that are to be told of */
    this.losses = [];
    /** @type {Partial<Record<"tell" | "typing" | "draw" | "announce" | "gone" | "lost", ReturnType<typeof setTimeout>>>} */
    this.timers = {};
    this.typing = false;
    this.told = "";
    this.ended = false;
  }

  /** Begin; without an address there is no stream, and what others do is asked for. */
  begin() {
    const { app, stream } = this;
    app.session.addEventListener("entries", (event) => this._written(/** @type {CustomEvent} */ (event).detail));
    app.session.addEventListener("may", () => this._may());
    if (!app.session.boot.urls.live || !globalThis.WebSocket) return this;
    stream.addEventListener("message", (event) => this._heard(/** @type {CustomEvent} */ (event).detail));
    stream.addEventListener("up", () => clearTimeout(this.timers.gone));
    stream.addEventListener("down", () => (this.timers.gone = setTimeout(() => this._draw(this.people.clear()), GRACE)));
    app.addEventListener("update", (event) => /** @type {CustomEvent} */ (event).detail === "selection" && this._moved());
    for (const name of ["focusin", "focusout"]) document.addEventListener(name, () => this._moved());
    document.addEventListener("input", (event) => this._typed(event));
    stream.at = this.at;
    stream.follow();
    return this;
  }

  /** Where one is: the field that has the focus, else what is chosen. @returns {At} */
  get at() {
    const field = fieldHere();
    if (field) return { record: field.record, field: nameOf(field), typing: this.typing };
    const { focus, only } = this.app.selection;
    return { record: focus ?? only, field: null, typing: false };
  }

  /**
   * Who writes in a field, in words; "" for nobody.
   * @param {JmField} field
   */
  writing(field) {
    const pages = this.people.writing(field.record, nameOf(field));
    if (!pages.length) return "";
    const others = pages.filter(({ id, kind }) => kind !== "user" || id !== this.people.user);
    if (!others.length) return _("You are writing here on another page, too.");
    const names = [...new Set(others.map(({ name }) => name))];
    return ngettext("{names} is writing here, too.", "{names} are writing here, too.", names.length, { names: names.join(", ") });
  }

  /**
   * Say that one's own text was written over, and where it still is; several at once in one message.
   * @param {string} record @param {string} name the field @param {string} [who]
   */
  lost(record, name, who = this.over.who(record, name)) {
    const rule = placeOf(this.app.session, { record, name })?.field;
    if (rule?.type !== "text") return;
    this.losses.push({ record, field: lower(rule.label), who: who || _("Somebody else") });
    this.timers.lost ??= setTimeout(() => this._tellLost(), GATHER / 2);
  }

  _tellLost() {
    const { app, losses } = this;
    this.timers.lost = undefined;
    this.losses = [];
    const [{ record, field, who }] = losses;
    const names = shortly([...new Set(losses.map((each) => each.who))]);
    const told =
      losses.length > 1
        ? _("{names} wrote over your text in {n} places. What you wrote is in the history.", { names, n: losses.length })
        : _("{who} wrote over your text, the {field} of “{title}”. What you wrote is in the history.", { who, field, title: titleOf(app.session, record) });
    const address = this.history(losses.length > 1 ? undefined : record);
    app.warn(told, { action: { label: _("See the history"), run: () => void window.open(address, "_blank", "noopener") } });
  }

  /** The address of the history, or of a record's. @param {string} [record] */
  history(record) {
    const address = `${this.app.session.page}history/`;
    return record ? `${address}?record=${encodeURIComponent(record)}` : address;
  }

  // -- from here to the others ---------------------------------------------------------------------

  /** @param {Event} event */
  _typed(event) {
    if (!(event.target instanceof Element) || !event.target.closest("jm-field")) return;
    this.typing = true;
    clearTimeout(this.timers.typing);
    this.timers.typing = setTimeout(() => {
      this.typing = false;
      this._moved();
    }, TYPING);
    this._moved();
  }

  _moved() {
    this.timers.tell ??= setTimeout(() => {
      this.timers.tell = undefined;
      const { at } = this;
      const told = JSON.stringify(at);
      if (told !== this.told) this.stream.say(at);
      this.told = told;
    }, PAUSE);
  }

  // -- from the others to here ---------------------------------------------------------------------

  /** @param {any} message */
  _heard(message) {
    const { session } = this.app;
    if (message.type === "role") session.grant(message.may);
    else if (message.type === "measures") session.dispatchEvent(new CustomEvent("heard", { detail: message }));
    else if (this.people.take(message)) this._draw();
  }

  /** @param {unknown} [_done] */
  _draw(_done) {
    this.timers.draw ??= setTimeout(() => {
      this.timers.draw = undefined;
      this.app.tell("people");
      for (const field of fields()) if (this.writing(field) !== field.company) field.requestUpdate();
      this.timers.announce ??= setTimeout(() => this._announce(), GATHER);
    }, DRAW);
  }

  /** Who came and who went since it was said last; whoever only lost the network did neither. */
  _announce() {
    this.timers.announce = undefined;
    const now = new Map(this.people.all.map(({ key, name }) => [key, name]));
    const came = [...now].flatMap(([key, name]) => (this.announced.has(key) ? [] : [name]));
    const went = [...this.announced].flatMap(([key, name]) => (now.has(key) ? [] : [name]));
    this.announced = now;
    const said = [
      came.length ? ngettext("{names} is here now.", "{names} are here now.", came.length, { names: shortly(came) }) : "",
      went.length ? ngettext("{names} has left.", "{names} have left.", went.length, { names: shortly(went) }) : "",
    ];
    if (!came.length && !went.length) return;
    this.app.say(said.filter(Boolean).join(" "));
    this.timers.announce = setTimeout(() => this._announce(), ANNOUNCE);
  }

  /** @param {import("./core/overwriting.js").Entry[]} entries */
  _written(entries) {
    for (const entry of entries) {
      for (const { record, field, who } of this.over.take(entry)) {
        const here = fieldHere();
        if (!here || here.record !== record || here.name !== field) this.lost(record, field, who);
      }
    }
  }

  /** What one may do has changed: what is typed is kept first. */
  _may() {
    const { app, ended } = this;
    flushAll();
    const { hindrance, may, queue } = app.session;
    this.ended = hindrance === "ended";
    app.warnings = app.warnings.filter(({ text }) => !Object.values(SAID).some((said) => said() === text));
    if (this.ended) {
      const action = queue.length ? { label: _("See what is kept here"), run: () => app.run("refused") } : undefined;
      app.warn(SAID.ended(), { action });
      this._draw(this.people.clear());
    } else app.warn(ended ? SAID.again() : may.edit ? SAID.edit() : may.comment ? SAID.comment() : SAID.look());
    setTimeout(() => void app.refocus(), DRAW); // the field that had the focus may be gone
  }
}

const SAID = {
  ended: () => _("This journey is no longer open to you: you have left its workspace, or it was removed. What you see is as it was; edits that were not saved are kept in this browser."),
  again: () => _("This journey is open to you again."),
  edit: () => _("You may edit this journey now."),
  comment: () => _("You may comment on this journey now, and no longer edit it."),
  look: () => _("You may look at this journey now, and no longer edit it."),
};

/** @returns {JmField | null} */
function fieldHere() {
  return document.activeElement?.closest("jm-field") ?? null;
}

/** @returns {Iterable<JmField>} */
function fields() {
  return document.querySelectorAll("jm-field");
}

/** What the others call a field: in another language it is another text. @param {JmField} field */
function nameOf({ name, language }) {
  return language ? `${name}@${language}` : name;
}

/** @param {string[]} names */
function shortly(names) {
  const most = 5;
  const rest = names.length - most;
  return rest > 0 ? _("{names} and {n} more", { names: names.slice(0, most).join(", "), n: rest }) : names.join(", ");
}
