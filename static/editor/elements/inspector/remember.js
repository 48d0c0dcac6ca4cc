// Which parts of the inspector are open, kept in this browser.
// @ts-check

const KEY = "journeymap-open";

/** @type {Set<string>} */
const open = new Set(read());

/** @returns {string[]} */
function read() {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(KEY) ?? "[]");
  } catch {
    return []; // a browser that keeps nothing, or something else under that name
  }
}

/** @param {string} name */
export function isOpen(name) {
  return open.has(name);
}

/** @param {string} name @param {boolean} wanted */
export function remember(name, wanted) {
  if (wanted === open.has(name)) return;
  if (wanted) open.add(name);
  else open.delete(name);
  try {
    localStorage.setItem(KEY, JSON.stringify([...open]));
  } catch {
    // then it is remembered until the page is left
  }
}
