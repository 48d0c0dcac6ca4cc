// A reference to one record: found by typing, or made in passing.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { canMake, makingIn, optionsOf } from "./options.js";
import { kindLabel } from "./telling.js";
import "./picker.js";

/** @typedef {import("./field.js").JmField} JmField */
/** @typedef {import("./address.js").Place} Place */

/** @type {import("./widgets.js").Widget} */
export const ref = {
  aside: (field) => {
    const { field: told, value } = /** @type {Place} */ (field.place);
    const { boot, journey } = field.app.session;
    const url = value && told.ref?.document === "journey" && boot.urls.map?.replace(journey.id, value);
    return url ? html`<a class="linklike" href=${url}>${_("Open")}</a>` : nothing;
  },
  draw: (field) => {
    const place = /** @type {Place} */ (field.place);
    return html`<jm-picker
      class="picker"
      .inputId=${field.key}
      .options=${() => optionsOf(field.app.session, place, field.name)}
      .value=${place.value}
      .none=${place.field.required ? "" : _("None")}
      .described=${field.described}
      .invalid=${Boolean(field.message)}
      .making=${(/** @type {string} */ typed) => makings(field, place, typed, (id) => id)}
      @picked=${(/** @type {CustomEvent} */ event) => field.put(event.detail)}
    ></jm-picker>`;
  },
};

/**
 * What can be made of what was typed: a record of the kind, named at once.
 * @param {JmField} field @param {Place} place @param {string} typed @param {(id: string) => any} valued
 */
export function makings(field, place, typed, valued) {
  const { session } = field.app;
  if (!canMake(session, place)) return [];
  const kind = kindLabel(session, place.field.ref?.kind ?? "");
  return [
    {
      label: _("New {kind}: “{name}”", { kind: kind.toLocaleLowerCase(), name: typed }),
      icon: undefined,
      run: () => field.app.do(makingIn(session, place, field.name, typed, valued)),
    },
  ];
}
