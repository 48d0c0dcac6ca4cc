// Dragging a point of the curve: up is better, in halves.
// @ts-check
import * as commands from "../core/commands/index.js";
import { scoreAt } from "./places.js";
import { showing } from "./drags.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app @param {string} id @param {import("../core/commands/steps.js").Score} field */
export function curve(app, id, field) {
  const part = field === "expectation" ? "point-expectation" : "point-assumed";
  return showing(app, ({ y }, geometry) => ({ ...commands.setScore(app.session, id, field, scoreAt(geometry, y)), merge: undefined }), `${part}:${id}`);
}
