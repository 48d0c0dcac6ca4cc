// Yes or no.
// @ts-check
import { html } from "lit";
import { live } from "lit/directives/live.js";

/** @type {import("./widgets.js").Widget} */
export const flag = {
  whole: true,
  draw: (field) => html`<label class="check"
    ><input
      id=${field.key}
      type="checkbox"
      .checked=${live(Boolean(field.place?.value))}
      @change=${(/** @type {Event} */ event) => field.put(/** @type {HTMLInputElement} */ (event.target).checked)}
    /><span class=${field.compact ? "visually-hidden" : ""}>${field.text}</span></label
  >`,
};
