// Text on one line, or on as many as it needs.
// @ts-check
import { html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";
import { drawLine, keyed, typed } from "./line.js";

/** @typedef {import("./field.js").JmField} JmField */

const plain = {
  /** @param {any} value */
  text: (value) => value ?? "",
  /** @param {string} raw */
  read: (raw) => ({ value: raw.trim() ? raw.replace(/\s+$/u, "") : null }),
};

/** @type {import("./widgets.js").Widget} */
export const text = { draw: (field) => (growing(field) ? lines.draw(field) : field.name === "owner" ? owner(field) : drawLine(field, plain)) };

/** @type {import("./widgets.js").Widget} */
export const lines = {
  draw: (field) => {
    const own = /** @type {HTMLTextAreaElement | null} */ (field.querySelector("textarea"));
    const shown = field.typing && own ? own.value : (field.draft?.raw ?? plain.text(field.place?.value));
    const one = !field.place?.field.multiline;
    return html`<textarea
      id=${field.key}
      rows="1"
      lang=${ifDefined(field.tongue)}
      .value=${live(shown)}
      aria-invalid=${field.message ? "true" : "false"}
      aria-describedby=${field.described}
      @input=${(/** @type {InputEvent} */ event) => typed(field, event, plain)}
      @keydown=${(/** @type {KeyboardEvent} */ event) => (one && event.key === "Enter" && !event.isComposing ? (event.preventDefault(), field.flush()) : keyed(field, event))}
      @paste=${(/** @type {ClipboardEvent} */ event) => (one ? pasteLine(event) : undefined)}
      @blur=${() => field.leave()}
    ></textarea>`;
  },
};

/** An owner is anybody; members are offered. @param {JmField} field */
function owner(field) {
  const { app } = field;
  const list = `${field.key}-members`;
  const ask = () => void app.talk?.members().then(() => field.requestUpdate());
  return html`<span class="offering" @focusin=${ask}>${drawLine(field, { ...plain, list })}<datalist id=${list}>${app.talk?.known.map((/** @type {{name: string}} */ { name }) => html`<option value=${name}></option>`)}</datalist></span>`;
}

/** A title is one line, however many lines it takes to show. @param {JmField} field */
function growing(field) {
  return field.name === "title" && !field.compact && (field.place?.field.limit ?? 0) >= 200;
}

/** @param {ClipboardEvent} event */
function pasteLine(event) {
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (!/[\r\n]/.test(pasted)) return;
  event.preventDefault();
  const area = /** @type {HTMLTextAreaElement} */ (event.target);
  area.setRangeText(pasted.trim().replace(/\s*[\r\n]+\s*/g, " "), area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
