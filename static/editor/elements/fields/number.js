// A number, written as the reader writes it.
// @ts-check
import { _, number as written } from "../../words.js";
import { drawLine } from "./line.js";

/** @type {import("./widgets.js").Widget} */
export const number = {
  draw: (field) =>
    drawLine(field, {
      mode: field.place?.field.whole ? "numeric" : "decimal",
      text: (value) => (value === null || value === undefined ? "" : written(value, 6)),
      read: (raw) => numberFrom(raw),
    }),
};

/**
 * Return the number that a text means, in any of the reader's ways of writing it.
 * @param {string} raw
 * @returns {{value?: number | null, message?: string}}
 */
export function numberFrom(raw) {
  const bare = raw.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  if (!bare) return { value: null };
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? { value: Number(plain) } : { message: _("This is not a number.") };
}
