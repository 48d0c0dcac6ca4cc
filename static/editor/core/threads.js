// What people say, as threads: what was said first, and all answers to it in the order of time. No DOM.
// @ts-check

/** @typedef {import("./ops.js").Held} Held */
/** @typedef {{root: Held, answers: Held[], all: Held[]}} Thread */
/** @typedef {{id: string, name: string, role: string}} Member */
/** @typedef {{at: string, also: ReadonlySet<string>}} Mark all up to a moment, and of what is newer these */
/** @typedef {{person: string, mark: Mark | null}} Reader  null: it is not known yet what was read */
/** @typedef {"open" | "unread" | "mine" | "resolved"} Kind */

/**
 * Return the threads of comments, those with the newest word first.
 * @param {readonly Held[]} comments @returns {Thread[]}
 */
export function threadsOf(comments) {
  const known = new Map(comments.map((held) => [held.id, held]));
  /** @type {Map<string, Thread>} */
  const found = new Map();
  for (const held of comments) {
    const root = rootOf(held, known);
    let thread = found.get(root.id);
    if (!thread) found.set(root.id, (thread = { root, answers: [], all: [root] }));
    if (held !== root) thread.answers.push(held);
  }
  for (const thread of found.values()) thread.all = [thread.root, ...thread.answers.sort(byTime)];
  return [...found.values()].sort((one, other) => byTime(last(other), last(one)));
}

/** What an answer goes back to; of answers in a circle the one with the least id. @param {Held} held @param {Map<string, Held>} known */
function rootOf(held, known) {
  const before = (/** @type {Held} */ { value }) => known.get(value.reply_to);
  const passed = new Set();
  for (; !passed.has(held); held = /** @type {Held} */ (before(held))) {
    if (!before(held)) return held;
    passed.add(held);
  }
  let least = held;
  for (let each = before(held); each && each !== held; each = before(each)) if (each.id < least.id) least = each;
  return least;
}

/** @param {Thread} thread */
const last = ({ all }) => /** @type {Held} */ (all.at(-1));

/** What has no moment was said before all that has one. @param {Held} one @param {Held} other */
function byTime(one, other) {
  const [a, b] = [one.value.at ?? "", other.value.at ?? ""];
  return a < b ? -1 : a > b ? 1 : one.id < other.id ? -1 : 1;
}

/**
 * Whether a comment is new to the reader: the twin of `documents/talk.py`.
 * @param {Held} comment @param {Reader} reader
 */
export function isUnread({ id, value: { by, at } }, { person, mark }) {
  if (!mark || !at || !by || by === "file" || by === person) return false;
  return at > mark.at && !mark.also.has(id);
}

/**
 * Whether a thread is of a kind. Mine is where one said something or was mentioned.
 * @param {Thread} thread @param {Kind} kind @param {Reader} reader
 */
export function isOf({ root, all }, kind, reader) {
  const { person } = reader;
  if (kind === "open") return !root.value.resolved;
  if (kind === "resolved") return Boolean(root.value.resolved);
  if (kind === "unread") return all.some((each) => isUnread(each, reader));
  return all.some(({ value }) => value.by === person || value.mentions?.includes(person));
}

/**
 * How many threads are open on each record, and how much of what is said there is unread.
 * @param {Thread[]} threads @param {Reader} reader
 * @returns {Map<string, {open: number, unread: number}>}
 */
export function countsOf(threads, reader) {
  const found = new Map();
  for (const { root, all } of threads) {
    const { on, resolved } = root.value;
    const count = found.get(on) ?? { open: 0, unread: 0 };
    count.open += resolved ? 0 : 1;
    count.unread += all.filter((each) => isUnread(each, reader)).length;
    found.set(on, count);
  }
  return found;
}

/**
 * Whom a text mentions: members whose names stand in it after an @, the longest name first. Of
 * several with one name those that were picked; without a pick all of them.
 * @param {string} text @param {Member[]} members @param {readonly string[]} [picked] people
 */
export function mentioned(text, members, picked = []) {
  /** @type {string[]} */
  const found = [];
  let rest = text;
  const names = [...new Set(members.map(({ name }) => name))].sort((one, other) => other.length - one.length);
  for (const name of names) {
    const parts = rest.split(`@${name}`);
    if (parts.length < 2) continue;
    rest = parts.join("\n");
    const called = members.filter((each) => each.name === name).map(({ id }) => `user:${id}`);
    const meant = called.filter((each) => picked.includes(each));
    found.push(...(meant.length ? meant : called));
  }
  return found;
}

/**
 * What is typed of a name after an @ that the caret stands behind, null where there is none.
 * @param {string} before the text up to the caret
 */
export function naming(before) {
  const found = /(?:^|[\s([{"'“”])@([^\s@]{0,40}(?: [^\s@]{1,40}){0,2})$/u.exec(before);
  return found ? found[1] : null;
}
