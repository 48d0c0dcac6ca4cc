// Where the others are in the table: their row is framed in their colour and says their name, and the
// cell they are in is marked. Like what is chosen, it is marked in what is drawn, not drawn anew.
// @ts-check
import { html, render } from "lit";
import { drawnAt } from "../whereabouts.js";
import { NAMED, named, shape } from "../who.js";

/** @typedef {import("../../core/people.js").Somebody} Somebody */

const MARKS = ["others-row", "others-cell"];

/** Keep the marks as they should be. @param {import("../../app.js").App} app */
export function markRows(app) {
  app.addEventListener("update", async (event) => {
    if (!["people", "records"].includes(/** @type {CustomEvent} */ (event).detail)) return;
    await app.map?.updateComplete;
    if (app.map?.rowOf) mark(app);
  });
}

/** @param {import("../../app.js").App} app */
function mark(app) {
  const table = app.map;
  for (const each of table.querySelectorAll(".others-row, .others-cell")) {
    each.classList.remove(...MARKS, ...[...each.classList].filter((/** @type {string} */ name) => name.startsWith("who-")));
  }
  /** @type {Map<string, Somebody[]>} */
  const rows = new Map();
  for (const somebody of app.together?.people.all ?? []) {
    for (const { record, field } of somebody.places) {
      for (const id of record ? drawnAt(app, record) : []) {
        rows.set(id, [...new Set([...(rows.get(id) ?? []), somebody])]);
        markCell(table, id, field, somebody);
      }
    }
  }
  for (const tag of table.querySelectorAll(".others-name")) if (!rows.has(tag.dataset.of)) tag.remove();
  for (const [id, people] of rows) markRow(table.rowOf(id), id, people);
}

/** @param {HTMLElement} line @param {string} id @param {Somebody[]} people */
function markRow(line, id, people) {
  line.classList.add("others-row", `who-${people[0].colour}`);
  const head = /** @type {HTMLElement} */ (line.querySelector("th"));
  let tag = /** @type {HTMLElement | null} */ (head.querySelector(".others-name"));
  if (!tag) {
    tag = Object.assign(document.createElement("div"), { ariaHidden: "true" });
    head.append(tag);
  }
  tag.dataset.of = id;
  tag.className = `others-name who-${people[0].colour}`;
  render(html`${people.slice(0, NAMED).map(shape)}${named(people.map(({ name }) => name))}`, tag);
}

/** @param {HTMLElement} table @param {string} id @param {string | null} field @param {Somebody} somebody */
function markCell(table, id, field, somebody) {
  if (!field) return;
  const [name] = field.split("@");
  const inside = table.querySelector(`[data-row="${CSS.escape(id)}"][data-name="${CSS.escape(name)}"]`);
  inside?.closest("td, th")?.classList.add("others-cell", `who-${somebody.colour}`);
}
