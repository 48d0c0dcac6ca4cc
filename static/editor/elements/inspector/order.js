// Moving a record one place up or down among those it stands with. No DOM.
// @ts-check
import { _ } from "../../words.js";
import { patch, roomAt } from "../../core/commands/reading.js";
import { titleOf } from "../fields/telling.js";

/** @typedef {import("../../app.js").Change} Change */

/**
 * Return the changes that move a record up and down, null where it cannot go there.
 * @param {any} session @param {readonly any[]} siblings in their order @param {any} held
 * @returns {{up: Change | null, down: Change | null}}
 */
export function moving(session, siblings, held) {
  const at = siblings.indexOf(held);
  return {
    up: at > 0 ? moved(session, siblings, held, { before: siblings[at - 1].id }) : null,
    down: at >= 0 && at < siblings.length - 1 ? moved(session, siblings, held, { after: siblings[at + 1].id }) : null,
  };
}

/** @param {any} session @param {readonly any[]} siblings @param {any} held @param {{before?: string, after?: string}} place @returns {Change} */
function moved(session, siblings, held, place) {
  const others = siblings.filter((each) => each !== held);
  const { keys, ops } = roomAt(others, place);
  const title = titleOf(session, held.id);
  return { label: _("Move “{title}”", { title }), journey: [...ops, patch(held, { order: keys[0] })] };
}
