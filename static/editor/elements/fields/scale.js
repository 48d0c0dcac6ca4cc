// A value of a scale 1 to 5 (or 4): a button for each; where halves are allowed, arrows go by halves.
// @ts-check
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { _, number as written } from "../../words.js";
import { scaleWord, score } from "./telling.js";

/** @typedef {import("./field.js").JmField} JmField */
/** @typedef {import("./address.js").Place} Place */

/** @type {import("./widgets.js").Widget} */
export const scale = {
  group: true,
  aside: (field) => {
    const { value } = /** @type {Place} */ (field.place);
    if (value === null) return nothing;
    const word = scaleWord(field.name, value);
    return html`<span class="field-aside">${word ? html`<span class="hint">${word.replace(/^\d – /, "")}</span>` : nothing}<button
        class="linklike"
        aria-label=${_("Clear {field}", { field: field.text })}
        @click=${() => clear(field)}
      >${_("Clear")}</button></span>`;
  },
  draw: (field) => {
    const { field: told, value } = /** @type {Place} */ (field.place);
    return html`<div
      class="segments scale"
      role="radiogroup"
      aria-labelledby="${field.key}-label"
      aria-describedby=${field.described}
      @keydown=${(/** @type {KeyboardEvent} */ event) => keyed(field, event)}
    >
      ${stepsOf(told, value).map(
        (each) => html`<label class="segment"
          ><input
            type="radio"
            name=${field.key}
            value=${each}
            .checked=${live(each === value)}
            aria-label=${labelOf(field, each)}
            @change=${() => field.put(each)}
          /><span>${score(each)}</span></label
        >`,
      )}
    </div>`;
  },
};

/**
 * Return what can be chosen: the whole values, and the held one where it is between them.
 * @param {import("./address.js").Field} field @param {number | null} value
 */
export function stepsOf(field, value) {
  const low = field.low ?? 1;
  const all = Array.from({ length: (field.high ?? 5) - low + 1 }, (_each, at) => low + at);
  return value === null || all.includes(value) ? all : [...all, value].sort((one, other) => one - other);
}

/** @param {JmField} field @param {number} value */
function labelOf(field, value) {
  const high = field.place?.field.high ?? 5;
  const word = scaleWord(field.name, value).replace(/^\d – /, "");
  const told = _("{n} of {high}", { n: written(value, 2), high });
  return word ? `${told}, ${word}` : told;
}

/** @param {JmField} field */
function clear(field) {
  field.put(null);
  field.updateComplete.then(() => field.querySelector("input")?.focus());
}

/** @param {JmField} field @param {KeyboardEvent} event */
function keyed(field, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || field.readonly) return;
  const wanted = nextOf(/** @type {Place} */ (field.place), event.key);
  if (wanted === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  field.put(wanted);
  field.updateComplete.then(() => field.querySelector(/** @type {any} */ (wanted === null ? "input" : `input[value="${wanted}"]`))?.focus());
}

/**
 * Return the value that a key leads to, null for none, undefined where the key means nothing here.
 * @param {Pick<Place, "field" | "value">} place @param {string} key
 * @returns {number | null | undefined}
 */
export function nextOf({ field, value }, key) {
  const low = field.low ?? 1;
  const high = field.high ?? 5;
  if (/^\d$/.test(key)) return Number(key) >= low && Number(key) <= high ? Number(key) : undefined;
  if (key === "Delete" || key === "Backspace") return null;
  if (key === "." || key === ",") return value === null || field.whole ? undefined : Math.min(high, Math.floor(value) + 0.5);
  const step = field.whole ? 1 : 0.5;
  const by = key === "ArrowRight" || key === "ArrowUp" ? step : key === "ArrowLeft" || key === "ArrowDown" ? -step : 0;
  if (!by) return undefined;
  if (value === null) return Math.ceil((low + high) / 2);
  const moved = by > 0 ? Math.floor(value / step) * step + step : Math.ceil(value / step) * step - step;
  return Math.max(low, Math.min(high, moved));
}
