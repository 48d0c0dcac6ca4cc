// Dragging a point of the curve: up is better, in halves.
// @ts-check
import * as commands from "../core/commands/index.js";
import { showing } from "./drags.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app @param {string} id @param {import("../core/commands/steps.js").Score} field */
export function curve(app, id, field) {
  const drawn = app.map.geometry.curve;
  if (!drawn) return null;
  const [low, high] = [drawn.y(1), drawn.y(5)];
  const part = field === "expectation" ? "point-expectation" : "point-assumed";
  return showing(app, ({ y }) => {
    const score = 1 + (4 * (y - low)) / (high - low);
    return { ...commands.setScore(app.session, id, field, score), merge: undefined };
  }, `${part}:${id}`);
}
