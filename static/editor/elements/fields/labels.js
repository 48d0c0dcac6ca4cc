// Free labels: a chip for each, and a line to type more.
// @ts-check
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { icon } from "../icon.js";

/** @typedef {import("./field.js").JmField} JmField */

/** @type {import("./widgets.js").Widget} */
export const labels = {
  draw: (field) => {
    /** @type {string[]} */
    const held = field.place?.value ?? [];
    return html`<div class="chipset">
      ${repeat(held, (each) => each, (each) => html`<span class="chip">${each}<button
            class="chip-x"
            aria-label=${_("Remove {name}", { name: each })}
            @click=${() => (field.put(held.filter((other) => other !== each)), field.querySelector("input")?.focus())}
          >${icon("close")}</button></span>`)}
      <input
        id=${field.key}
        autocomplete="off"
        placeholder=${_("Add…")}
        aria-invalid=${field.message ? "true" : "false"}
        aria-describedby=${field.described}
        @keydown=${(/** @type {KeyboardEvent} */ event) => keyed(field, held, event)}
        @blur=${(/** @type {FocusEvent} */ event) => add(field, held, /** @type {HTMLInputElement} */ (event.target))}
      />
    </div>`;
  },
};

/** @param {JmField} field @param {string[]} held @param {KeyboardEvent} event */
function keyed(field, held, event) {
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (event.isComposing) return;
  if ((event.key === "Enter" || event.key === ",") && input.value.trim()) {
    event.preventDefault();
    event.stopPropagation();
    add(field, held, input);
  } else if (event.key === "Backspace" && !input.value && held.length) field.put(held.slice(0, -1));
}

/** @param {JmField} field @param {string[]} held @param {HTMLInputElement} input */
function add(field, held, input) {
  const wanted = input.value.split(",").map((each) => each.trim()).filter(Boolean);
  const fresh = [...new Set(wanted)].filter((each) => !held.includes(each));
  if (!wanted.length || (fresh.length && !field.put([...held, ...fresh]))) return;
  input.value = "";
}
