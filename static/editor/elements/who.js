// How a person looks: initials in their colour, and a shape of their own beside them, so that nobody
// is told apart by colour alone.
// @ts-check
import { html, nothing, svg } from "lit";

/** @typedef {import("../core/people.js").Somebody} Somebody */

/** So many names have room on a tag. */
export const NAMED = 2;

/** Paths in a box of 12: circle, square, diamond, triangle, hexagon, cross. */
const SHAPES = [
  "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z",
  "M1.5 1.5h9v9h-9z",
  "M6 .2L11.8 6L6 11.8L.2 6z",
  "M6 .8L11.8 11H.2z",
  "M3.2 1h5.6L11.7 6L8.8 11H3.2L.3 6z",
  "M4 .6h4V4h3.4v4H8v3.4H4V8H.6V4H4z",
];

/** @param {Somebody} somebody */
export function shape({ shape }) {
  return html`<svg class="who-shape" viewBox="0 0 12 12" aria-hidden="true">${svg`<path d=${SHAPES[shape]}></path>`}</svg>`;
}

/** @param {Somebody} somebody */
export function badge(somebody) {
  return html`<span class="who who-${somebody.colour}" title=${somebody.name} aria-hidden="true"><span class="who-initials">${somebody.initials}</span>${shape(somebody)}</span>`;
}

/** "Anna, Mikko +2": where room is short it is the names that are cut. @param {string[]} names */
export function named(names) {
  const rest = names.length - NAMED;
  return html`<span class="who-names">${names.slice(0, NAMED).join(", ")}</span>${rest > 0 ? html`<span>+${rest}</span>` : nothing}`;
}
