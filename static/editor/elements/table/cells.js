// Cells of a table: text in a button, until it is changed; then the field itself.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { encountersOf } from "../../core/commands/meetings.js";
import { mayChange } from "../../core/signing.js";
import { icon } from "../icon.js";
import { inWords, titleOf } from "../fields/telling.js";
import { touchpoints } from "../inspector/touchpoints.js";

/** @typedef {import("./tables.js").Column} Column */
/** @typedef {import("./tables.js").Table} Table */
/** @typedef {import("../table.js").JmTable} JmTable */

/** @param {any} session @param {string} kind @returns {Record<string, import("../fields/address.js").Field>} */
export function fieldsOf(session, kind) {
  const { journey, catalogue } = session.schema;
  return (journey.kinds[kind] ?? catalogue.kinds[kind]).fields;
}

/** @param {any} session @param {Table} table @param {Column} column */
export function headingOf(session, { kind }, { name, label, of }) {
  return label ?? fieldsOf(session, of ? "touchpoint" : kind)[name]?.label ?? name;
}

/** What stands in a cell. @param {any} session @param {any} held @param {Column} column */
export function textOf(session, held, { name, of, told, field, special }) {
  if (told) return told(held);
  if (special) return encountersOf(session.journey, held.id).map(({ id }) => titleOf(session, id)).join(", ");
  const other = of ? session.catalogue.get(of(held)) : held;
  if (!other) return "";
  const wanted = field ? field(held) : name;
  const rule = fieldsOf(session, other.kind)[wanted];
  const value = other.value[wanted] ?? rule.default;
  const text = inWords(session, rule, value, wanted);
  return !text && wanted === "title" && held.kind === "lane" ? titleOf(session, held.id) : text;
}

/**
 * @param {JmTable} host @param {any} held @param {Column} column @param {string} heading
 * @returns {unknown}
 */
export function cell(host, held, column, heading) {
  const { app } = host;
  const { session } = app;
  const record = column.of ? column.of(held) : held.id;
  const name = column.field ? column.field(held) : column.name;
  const text = textOf(session, held, column);
  if (column.told || !mayChange(session, held, column.name)) return html`<span class="cell-told">${text || html`<span class="muted">–</span>`}</span>`;
  if (host.isEditing(held.id, column.name)) return editor(host, held, column, record, name, heading);
  const mark = name === "severity" || name === "kind" ? icon(String(held.value.kind ?? "")) : nothing;
  return html`<button class="cell ${text ? "" : "cell-empty"}" data-row=${held.id} data-name=${column.name} aria-label="${heading}: ${text || _("empty")}">${name === "kind" && (held.kind === "finding" || held.kind === "idea") ? mark : nothing}<span>${text || "–"}</span></button>`;
}

/** @param {JmTable} host @param {any} held @param {Column} column @param {string} record @param {string} name @param {string} heading @returns {unknown} */
function editor(host, held, column, record, name, heading) {
  if (column.special) return html`<div class="cell-editor" data-row=${held.id} data-name=${column.name} role="group" aria-label=${heading}>${touchpoints({ app: host.app, held, host, form: () => nothing })}</div>`;
  return html`<div class="cell-editor" data-row=${held.id} data-name=${column.name}><jm-field class="field field-${name}" compact .compact=${true} .app=${host.app} .record=${record} .name=${name} .label=${`${heading}: ${titleOf(host.app.session, held.id)}`}></jm-field></div>`;
}
