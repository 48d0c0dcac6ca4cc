// Which answers are shown: a choice as a query string, the twin of `journeys/overlay.py`. No DOM.
// @ts-check

/** What a choice may name. */
export const NAMES = ["since", "until", "round", "touchpoint", "segment", "channel", "unit", "region", "answers_language"];
/** @typedef {Record<string, string>} Chosen by name; what is not there is any */
/** @typedef {{one: Chosen, other: Chosen | null}} Choice  `other` is what it is compared with: all answers where it is empty */

/** @param {string} query @returns {Choice} */
export function choiceOf(query) {
  const told = new URLSearchParams(query);
  const beside = told.get("compare");
  return { one: chosen(told), other: beside === null ? null : chosen(new URLSearchParams(beside)) };
}

/** @param {URLSearchParams} told @returns {Chosen} */
function chosen(told) {
  return Object.fromEntries(NAMES.flatMap((name) => (told.get(name) ? [[name, String(told.get(name))]] : [])));
}

/** The query string of a choice, in one order; "" where nothing is chosen. @param {Choice} choice */
export function queryOf({ one, other }) {
  const told = written(one);
  if (other) told.set("compare", written(other).toString());
  return told.toString();
}

/** @param {Chosen} one */
function written(one) {
  return new URLSearchParams(NAMES.flatMap((name) => (one[name] ? [[name, one[name]]] : [])));
}

/** An address with another choice, all else as it is. @param {string} address @param {string} query */
export function addressed(address, query) {
  const url = new URL(address);
  for (const name of [...NAMES, "compare"]) url.searchParams.delete(name);
  for (const [name, value] of new URLSearchParams(query)) url.searchParams.set(name, value);
  return url.href;
}
