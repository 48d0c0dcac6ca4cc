// A share of customers, in per cent.
// @ts-check
import { _, number as written } from "../../words.js";
import { drawLine } from "./line.js";
import { numberFrom } from "./number.js";

/** @type {import("./widgets.js").Widget} */
export const share = {
  draw: (field) =>
    drawLine(field, {
      mode: "decimal",
      suffix: "%",
      text: (value) => (value === null || value === undefined ? "" : written(value * 100, 2)),
      read: (raw) => shareFrom(raw),
    }),
};

/**
 * Return the share 0 to 1 that a text in per cent means.
 * @param {string} raw
 * @returns {{value?: number | null, message?: string}}
 */
export function shareFrom(raw) {
  const found = numberFrom(raw.replace("%", ""));
  if (found.value === null || found.value === undefined) return found;
  if (found.value < 0 || found.value > 100) return { message: _("A share is from 0 to 100 per cent.") };
  return { value: Math.round(found.value * 100) / 10000 };
}
