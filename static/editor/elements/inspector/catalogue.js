// What the catalogue shares: it says that a change is for every journey, and where it is used.
// @ts-check
import { html, nothing } from "lit";
import { until } from "lit/directives/until.js";
import { _, ngettext } from "../../words.js";

/** @typedef {import("./parts.js").Context} Context */
/** @typedef {{journey: string, title: string, trashed: boolean}} Use */

/** @type {Map<string, Promise<unknown>>} */
const asked = new Map();

/** The touchpoint that an encounter meets. @param {Context} context */
export function catalogueOf(context) {
  const held = context.app.session.catalogue.get(context.held.value.touchpoint);
  return held ? context.form({ ...context, held }, { talk: false }) : nothing;
}

/** @param {Context} context */
export function uses({ app, held }) {
  return html`<div class="hint">
    ${app.may.edit ? _("Changes of a touchpoint are for every journey that uses it.") : nothing}
    ${until(usesOf(app.session, held.id), nothing)}
  </div>`;
}

/** @param {any} session @param {string} id */
function usesOf(session, id) {
  const address = session.boot.urls.uses?.replace("{id}", id);
  if (!address) return Promise.resolve(nothing);
  const key = `${id} ${session.journey.version} ${session.catalogue.version}`;
  let found = asked.get(key);
  if (!found) asked.set(key, (found = fetched(session, address)));
  return found;
}

/** @param {any} session @param {string} address */
async function fetched(session, address) {
  try {
    const response = await fetch(address, { headers: { accept: "application/json" } });
    if (!response.ok) return nothing;
    const { results } = await response.json();
    return told(session, results);
  } catch {
    return nothing; // without a network it is not known
  }
}

/** @param {any} session @param {Use[]} results */
function told(session, results) {
  const { boot, journey } = session;
  const journeys = new Map(results.filter((use) => !use.trashed).map((use) => [use.journey, use.title]));
  const links = [...journeys].map(([id, title]) =>
    id === journey.id ? html`<li>${title}</li>` : html`<li><a href=${boot.urls.map.replace(journey.id, id)}>${title}</a></li>`,
  );
  return html`<details class="used">
    <summary>${ngettext("Used in {n} journey", "Used in {n} journeys", journeys.size)}</summary>
    <ul>${links}</ul>
  </details>`;
}
