// What was typed and could not be kept yet, by its field: it is there again when the field is. Fields
// with something unsaved are saved when the page is left.
// @ts-check

/** @typedef {{raw: string, message: string}} Draft */

/** @type {Map<string, Draft>} */
export const drafts = new Map();
/** @type {Set<{flush: () => void}>} */
const unsaved = new Set();

/** @param {{flush: () => void}} field @param {boolean} waits */
export function awaiting(field, waits) {
  if (waits) unsaved.add(field);
  else unsaved.delete(field);
}

/** Save whatever is typed, everywhere. */
export function flushAll() {
  for (const field of [...unsaved]) field.flush();
}

if (typeof document !== "undefined") {
  addEventListener("pagehide", flushAll);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flushAll();
  });
}
