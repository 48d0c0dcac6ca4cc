// The journey's stages, actors and lanes: a line each, opened in place, moved up and down.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _, ngettext } from "../../words.js";
import { addActor, addLane, foldLane, hideLane, moveLane } from "../../core/commands/lanes.js";
import { addStage } from "../../core/commands/stages.js";
import { stepsOf } from "../../core/commands/reading.js";
import { icon } from "../icon.js";
import { choiceLabel } from "../fields/telling.js";
import { adder } from "./parts.js";
import { quietly } from "./notes.js";
import { moving } from "./order.js";

/** @typedef {import("./parts.js").Context} Context */
/** @typedef {{id: string, name: string, small?: string, held?: any, up?: import("../../app.js").Change | null, down?: import("../../app.js").Change | null, marks?: unknown}} Line */

/** @param {Context} context */
export function stages(context) {
  const { app } = context;
  const { session } = app;
  const all = session.journey.kind("stage");
  const lines = all.map((/** @type {any} */ held) => {
    const n = stepsOf(session.journey, held.id).length;
    return { id: held.id, name: held.value.title, small: ngettext("{n} step", "{n} steps", n), held, ...moving(session, all, held) };
  });
  return html`${list(context, lines)}${adder(context, { key: "stage", label: _("Add a stage"), add: (text) => app.do(quietly(addStage(session, {}, { title: text }))) })}`;
}

/** @param {Context} context */
export function actors(context) {
  const { app } = context;
  const { session } = app;
  const all = session.journey.kind("actor");
  const kinds = session.schema.journey.kinds.actor.fields.kind;
  const lines = all.map((/** @type {any} */ held) => ({
    id: held.id,
    name: held.value.name,
    small: choiceLabel(kinds, held.value.kind ?? "customer"),
    held,
    ...moving(session, all, held),
  }));
  return html`${list(context, lines)}${adder(context, { key: "actor", label: _("Add an actor"), add: (text) => app.do(quietly(addActor(session, { name: text }))) })}`;
}

/** @param {Context} context */
export function lanes(context) {
  const { app } = context;
  const { session } = app;
  const rows = rowsOf(session);
  const lines = rows.map((row, at) => laneLine(session, rows, row, at));
  return html`${list(context, lines)}
  ${adder(context, { key: "lane", label: _("Add a lane"), add: (text) => app.do(quietly(addLane(session, { title: text }))) })}`;
}

/**
 * Every row that the map has or may have: the computed ones with what shapes them, own lanes, those
 * behind the line last; hidden ones too, here they are shown again.
 * @param {any} session
 * @returns {any[]}
 */
export function rowsOf(session) {
  const { journey, boot, schema } = session;
  const held = journey.kind("lane");
  const kinds = schema.journey.kinds.lane.fields.kind;
  const computed = boot.lanes.computed.map((/** @type {string[]} */ [kind, title]) => {
    const lane = held.find((/** @type {any} */ { value }) => value.kind === kind);
    return { key: kind, kind, id: lane?.id ?? null, title: lane?.value.title || title, held: lane, backstage: false };
  });
  const own = held
    .filter((/** @type {any} */ { value }) => !boot.lanes.computed.some((/** @type {string[]} */ [kind]) => kind === value.kind))
    .map((/** @type {any} */ lane) => ({
      key: lane.id,
      kind: "cards",
      id: lane.id,
      title: lane.value.title || choiceLabel(kinds, lane.value.kind ?? "free"),
      held: lane,
      backstage: lane.value.side === "backstage",
    }));
  const front = [...computed, ...own.filter((/** @type {any} */ row) => !row.backstage)];
  const keyed = front.filter((row) => row.held?.value.order).sort((one, other) => (one.held.value.order < other.held.value.order ? -1 : 1));
  return [...front.map((row) => (row.held?.value.order ? keyed.shift() : row)), ...own.filter((/** @type {any} */ row) => row.backstage)];
}

/** @param {any} session @param {any[]} rows @param {any} row @param {number} at @returns {Line} */
function laneLine(session, rows, row, at) {
  const { hidden, folded } = row.held?.value ?? {};
  const before = rows[at - 1];
  const after = rows[at + 2];
  const near = (/** @type {any} */ other) => other && other.backstage === row.backstage;
  return {
    id: row.id ?? row.key,
    name: row.title,
    small: [hidden && _("hidden"), folded && _("folded"), row.backstage && _("behind the line of visibility")].filter(Boolean).join(" · "),
    held: row.held,
    up: near(before) ? quietly(moveLane(session, rows, row.key, before.key)) : null,
    down: near(rows[at + 1]) ? quietly(moveLane(session, rows, row.key, near(after) ? after.key : null)) : null,
    marks: [
      { label: hidden ? _("Show {name}", { name: row.title }) : _("Hide {name}", { name: row.title }), text: hidden ? _("Show") : _("Hide"), change: () => hideLane(session, row, !hidden) },
      { label: folded ? _("Unfold {name}", { name: row.title }) : _("Fold {name}", { name: row.title }), text: folded ? _("Unfold") : _("Fold"), change: () => foldLane(session, row, !folded) },
    ],
  };
}

/** @param {Context} context @param {Line[]} lines */
function list(context, lines) {
  return html`<ol class="lines">${repeat(lines, ({ id }) => id, (each) => line(context, each))}</ol>`;
}

/** @param {Context} context @param {Line} each */
function line(context, { id, name, small, held, up, down, marks }) {
  const { app, host } = context;
  const open = held && host.shown.has(held.id);
  const move = (/** @type {string} */ label, /** @type {string} */ sign, /** @type {any} */ change) =>
    html`<button class="tiny" aria-label="${label}: ${name}" aria-disabled=${change ? "false" : "true"} @click=${() => app.do(change)}>${icon(sign)}</button>`;
  return html`<li class="line">
    <div class="line-head">
      ${held
        ? html`<button class="line-name" aria-expanded=${open ? "true" : "false"} @click=${() => host.show(held.id, !open)}>${name}${small ? html` <small>${small}</small>` : nothing}</button>`
        : html`<span class="line-name">${name}${small ? html` <small>${small}</small>` : nothing}</span>`}
      ${app.may.edit
        ? html`${/** @type {any[]} */ (marks ?? []).map((each) => html`<button class="linklike" aria-label=${each.label} @click=${() => app.do(quietly(each.change()))}>${each.text}</button>`)}
          ${move(_("Move up"), "up", up)}${move(_("Move down"), "down", down)}`
        : nothing}
    </div>
    ${open ? html`<div class="item-body" role="group" aria-label=${name}>${context.form({ ...context, held }, { talk: false })}</div>` : nothing}
  </li>`;
}
