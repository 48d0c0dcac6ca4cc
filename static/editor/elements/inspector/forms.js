// The form of each kind: what stands first, what follows under headings that fold. A field that no
// form names stands under "More" by itself, so none can be forgotten.
// @ts-check
import { html, nothing } from "lit";
import { _ } from "../../words.js";
import { remove } from "../../core/commands/removing.js";
import { leave } from "../../core/commands/meetings.js";
import { cards } from "./cards.js";
import { catalogueOf, uses } from "./catalogue.js";
import { comments, threadOf } from "./comments.js";
import { actors, lanes, stages } from "./lists.js";
import { measured } from "./measured.js";
import { findings, ideas, often } from "./notes.js";
import { disclosure, field, remover } from "./parts.js";
import { touchpoints } from "./touchpoints.js";
import { ways } from "./ways.js";
import { whose } from "./whose.js";

/** @typedef {import("./parts.js").Context} Context */
/** @typedef {string | string[] | {name: string, label: () => string} | ((context: Context) => unknown)} Part  a field, a row of fields, a field called otherwise here, or a piece of its own */
/**
 * @typedef {object} Form
 * @property {string} [head] the field that is the title
 * @property {Part[]} main
 * @property {[string, () => string, Part[]][]} [more]
 * @property {string[]} [elsewhere] fields that a piece of its own draws
 */

/** @type {Record<string, Form>} */
const FORMS = {
  journey: {
    head: "title",
    main: [["state", "language"], "summary", "goal", "promise", "promised_time", ["owner", "review_by"], whose],
    more: [
      ["whom", () => _("Whom it is for"), ["personas", "segments"]],
      ["whose", () => _("Whose it is"), ["organisation", "participation", "labels", "derived_from"]],
      ["stages", () => _("Stages"), [stages]],
      ["actors", () => _("Actors"), [actors]],
      ["lanes", () => _("Lanes"), [lanes]],
    ],
  },
  stage: { head: "title", main: [cards] },
  step: {
    head: "title",
    main: [["actor", "promised_time"], touchpoints, "expectation", { name: "expectation_evidence", label: () => _("Evidence") }, "assumed_experience", "evidence", measured, findings, ideas],
    more: [
      ["details", () => _("Description and outcome"), ["description", "outcome", "stage"]],
      ["weight", () => _("Importance"), ["moment_of_truth", "mandatory", "importance_customer", "importance_organisation"]],
      ["ways", () => _("Ways on"), [ways]],
      ["cards", () => _("Cards"), [cards]],
      ["chain", () => _("Opens the journey"), ["opens_journey"]],
    ],
  },
  transition: {
    main: [["source", "target"], "kind", whyOf, ["share", "wait"], "evidence"],
    elsewhere: ["condition", "reason"],
  },
  encounter: { main: [catalogueOf, "note"], more: [["ends", () => _("Step and touchpoint"), ["step", "touchpoint"]]] },
  touchpoint: {
    head: "name",
    main: [["kind", "channel"], "organisation", "description", uses],
    more: [["validity", () => _("Validity and references"), [["valid_from", "valid_to"], "replaced_by", "external_ref"]]],
  },
  finding: { head: "title", main: ["kind", "severity", often, ["status", "owner"], "evidence", "description", "touchpoint", "step"], more: [["answers", () => _("Follows the answers"), ["follows"]]] },
  idea: { head: "title", main: ["kind", ["status", "due"], ["owner", "introduced"], "description", "findings", "step"] },
  lane: { head: "title", main: ["kind", "side", "visible_to_customer", "hidden", "folded"] },
  card: { main: ["text", "lane", "step", "stage"] },
  actor: { head: "name", main: ["kind", "organisation"] },
  comment: { main: [threadOf, "on"], elsewhere: ["text", "mentions", "author", "by", "at", "edited", "reply_to", "resolved", "resolved_by", "resolved_at"] },
  organisation: { head: "name", main: [["valid_from", "valid_to"], "replaced_by"] },
  persona: { head: "name", main: ["summary", "goals", "needs", "segment"] },
  segment: { head: "name", main: ["description"] },
  translation: { main: ["text", "language", "field", "record"] },
};

/** Why customers go a way: an exit has a reason, another a condition. @param {Context} context */
function whyOf(context) {
  return field(context, context.held.value.kind === "exit" ? "reason" : "condition");
}

/** Return the fields that a form names, wherever they stand. @param {Form} form @returns {Set<string>} */
export function named(form) {
  const parts = [form.head, ...form.main, ...(form.more ?? []).flatMap(([, , inner]) => inner), ...(form.elsewhere ?? [])];
  return new Set(parts.flat().flatMap((each) => (typeof each === "string" ? [each] : typeof each === "object" ? [each.name] : [])));
}

/**
 * Return the fields of a kind that its form does not name. An order is shown by the place of things,
 * and changed by moving them.
 * @param {string} kind @param {Record<string, import("../fields/address.js").Field>} fields
 */
export function unnamed(kind, fields) {
  const known = named(FORMS[kind] ?? { main: [] });
  return Object.keys(fields).filter((name) => !known.has(name) && fields[name].type !== "order");
}

/** @param {Context} context @param {Part} part */
function draw(context, part) {
  if (typeof part === "function") return part(context);
  if (Array.isArray(part)) return html`<div class="row">${part.map((each) => field(context, each))}</div>`;
  return typeof part === "string" ? field(context, part) : field(context, part.name, { label: part.label() });
}

/**
 * The form of a record: its title, the important, the rest.
 * @param {Context} context
 * @param {{head?: boolean, talk?: boolean}} [how] without its title, without comments
 */
export function form(context, { head = true, talk = true } = {}) {
  const { app, held } = context;
  const kind = held.kind;
  const told = FORMS[kind] ?? { main: [] };
  const document = app.session.journey.get(held.id) ? "journey" : "catalogue";
  const rest = unnamed(kind, app.session.schema[document].kinds[kind].fields);
  const title = told.head ? field(context, told.head) : nothing;
  return html`${head && told.head ? html`<div class="headline">${title}</div>` : title}
    ${told.main.map((part) => draw(context, part))}
    ${talk && document === "journey" && kind !== "comment" && kind !== "translation" ? comments(context) : nothing}
    ${told.more?.map(([name, label, parts]) => disclosure(context, `${kind} ${name}`, label(), () => parts.map((part) => draw(context, part)))) ?? nothing}
    ${rest.length ? disclosure(context, `${kind} more`, _("More"), () => rest.map((name) => field(context, name))) : nothing}
    ${document === "journey" && kind !== "journey" && kind !== "comment" ? remover(context, kind === "encounter" ? _("Take off this step") : _("Delete"), () => takeAway(context)) : nothing}`;
}

/** @param {Context} context */
function takeAway({ app, held, host }) {
  const { session } = app;
  const change = held.kind === "encounter" ? leave(session, held.id) : remove(session, [held.id]);
  host.away(change, held.id);
}
