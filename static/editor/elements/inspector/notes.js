// Pain points, successes and ideas at a step: read in a line, changed where they stand.
// @ts-check
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../../words.js";
import { addFinding, addIdea } from "../../core/commands/notes.js";
import { naming } from "../../core/commands/reading.js";
import { percent } from "../../core/saying.js";
import { icon } from "../icon.js";
import { choiceLabel, titleOf } from "../fields/telling.js";
import { adder, item } from "./parts.js";

/** @typedef {import("./parts.js").Context} Context */

/** @param {Context} context */
export function findings(context) {
  const { app, held } = context;
  const all = naming(app.session.journey, "finding", "step", held.id);
  const sorted = [...all].sort((one, other) => rank(one) - rank(other));
  return html`${list(context, _("Pain points"), sorted.filter(({ value }) => value.kind === "pain"), "pain", _("Add a pain point"))}
  ${list(context, _("Successes"), sorted.filter(({ value }) => value.kind === "gain"), "gain", _("Add a success"))}`;
}

/** Those that still stand first, then the gravest. @param {any} finding */
function rank({ value }) {
  const closed = value.status === "solved" || value.status === "dismissed";
  return (closed ? 10 : 0) - (value.severity ?? 0);
}

/** @param {Context} context @param {string} title @param {any[]} held @param {"pain" | "gain"} kind @param {string} label */
function list(context, title, held, kind, label) {
  const { app } = context;
  const add = adder(context, { key: kind, label, hint: _("In one sentence"), add: (text) => app.do(quietly(addFinding(app.session, context.held.id, { kind, title: text }))) });
  return listed(title, held, (each) => one(context, each, kind, meta(app.session, each)), add);
}

/**
 * What there is, and a line to add to it; the line stays the same one when the first is added.
 * @param {string} title @param {any[]} held @param {(held: any) => unknown} drawn @param {unknown} add
 */
function listed(title, held, drawn, add) {
  return html`<section class=${held.length ? "block" : "block-add"}>
    ${held.length ? html`<h3>${title}</h3><ul class="items">${repeat(held, ({ id }) => id, drawn)}</ul>` : nothing}${add}
  </section>`;
}

/** @param {Context} context @param {any} held @param {string} tone @param {string} small */
function one(context, held, tone, small) {
  const closed = ["solved", "dismissed", "done", "rejected"].includes(held.value.status);
  return item(context, {
    id: held.id,
    tone: closed ? `${tone} item-closed` : tone,
    name: titleOf(context.app.session, held.id),
    head: html`${icon(tone)}<span><b>${held.value.title}</b>${small ? html`<small>${small}</small>` : nothing}</span>`,
    body: () => context.form({ ...context, held }, { head: false }),
  });
}

/** "met by 60 % (n 61)": how often a finding is met, '' where its answers do not tell. @param {any} session @param {string} id */
function oftenOf(session, id) {
  const share = session.measures?.findings?.[id];
  return share ? _("met by {share} (n {n})", { share: percent(share.share), n: share.n }) : "";
}

/** How often a finding is met: read, never typed. @param {Context} context */
export function often({ app, held }) {
  const told = oftenOf(app.session, held.id);
  return told ? html`<p class="muted often">${_("Frequency")}: ${told}</p>` : nothing;
}

/** "severity 3 · Survey, n 61 · owner not set". @param {any} session @param {any} held */
function meta(session, { id, value }) {
  const { fields } = session.schema.journey.kinds.finding;
  return [
    value.status && choiceLabel(fields.status, value.status).toLocaleLowerCase(),
    value.severity && _("severity {n}", { n: value.severity }),
    oftenOf(session, id),
    value.touchpoint && titleOf(session, value.touchpoint, "catalogue"),
    value.evidence && choiceLabel(fields.evidence.fields.level, value.evidence.level) + (value.evidence.n ? ` n ${value.evidence.n}` : ""),
    value.owner || _("owner not set"),
  ].filter(Boolean).join(" · ");
}

/** @param {Context} context */
export function ideas(context) {
  const { app, held } = context;
  const { journey } = app.session;
  const own = new Set(naming(journey, "finding", "step", held.id).map(({ id }) => id));
  const all = journey.kind("idea").filter((/** @type {any} */ { value }) => value.step === held.id || value.findings?.some((/** @type {string} */ id) => own.has(id)));
  const add = adder(context, { key: "idea", label: _("Add an opportunity"), hint: _("In one sentence"), add: (text) => app.do(quietly(addIdea(app.session, held.id, { title: text }))) });
  return listed(_("Opportunities and solutions"), all, (each) => one(context, each, each.value.kind ?? "opportunity", ideaMeta(app.session, each)), add);
}

/** @param {any} session @param {any} held */
function ideaMeta(session, { value }) {
  const { fields } = session.schema.journey.kinds.idea;
  return [value.status && choiceLabel(fields.status, value.status).toLocaleLowerCase(), value.owner].filter(Boolean).join(" · ");
}

/** What is added here does not take the place of what is shown. @param {import("../../app.js").Change | null} change */
export function quietly(change) {
  return change && { ...change, select: undefined };
}
