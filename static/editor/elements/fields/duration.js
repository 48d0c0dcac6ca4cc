// A duration, typed and shown in words.
// @ts-check
import { _ } from "../../words.js";
import { durationFromWords, durationInWords } from "./durations.js";
import { drawLine } from "./line.js";

/** @type {import("./widgets.js").Widget} */
export const duration = {
  draw: (field) =>
    drawLine(field, {
      text: (value) => durationInWords(value),
      read: (raw) => {
        const value = durationFromWords(raw);
        return value === undefined ? { message: _("Write a time such as 14 days, 2 weeks or 1 h 20 min.") } : { value };
      },
    }),
};
