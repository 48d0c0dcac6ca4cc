// The journey in tables: which records, which columns, how a row is added. No DOM.
// @ts-check
import { _ } from "../../words.js";
import { addActor, addLane } from "../../core/commands/lanes.js";
import { addCard, addFinding, addIdea } from "../../core/commands/notes.js";
import { addComment } from "../../core/commands/talk.js";
import { meet } from "../../core/commands/meetings.js";
import { addStage } from "../../core/commands/stages.js";
import { addStep } from "../../core/commands/steps.js";
import { exit, join } from "../../core/commands/ways.js";
import { stepsOf } from "../../core/commands/reading.js";
import { mean } from "../../core/saying.js";
import { choiceLabel, kindLabel, titleOf } from "../fields/telling.js";

/** @typedef {import("../../app.js").Change} Change */
/** @typedef {any} Held */
/**
 * @typedef {object} Column  a field of the row's record, or of another it names
 * @property {string} name
 * @property {(held: Held) => string} [of] the record that has the field, where it is another
 * @property {(held: Held) => string} [told] what stands there, where it is read only
 * @property {string} [label]
 * @property {(held: Held) => string} [field] the field, where it depends on the record
 * @property {"touchpoints"} [special]
 */
/** @typedef {{name: string, label: string, options?: () => import("../fields/options.js").Option[], optional?: boolean}} Input */
/** @typedef {{key: string, label: string, inputs: Input[], make: (given: Record<string, string>) => Change | null, also?: "touchpoint"}} Adding */
/**
 * @typedef {object} Table
 * @property {string} key
 * @property {string} caption
 * @property {string} kind
 * @property {readonly Held[]} rows
 * @property {Column[]} columns the first one names the row
 * @property {boolean} [ordered] rows can be moved among each other
 * @property {Adding[]} add
 * @property {string} [heading] over the table, where it is one of several
 */
/** @typedef {{key: string, title: string, tables: Table[]}} Section */

/** @param {...string} names @returns {Column[]} */
const columns = (...names) => names.map((name) => ({ name }));

/** @param {any} session @returns {Section[]} */
export function sections(session) {
  return [
    { key: "steps", title: _("Stages and steps"), tables: [stages(session), ...steps(session)] },
    { key: "ways", title: _("Ways from step to step"), tables: [ways(session)] },
    { key: "touchpoints", title: _("Touchpoints"), tables: [encounters(session)] },
    { key: "findings", title: _("Pain points and successes"), tables: [findings(session), ideas(session)] },
    { key: "cards", title: _("Lanes and cards"), tables: [lanes(session), ...cards(session)] },
    { key: "actors", title: _("Actors"), tables: [actors(session)] },
    { key: "comments", title: _("Comments"), tables: [comments(session)] },
    ...translations(session),
  ];
}

/** @param {any} session @param {string} [kind] @returns {() => import("../fields/options.js").Option[]} */
function among(session, kind = "step") {
  return () =>
    session.journey.kind(kind).map((/** @type {Held} */ held) => ({
      id: held.id,
      label: titleOf(session, held.id),
      note: kind === "step" ? titleOf(session, held.value.stage) : "",
    }));
}

/** @param {any} session @returns {Table} */
function stages(session) {
  return {
    key: "stages",
    caption: _("Stages"),
    kind: "stage",
    rows: session.journey.kind("stage"),
    columns: [...columns("title"), { name: "steps", label: _("Steps"), told: ({ id }) => String(stepsOf(session.journey, id).length) }],
    ordered: true,
    add: [{ key: "stage", label: _("Add a stage"), inputs: [{ name: "title", label: _("Title") }], make: ({ title }) => addStage(session, {}, { title }) }],
  };
}

