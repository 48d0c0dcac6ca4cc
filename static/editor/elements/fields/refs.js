// References to several records: a chip for each, and a line to find more.
// @ts-check
import { html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { icon } from "../icon.js";
import { optionsOf } from "./options.js";
import { makings } from "./ref.js";
import { titleOf } from "./telling.js";

/** @type {import("./widgets.js").Widget} */
export const refs = {
  draw: (field) => {
    const place = /** @type {import("./address.js").Place} */ (field.place);
    /** @type {string[]} */
    const held = place.value ?? [];
    const { session } = field.app;
    return html`<div class="chipset">
      ${repeat(held, (each) => each, (each) => {
        const name = titleOf(session, each, place.field.ref?.document);
        return html`<span class="chip">${name}<button
            class="chip-x"
            aria-label=${_("Remove {name}", { name })}
            @click=${() => (field.put(held.filter((other) => other !== each)), field.querySelector("input")?.focus())}
          >${icon("close")}</button></span>`;
      })}
      <jm-picker
        class="picker"
        .inputId=${field.key}
        .options=${() => optionsOf(session, place, field.name).filter(({ id }) => !held.includes(id))}
        .placeholder=${_("Add…")}
        .described=${field.described}
        .invalid=${Boolean(field.message)}
        .making=${(/** @type {string} */ typed) => makings(field, place, typed, (id) => [...held, id])}
        @picked=${(/** @type {CustomEvent} */ event) => field.put([...held, event.detail])}
      ></jm-picker>
    </div>`;
  },
};
