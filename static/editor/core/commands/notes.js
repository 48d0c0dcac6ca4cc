// What is noted at steps: findings, ideas, cards.
// @ts-check
import { _ } from "../../words.js";
import { uuid7 } from "../ids.js";
import { naming, need, nameOf, patch, put, roomAt, titled } from "./reading.js";

/** @typedef {import("./reading.js").Readers} Readers */
/** @typedef {import("./reading.js").Reader} Reader */
/** @typedef {import("./reading.js").Held} Held */
/** @typedef {import("./reading.js").Change} Change */

/**
 * Note a pain or a gain at a step (null: of the whole journey), and at a touchpoint.
 * @param {Readers} readers @param {string | null} step
 * @param {{kind: "pain" | "gain", id?: string, title?: string, touchpoint?: string | null}} given
 * @returns {Change}
 */
export function addFinding(readers, step, { kind, id = uuid7(), title, touchpoint }) {
  const name = titled(title, kind === "pain" ? _("New pain point") : _("New success"));
  return {
    label: kind === "pain" ? _("Add the pain point “{title}”", { title: name }) : _("Add the success “{title}”", { title: name }),
    journey: [put("finding", id, { kind, step, touchpoint, title: name })],
    select: [id],
    say: kind === "pain" ? _("Pain point “{title}” added.", { title: name }) : _("Success “{title}” added.", { title: name }),
  };
}

/**
 * Note an opportunity or a solution at a step, or for a finding (and then at its step).
 * @param {Readers} readers @param {string | null} at a step or a finding
 * @param {{kind?: "opportunity" | "solution", id?: string, title?: string}} [given]
 * @returns {Change}
 */
export function addIdea({ journey }, at, { kind, id = uuid7(), title } = {}) {
  const held = at ? need(journey, at) : undefined;
  const finding = held?.kind === "finding" ? held : undefined;
  const step = finding ? finding.value.step : at;
  const name = titled(title, _("New opportunity"));
  return {
    label: _("Add the opportunity “{title}”", { title: name }),
    journey: [put("idea", id, { kind, step, title: name, findings: finding ? [finding.id] : undefined })],
    select: [id],
    say: _("Opportunity “{title}” added.", { title: name }),
  };
}

/**
 * Put a card into a lane, at a step or across a stage.
 * @param {Readers} readers @param {{lane: string, step?: string | null, stage?: string | null}} place
 * @param {{id?: string, title?: string}} [given] title: its text
 * @returns {Change}
 */
export function addCard({ journey }, { lane, step, stage }, { id = uuid7(), title } = {}) {
  const text = titled(title, _("New card"));
  const values = { text, lane: nameOf(need(journey, lane, "lane")) };
  const { keys, ops } = roomAt(naming(journey, "card", "lane", lane), {});
  return {
    label: _("Add the card “{text}”", values),
    journey: [...ops, put("card", id, { lane, step, stage: step ? null : stage, text, order: keys[0] })],
    select: [id],
    say: _("Card “{text}” added.", values),
  };
}

/**
 * Move a finding, an idea or a card to another step; a card also to another lane.
 * @param {Readers} readers @param {string} id @param {{step?: string | null, lane?: string}} to
 * @returns {Change | null}
 */
export function moveNote({ journey }, id, { step, lane }) {
  const held = need(journey, id);
  /** @type {Record<string, any>} */
  const set = {};
  if (step !== undefined && step !== (held.value.step ?? null)) set.step = step;
  if (held.kind === "card" && set.step) set.stage = null;
  if (held.kind === "card" && lane && lane !== held.value.lane) set.lane = lane;
  if (!Object.keys(set).length) return null;
  const values = { title: nameOf(held), other: nameOf(journey.get(step ?? held.value.step ?? "")) };
  return {
    label: _("Move “{title}”", values),
    journey: [patch(held, set)],
    select: [id],
    say: _("“{title}” moved to “{other}”.", values),
  };
}