/** @param {any} session @returns {Table[]} */
function steps(session) {
  const groups = [...session.journey.kind("stage").map((/** @type {Held} */ { id, value }) => [id, value.title])];
  if (stepsOf(session.journey, null).length || !groups.length) groups.push([null, _("Without a stage")]);
  return groups.map(([stage, title]) => {
    const rows = stepsOf(session.journey, stage);
    return {
      key: `steps ${stage ?? ""}`,
      heading: title,
      caption: _("Steps of the stage “{title}”", { title }),
      kind: "step",
      rows,
      columns: [
        ...columns("title", "actor"),
        { name: "touchpoints", label: _("Touchpoints"), special: "touchpoints" },
        ...columns("expectation", "assumed_experience", "evidence"),
        { name: "measured", label: _("Measured"), told: ({ id }) => measuredText(session, id) },
        ...columns("promised_time", "moment_of_truth", "outcome"),
      ],
    ordered: true,
      add: [
        {
          key: `step ${stage ?? ""}`,
          label: _("Add a step"),
          inputs: [{ name: "title", label: _("Title") }],
          make: ({ title }) => addStep(session, rows.length ? { after: rows.at(-1)?.id } : { stage }, { title }),
        },
      ],
    };
  });
}

/** @param {any} session @param {string} id */
function measuredText(session, id) {
  const { measures } = session;
  if (!measures?.beside) return meanText(measures?.steps?.[id]);
  const both = [measures, measures.beside].map(({ steps }, at) => `${"AB"[at]} ${meanText(steps[id]) || "–"}`);
  const differs = measures.differences?.[id]?.emotion;
  return [...both, ...(differs ? [differs.by < 0 ? _("A lower than B") : _("A higher than B")] : [])].join(" · ");
}

/** @param {any} measure */
function meanText(measure) {
  if (measure?.hidden) return _("too few answers");
  return measure?.emotion ? `${mean(measure.emotion.mean)} (n ${measure.emotion.n})` : "";
}

/** @param {any} session @returns {Table} */
function ways(session) {
  return {
    key: "ways",
    caption: _("Ways from step to step"),
    kind: "transition",
    rows: session.journey.kind("transition"),
    columns: [
      ...columns("source", "target", "kind"),
      { name: "condition", label: _("Condition or reason"), field: ({ value }) => (value.kind === "exit" ? "reason" : "condition") },
      ...columns("share", "wait", "evidence"),
    ],
    add: [
      {
        key: "way",
        label: _("Add a way"),
        inputs: [
          { name: "source", label: _("From"), options: among(session) },
          { name: "target", label: _("To"), options: among(session) },
        ],
        make: ({ source, target }) => join(session, source, target),
      },
      { key: "exit", label: _("Add an exit"), inputs: [{ name: "source", label: _("From"), options: among(session) }, { name: "reason", label: _("Reason"), optional: true }], make: ({ source, reason }) => exit(session, source, { title: reason }) },
    ],
  };
}

/** @param {any} session @returns {Table} */
function encounters(session) {
  const of = (/** @type {Held} */ { value }) => value.touchpoint;
  const offered = () => session.catalogue.kind("touchpoint").map((/** @type {Held} */ { id, value }) => ({ id, label: value.name, icon: value.kind }));
  return {
    key: "encounters",
    caption: _("What is met, step by step"),
    kind: "encounter",
    rows: inPathOrder(session, session.journey.kind("encounter")),
    columns: [
      { name: "name", of, label: kindLabel(session, "touchpoint") },
      ...columns("step"),
      { name: "kind", of },
      { name: "channel", of },
      { name: "organisation", of },
      ...columns("note"),
    ],
    add: [
      {
        key: "encounter",
        label: _("Add a touchpoint"),
        inputs: [{ name: "step", label: _("Step"), options: among(session) }, { name: "touchpoint", label: _("Touchpoint"), options: offered }],
        make: ({ step, touchpoint }) => meet(session, step, touchpoint),
        also: "touchpoint",
      },
    ],
  };
}

/** Those of a stage's first step first. @param {any} session @param {readonly Held[]} records of steps */
function inPathOrder({ journey }, records) {
  const stages = new Map(journey.kind("stage").map((/** @type {Held} */ { id }, /** @type {number} */ at) => [id, at]));
  const last = stages.size;
  const all = [...journey.kind("step")].sort((one, other) => (stages.get(one.value.stage) ?? last) - (stages.get(other.value.stage) ?? last));
  const place = new Map(all.map(({ id }, at) => [id, at]));
  return [...records].sort((one, other) => (place.get(one.value.step) ?? Infinity) - (place.get(other.value.step) ?? Infinity) || 0);
}

