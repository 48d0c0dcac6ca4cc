// A small record inside a field: told in one sentence, opened to change it.
// @ts-check
import { html } from "lit";
import { partInWords } from "./telling.js";

/** @type {import("./widgets.js").Widget} */
export const part = {
  whole: true,
  draw: (field) => {
    const { field: told, value } = /** @type {import("./address.js").Place} */ (field.place);
    const { app, record, name } = field;
    return html`<details class="part">
      <summary><span class=${field.compact ? "visually-hidden" : "part-label"}>${field.text}:</span> <span>${partInWords(told, value) || "–"}</span></summary>
      <div class="part-fields" role="group" aria-label=${field.text}>
        ${Object.entries(told.fields ?? {}).map(
          ([each]) => html`<jm-field class="field field-${each}" .app=${app} .record=${record} .name=${name} .inner=${each}></jm-field>`,
        )}
      </div>
    </details>`;
  },
};
