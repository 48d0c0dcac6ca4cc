// How much of a person's work waits in this browser (`editor/core/outbox.js` keeps it there).
// @ts-check

/** The disk is given so long to answer, in ms. */
const PATIENCE = 5_000;

/**
 * Return how many edits of a person wait to be sent; 0 where that cannot be known.
 * @param {string} person
 * @returns {Promise<number>}
 */
export function unsent(person) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(0), PATIENCE);
    const asked = indexedDB.open(`journeymap-work-${person}`);
    asked.onupgradeneeded = () => asked.transaction?.abort(); // there is none: none is made
    asked.onerror = asked.onblocked = () => resolve(0);
    asked.onsuccess = () => {
      const base = asked.result;
      const counted = base.transaction("jobs").objectStore("jobs").count();
      counted.onsuccess = () => resolve(counted.result);
      counted.onerror = () => resolve(0);
      base.close();
    };
  });
}
