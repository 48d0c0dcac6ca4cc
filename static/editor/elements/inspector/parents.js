// What a record belongs to. No DOM.
// @ts-check
import { titleOf } from "../fields/telling.js";

/**
 * What a record belongs to: the id of it, or null.
 * @param {any} held
 * @returns {string | null}
 */
export function parentOf({ kind, value }) {
  const fields = { step: "stage", transition: "source", encounter: "step", finding: "step", idea: "step", comment: "on", translation: "record" };
  if (kind === "card") return value.step ?? value.stage ?? value.lane;
  return value[/** @type {Record<string, string>} */ (fields)[kind]] ?? null;
}

/** Where a record stands, in a word: the stage of a step, the lane of a card. @param {any} session @param {any} held */
export function placeWord(session, held) {
  if (held.kind === "card") return titleOf(session, held.value.lane);
  const parent = parentOf(held);
  return parent ? titleOf(session, parent) : "";
}
