// The cards that stand at a step or across a stage, by lane.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { addCard } from "../../core/commands/notes.js";
import { naming } from "../../core/commands/reading.js";
import { titleOf } from "../fields/telling.js";
import { adder, item } from "./parts.js";
import { quietly } from "./notes.js";

/** @typedef {import("./parts.js").Context} Context */

/** @param {any} session lanes that hold cards */
export function cardLanes(session) {
  const computed = session.schema.journey.computed ?? [];
  return session.journey.kind("lane").filter((/** @type {any} */ { value }) => !computed.includes(value.kind ?? "free"));
}

/** @param {Context} context of a step or a stage */
export function cards(context) {
  const { app, held } = context;
  const { session } = app;
  const at = held.kind === "stage" ? "stage" : "step";
  const own = naming(session.journey, "card", at, held.id);
  const lanes = cardLanes(session);
  if (!lanes.length) return at === "step" ? html`<p class="muted">${_("No lane of this journey holds cards yet. Lanes are added in the journey's own details.")}</p>` : nothing;
  return html`${lanes.map((/** @type {any} */ lane) => {
    const name = titleOf(session, lane.id);
    const here = own.filter(({ value }) => value.lane === lane.id);
    return html`<div class="lane-cards" role="group" aria-label=${name}>
      <h4>${name}</h4>
      ${here.length ? html`<ul class="items">${repeat(here, ({ id }) => id, (each) => card(context, each))}</ul>` : nothing}
      ${adder(context, { key: `card ${lane.id}`, label: _("Add a card"), add: (text) => app.do(quietly(addCard(session, { lane: lane.id, [at]: held.id }, { title: text }))) })}
    </div>`;
  })}`;
}

/** @param {Context} context @param {any} held */
function card(context, held) {
  return item(context, {
    id: held.id,
    tone: "card",
    name: titleOf(context.app.session, held.id),
    head: html`<span>${held.value.text}</span>`,
    body: () => context.form({ ...context, held }, { talk: false }),
  });
}
