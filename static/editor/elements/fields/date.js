// A calendar date.
// @ts-check
import { _ } from "../../words.js";
import { drawLine } from "./line.js";

/** @type {import("./widgets.js").Widget} */
export const date = {
  draw: (field) =>
    drawLine(field, {
      type: "date",
      text: (value) => value ?? "",
      read: (raw) => {
        const input = /** @type {HTMLInputElement | null} */ (field.querySelector("input"));
        if (!raw && input?.validity.badInput) return { message: _("This date is not whole yet.") };
        return { value: raw || null };
      },
    }),
};
