// Who else is here, and where: by page as the stream tells it, by person as people see it.
// @ts-check

/** @typedef {import("./stream.js").At} At */
/**
 * A page of somebody, as the server tells it (docs/live.md).
 * @typedef {object} Page
 * @property {string} page
 * @property {string} id the user's
 * @property {string} name
 * @property {string} kind "user" or "token"
 * @property {At} at
 * @property {string} since
 */
/**
 * @typedef {object} Somebody
 * @property {string} key
 * @property {string} name
 * @property {string} initials
 * @property {number} colour 0 to 7
 * @property {number} shape 0 to 5
 * @property {At} at where they did something last
 * @property {At[]} places where all their pages are
 */

export const COLOURS = 8;
export const SHAPES = 6;
const NOWHERE = { record: null, field: null, typing: false };

export class People {
  /** @param {string} user the id of who looks: their own other pages are nobody else */
  constructor(user) {
    this.user = user;
    /** @type {Map<string, Page & {wrote: boolean}>} the last to do something last */
    this.pages = new Map();
    /** @type {Somebody[] | null} */
    this._all = null;
  }

  /**
   * Take in what the server says.
   * @param {any} message
   * @returns {boolean} whether it was about people
   */
  take({ type, people, person, page }) {
    if (type === "here") {
      this.pages.clear();
      for (const each of people) this._put(each);
    } else if (type === "person") this._put(person);
    else if (type === "left") this.pages.delete(page);
    else return false;
    this._all = null;
    return true;
  }

  /** Nobody is known to be here. */
  clear() {
    this.pages.clear();
    this._all = null;
  }

  /** The others, in the order in which they came. @returns {Somebody[]} */
  get all() {
    return (this._all ??= this._grouped());
  }

  /**
   * Who writes in a field: whoever has typed there and is still in it.
   * @param {string} record @param {string} field
   * @returns {Page[]} own other pages too
   */
  writing(record, field) {
    return [...this.pages.values()].filter(({ at, wrote }) => wrote && at.record === record && at.field === field);
  }

  /** @param {Page} page */
  _put(page) {
    const { at } = page;
    const before = this.pages.get(page.page);
    const stayed = before?.at.record === at.record && before.at.field === at.field;
    this.pages.delete(page.page);
    this.pages.set(page.page, { ...page, wrote: at.field !== null && (at.typing || (stayed && before.wrote)) });
  }

  /** @returns {Somebody[]} */
  _grouped() {
    /** @type {Map<string, Page[]>} */
    const found = new Map();
    for (const page of this.pages.values()) {
      if (page.kind === "user" && page.id === this.user) continue;
      const key = `${page.kind} ${page.id}`;
      found.set(key, [...(found.get(key) ?? []), page]);
    }
    const since = (/** @type {Page[]} */ pages) => pages.map((each) => each.since).sort()[0];
    const sorted = [...found].sort(([key, one], [next, other]) => (since(one) + key < since(other) + next ? -1 : 1));
    return sorted.map(([key, pages]) => somebody(key, pages));
  }
}

/** @param {string} key @param {Page[]} pages @returns {Somebody} */
function somebody(key, pages) {
  const places = pages.map(({ at }) => at).filter(({ record }) => record !== null);
  const number = hash(key);
  const { name } = pages[pages.length - 1];
  return {
    key,
    name,
    initials: initials(name),
    colour: number % COLOURS,
    shape: Math.floor(number / COLOURS) % SHAPES,
    at: places.at(-1) ?? NOWHERE,
    places,
  };
}

/** The first letters of the first and the last word of a name. @param {string} name */
export function initials(name) {
  const words = name.replace(/\(.*\)/u, "").match(/[\p{L}\p{N}][^\s]*/gu) ?? [];
  const ends = words.filter((_word, n) => n === 0 || n === words.length - 1);
  return ends.map((word) => Array.from(word)[0].toLocaleUpperCase()).join("") || "?";
}

/** A number that is the same for the same text, everywhere (FNV-1a). @param {string} text */
function hash(text) {
  let found = 0x811c9dc5;
  for (const letter of text) found = Math.imul(found ^ /** @type {number} */ (letter.codePointAt(0)), 0x01000193);
  return (found ^ (found >>> 15)) >>> 0;
}

/**
 * Some names in a row, and how many more: "Anna, Mikko +2".
 * @param {string[]} names @param {number} most
 */
export function row(names, most) {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` +${rest}` : "");
}
