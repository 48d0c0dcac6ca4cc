// A field that is typed on one line: text <-> value, saved while typing.
// @ts-check
import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";

/** @typedef {import("./field.js").JmField} JmField */
/**
 * @typedef {object} Line
 * @property {(value: any, field: JmField) => string} text
 * @property {(raw: string, field: JmField) => {value?: any, message?: string}} read
 * @property {string} [type]
 * @property {string} [mode]
 * @property {string} [list] the id of a datalist
 * @property {string} [suffix]
 * @property {string} [placeholder]
 */

/** @param {JmField} field @param {Line} line */
export function drawLine(field, line) {
  const own = /** @type {HTMLInputElement | null} */ (field.querySelector(`#${field.key}`));
  const shown = field.typing && own ? own.value : (field.draft?.raw ?? line.text(field.place?.value, field));
  const input = html`<input
    id=${field.key}
    type=${line.type ?? "text"}
    inputmode=${ifDefined(line.mode)}
    list=${ifDefined(line.list)}
    placeholder=${ifDefined(line.placeholder)}
    autocomplete="off"
    lang=${ifDefined(field.tongue)}
    .value=${live(shown)}
    aria-invalid=${field.message ? "true" : "false"}
    aria-describedby=${field.described}
    @input=${(/** @type {InputEvent} */ event) => typed(field, event, line)}
    @keydown=${(/** @type {KeyboardEvent} */ event) => keyed(field, event)}
    @blur=${() => field.leave()}
  />`;
  return line.suffix ? html`<span class="suffixed">${input}<span aria-hidden="true">${line.suffix}</span></span>` : input;
}

/** @param {JmField} field @param {Event} event @param {Pick<Line, "read">} line */
export function typed(field, event, line) {
  const { value } = /** @type {HTMLInputElement} */ (event.target);
  field.type(value, (raw) => line.read(raw, field));
}

/** Escape puts back what a wrong value replaced. @param {JmField} field @param {KeyboardEvent} event */
export function keyed(field, event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !(event.target instanceof HTMLTextAreaElement)) field.flush();
  if (event.key === "Escape" && field.message) {
    event.stopPropagation();
    field.revert();
  }
}
