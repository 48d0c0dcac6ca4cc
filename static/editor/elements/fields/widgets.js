// What draws a field: its type decides, never its kind of record.
// @ts-check
import { choice, few, select } from "./choice.js";
import { date } from "./date.js";
import { duration } from "./duration.js";
import { flag } from "./flag.js";
import { labels } from "./labels.js";
import { languages } from "./language.js";
import { number } from "./number.js";
import { part } from "./part.js";
import { ref } from "./ref.js";
import { refs } from "./refs.js";
import { scale } from "./scale.js";
import { share } from "./share.js";
import { isScale, isShare } from "./telling.js";
import { text, lines } from "./text.js";

/** @typedef {import("./address.js").Field} Field */
/** @typedef {import("./field.js").JmField} JmField */
/**
 * @typedef {object} Widget
 * @property {(field: JmField) => unknown} draw
 * @property {boolean} [group] several controls, named by one label
 * @property {boolean} [whole] it draws its label and its problems itself
 * @property {(field: JmField) => unknown} [aside] beside the label
 */

/** @param {Field} field @returns {Widget} */
export function widgetOf(field) {
  switch (field.type) {
    case "number":
      return isShare(field) ? share : isScale(field) ? scale : number;
    case "choice":
      return few(field) ? choice : select;
    case "flag":
      return flag;
    case "date":
      return date;
    case "duration":
      return duration;
    case "language":
      return languages;
    case "ref":
      return field.many ? refs : ref;
    case "part":
      return part;
    default:
      return field.many ? labels : field.multiline ? lines : text;
  }
}
