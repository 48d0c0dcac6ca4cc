// The interface's icons: the page holds them once, as symbols (`journeys/pages/icons.py`).
// @ts-check
import { svg, html } from "lit";

/** @param {string} name as in the table of icons */
export function icon(name) {
  return html`<svg class="icon" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${svg`<use href=${`#icon-${name}`}></use>`}</svg>`;
}
