// One of several: beside each other where they are few, else in a list.
// @ts-check
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { _ } from "../../words.js";

/** @typedef {import("./address.js").Field} Field */

/** Whether the choices fit beside each other. @param {Field} field */
export function few(field) {
  const choices = field.choices ?? [];
  const letters = choices.reduce((sum, [, label]) => sum + label.length, 0);
  return choices.length <= 3 && letters <= 30 && Boolean(field.required || field.default);
}

/** @type {import("./widgets.js").Widget} */
export const choice = {
  group: true,
  draw: (field) => html`<div class="segments" role="radiogroup" aria-labelledby="${field.key}-label" aria-describedby=${field.described}>
    ${field.place?.field.choices?.map(
      ([value, label]) => html`<label class="segment"
        ><input
          type="radio"
          name=${field.key}
          .checked=${live(field.place?.value === value)}
          @change=${() => field.put(value)}
        /><span>${label}</span></label
      >`,
    )}
  </div>`,
};

/** @type {import("./widgets.js").Widget} */
export const select = {
  draw: (field) => {
    const { field: told, value } = /** @type {import("./address.js").Place} */ (field.place);
    const none = !told.required && !told.default;
    return html`<select
      id=${field.key}
      .value=${live(value ?? "")}
      aria-invalid=${field.message ? "true" : "false"}
      aria-describedby=${field.described}
      @change=${(/** @type {Event} */ event) => field.put(/** @type {HTMLSelectElement} */ (event.target).value || null)}
    >
      ${none || !value ? html`<option value="" ?selected=${!value}>${none ? _("None") : _("Choose")}</option>` : nothing}
      ${told.choices?.map(([each, label]) => html`<option value=${each} ?selected=${each === value}>${label}</option>`)}
    </select>`;
  },
};