/** @param {any} session @returns {Table} */
function findings(session) {
  const inputs = [{ name: "title", label: _("In one sentence") }, { name: "step", label: _("Step"), options: among(session), optional: true }];
  /** @param {"pain" | "gain"} kind @param {string} label @returns {Adding} */
  const adding = (kind, label) => ({ key: kind, label, inputs, make: ({ title, step }) => addFinding(session, step || null, { kind, title }) });
  return {
    key: "findings",
    caption: _("Pain points and successes"),
    kind: "finding",
    rows: inPathOrder(session, session.journey.kind("finding")),
    columns: columns("title", "kind", "step", "touchpoint", "severity", "status", "evidence", "owner", "description"),
    add: [adding("pain", _("Add a pain point")), adding("gain", _("Add a success"))],
  };
}

/** @param {any} session @returns {Table} */
function ideas(session) {
  return {
    key: "ideas",
    heading: _("Opportunities and solutions"),
    caption: _("Opportunities and solutions"),
    kind: "idea",
    rows: inPathOrder(session, session.journey.kind("idea")),
    columns: columns("title", "kind", "step", "findings", "status", "due", "owner", "description"),
    add: [
      {
        key: "idea",
        label: _("Add an opportunity"),
        inputs: [{ name: "title", label: _("In one sentence") }, { name: "step", label: _("Step"), options: among(session), optional: true }],
        make: ({ title, step }) => addIdea(session, step || null, { title }),
      },
    ],
  };
}

/** @param {any} session @returns {Table} */
function lanes(session) {
  return {
    key: "lanes",
    caption: _("Lanes"),
    kind: "lane",
    rows: session.journey.kind("lane"),
    columns: columns("title", "kind", "side", "visible_to_customer", "hidden", "folded"),
    ordered: true,
    add: [{ key: "lane", label: _("Add a lane"), inputs: [{ name: "title", label: _("Title") }], make: ({ title }) => addLane(session, { title }) }],
  };
}

/** @param {any} session @returns {Table[]} */
function cards(session) {
  const { kind } = session.schema.journey.kinds.lane.fields;
  const holding = session.journey.kind("lane").filter((/** @type {Held} */ { value }) => !session.schema.journey.computed.includes(value.kind ?? "free"));
  return holding.map((/** @type {Held} */ lane) => cardsOf(session, lane, lane.value.title || choiceLabel(kind, lane.value.kind ?? "free")));
}

/** @param {any} session @param {Held} lane @param {string} heading @returns {Table} */
function cardsOf(session, lane, heading) {
  return {
    key: `cards ${lane.id}`,
    heading,
    caption: _("Cards of the lane “{title}”", { title: heading }),
    kind: "card",
    rows: session.journey.kind("card").filter((/** @type {Held} */ { value }) => value.lane === lane.id),
    columns: columns("text", "step", "stage", "lane"),
    ordered: true,
      add: [
        {
          key: `card ${lane.id}`,
          label: _("Add a card"),
          inputs: [{ name: "text", label: _("Text") }, { name: "step", label: _("Step"), options: among(session), optional: true }],
          make: ({ text, step }) => addCard(session, { lane: lane.id, step: step || null }, { title: text }),
        },
      ],
  };
}


/** @param {any} session @returns {Table} */
function actors(session) {
  return {
    key: "actors",
    caption: _("Actors"),
    kind: "actor",
    rows: session.journey.kind("actor"),
    columns: columns("name", "kind", "organisation"),
    ordered: true,
    add: [{ key: "actor", label: _("Add an actor"), inputs: [{ name: "name", label: _("Name") }], make: ({ name }) => addActor(session, { name }) }],
  };
}

/** @param {any} session @returns {Table} */
function comments(session) {
  return {
    key: "comments",
    caption: _("Comments"),
    kind: "comment",
    rows: session.journey.kind("comment"),
    columns: columns("text", "on", "author", "at", "resolved", "reply_to"),
    add: [
      {
        key: "comment",
        label: _("Add a comment"),
        inputs: [{ name: "text", label: _("Text") }, { name: "on", label: _("About"), options: among(session), optional: true }],
        make: ({ text, on }) => addComment(session, on || session.journey.id, { text }),
      },
    ],
  };
}

/** @param {any} session @returns {Section[]} */
function translations(session) {
  const rows = session.journey.kind("translation");
  if (!rows.length) return [];
  const caption = _("Translations");
  return [{ key: "translations", title: caption, tables: [{ key: "translations", caption, kind: "translation", rows, columns: columns("text", "language", "record", "field"), add: [] }] }];
}
