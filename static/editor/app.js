// The one object that elements, tools and actions share: what is edited, chosen and shown.
// @ts-check
import { _ } from "./words.js";
import { Selection } from "./selection.js";
import { commands } from "./actions/index.js";
import { need } from "./later.js";

/** @typedef {import("./core/session.js").Session} Session */
/** @typedef {import("./elements/base.js").Watched} Watched */
/**
 * @typedef {object} Change  what a command wants done, in one step of undo
 * @property {string} label
 * @property {any[]} [journey] ops of the journey
 * @property {any[]} [catalogue] ops of the catalogue
 * @property {string[]} [select] what is chosen afterwards
 * @property {string} [say] what is announced
 * @property {string} [merge] the same key soon after makes one edit of several: typing
 */
/**
 * @typedef {object} Command
 * @property {string} name
 * @property {() => string} label
 * @property {string} group
 * @property {string[]} keys
 * @property {string[]} [on] the parts of the map whose focus its keys need; "typing": also in fields
 * @property {boolean} [native] the browser's own key: listed, not listened to
 * @property {(app: App) => boolean} [when]
 * @property {(app: App, args?: any) => any} run
 */
/** @typedef {{text: string, action?: {label: string, run: () => void}}} Warning */

export class App extends EventTarget {
  /** @param {Session} session @param {"map" | "table"} view */
  constructor(session, view) {
    super();
    this.session = session;
    this.view = view;
    this.selection = new Selection(() => this.tell("selection"));
    /** @type {Map<string, Command>} */
    this.commands = new Map();
    for (const each of commands()) {
      if (this.commands.has(each.name)) throw new Error(`two commands are named ${each.name}`);
      this.commands.set(each.name, each);
    }
    /** @type {any} the map's or the table's element, set by itself */
    this.map = null;
    /** @type {Change | null} */
    this._preview = null;
    /** @type {string} */
    this.said = "";
    /** @type {Warning[]} */
    this.warnings = [];
    /** @type {import("./together.js").Together | null} the others, once the page has their part */
    this.together = null;
    /** @type {import("./talk.js").Talk | null} what is said, once the page has that part */
    this.talk = null;
    /** a dialog is on its way */
    this.opening = false;
    session.addEventListener("records", () => {
      this.selection.prune((id) => this.find(id) !== undefined);
      this.tell("records");
    });
    session.addEventListener("may", () => this.tell("records"));
    session.addEventListener("status", () => this.tell("status"));
    session.addEventListener("measures", () => this.tell("measures"));
  }

  get may() {
    return this.session.may;
  }

  /** @param {Watched} what */
  tell(what) {
    this.dispatchEvent(new CustomEvent("update", { detail: what }));
  }

  /** A change that is drawn but not made: what a drag would do. */
  get preview() {
    return this._preview;
  }

  set preview(change) {
    if (change === this._preview) return;
    this._preview = change;
    this.tell("preview");
  }

  /**
   * Return a record of the journey or of the catalogue.
   * @param {string} id
   */
  find(id) {
    return this.session.journey.get(id) ?? this.session.catalogue.get(id);
  }

  /**
   * Make a change; a refusal is said (or given to `refused`) and nothing is done.
   * @param {Change | null | undefined} change
   * @param {(problems: {path: string, message: string}[]) => void} [refused]
   */
  do(change, refused = (problems) => this.warn(problems.map((each) => each.message).join(" "))) {
    if (!change || !(change.journey?.length || change.catalogue?.length)) return false;
    try {
      this.session.edit(change);
    } catch (error) {
      const problems = /** @type {any} */ (error).problems;
      if (!problems) throw error;
      refused(problems);
      return false;
    }
    if (change.select) this.selection.select(change.select);
    if (change.say) this.say(change.say);
    return true;
  }

  /**
   * Set fields of one record, wherever it lives.
   * @param {string} id
   * @param {Record<string, any>} set
   * @param {{label?: string, merge?: string}} [how]
   */
  patch(id, set, how = {}) {
    const held = this.find(id);
    if (!held) return false;
    const document = this.session.journey.get(id) ? "journey" : "catalogue";
    const kinds = this.session.schema[document].kinds;
    const fields = kinds[held.kind].fields;
    const named = Object.keys(set).map((name) => fields[name]?.label ?? name);
    const label = how.label ?? `${kinds[held.kind].label}: ${named.join(", ")}`;
    return this.do({ label, [document]: [{ op: "patch", kind: held.kind, id, set }], merge: how.merge });
  }

  /** @param {string} name @param {any} [args] */
  run(name, args) {
    const command = this.commands.get(name);
    if (!command) throw new Error(`no command is named ${name}`);
    return !command.when || command.when(this) ? command.run(this, args) : undefined;
  }

  /**
   * Choose an item, show it and give it the focus.
   * @param {string} id
   */
  focus(id) {
    this.selection.select([id]);
    return this.map?.focusItem(id);
  }

  /**
   * Tell people who do not see it.
   * @param {string} text
   */
  say(text) {
    this.said = text;
    this.tell("said");
  }

  /**
   * Tell everybody, until they have closed it.
   * @param {string} text
   * @param {{action?: Warning["action"]}} [more]
   */
  warn(text, { action } = {}) {
    this.warnings = [...this.warnings.filter((each) => each.text !== text), { text, action }];
    this.tell("warnings");
  }

  /** @param {Warning} warning */
  close(warning) {
    this.warnings = this.warnings.filter((each) => each !== warning);
    this.tell("warnings");
  }

  /**
   * Show an element that is a <dialog> inside; resolves with its answer when it is closed. Until
   * it is there, keys run no commands: they are meant for it.
   * @param {string} tag
   * @param {Record<string, any>} [given] its properties
   * @returns {Promise<any>}
   */
  async open(tag, given = {}) {
    const before = document.activeElement;
    this.opening = true;
    const there = await need(tag).then(() => true, () => false);
    this.opening = false;
    if (!there) return this.warn(_("This could not be fetched. Try again when there is a network."));
    const element = Object.assign(document.createElement(tag), { app: this }, given);
    document.querySelector("jm-editor")?.append(element);
    return new Promise((resolve) => {
      element.addEventListener(
        "closed",
        (event) => {
          element.remove();
          if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
          requestAnimationFrame(() => this.refocus()); // unless another box has opened
          resolve(/** @type {CustomEvent} */ (event).detail);
        },
        { once: true },
      );
    });
  }

  /** Where the focus was lost with what had it, it goes to what is chosen, else to the view. */
  async refocus() {
    const lost = () => !document.activeElement || document.activeElement === document.body;
    if (lost() && this.selection.focus) await this.map?.focusItem(this.selection.focus);
    const view = /** @type {HTMLElement | null} */ (document.querySelector(".map-root") ?? document.querySelector("main"));
    if (lost()) view?.focus({ preventScroll: true });
  }

  /** What the page is about, for titles and names. */
  get title() {
    const { journey } = this.session;
    return journey.get(journey.id)?.value.title ?? _("Untitled journey");
  }
}
