// What groups of commands are called.
// @ts-check
import { _ } from "../words.js";

/** @type {Record<string, () => string>} */
const GROUPS = {
  draw: () => _("Draw"),
  change: () => _("Change"),
  step: () => _("Step"),
  move: () => _("Move"),
  walk: () => _("Walk and choose"),
  copy: () => _("Copy"),
  view: () => _("View"),
};

/** @param {string} group as commands have it */
export function groupName(group) {
  return GROUPS[group]?.() ?? group;
}
