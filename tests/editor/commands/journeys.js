// Journeys for the tests of commands: small ones written out, and any at all.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { problemsOf } from "../../../static/editor/core/check.js";
import { invert } from "../../../static/editor/core/ops.js";
import { Records } from "../../../static/editor/core/records.js";
import { shapesOf } from "../../../static/editor/core/schema.js";

/** What the server says of its kinds of document; the test's Python half writes it. */
export const SCHEMA = JSON.parse(readFileSync(process.env.JOURNEYMAP_SCHEMA, "utf8"));
const SHAPES = { journey: shapesOf(SCHEMA.journey), catalogue: shapesOf(SCHEMA.catalogue) };

/** What a session reads: the journey `j` and the catalogue `w` of these [kind, id, value]. */
export function readers(journey, catalogue = [], ids = { journey: "j", catalogue: "w" }) {
  const root = ["journey", ids.journey, { title: "A journey" }];
  return {
    journey: Object.assign(new Records(SHAPES.journey, [root, ...journey]), { id: ids.journey }),
    catalogue: Object.assign(new Records(SHAPES.catalogue, catalogue), { id: ids.catalogue }),
    boot: { user: { id: "1", name: "Anna" } },
    may: { edit: true, comment: true },
    [fc.toStringMethod]: () => JSON.stringify({ journey, catalogue }),
  };
}

const sorted = (records) => [...records].map(({ kind, id, value }) => [kind, id, value]).sort((a, b) => (a[1] < b[1] ? -1 : 1));

/** Make a change as the server would, and see that it is sound and can be taken back. */
export function made(before, change, assert) {
  const after = {
    journey: Object.assign(before.journey.fork(), { id: before.journey.id }),
    catalogue: Object.assign(before.catalogue.fork(), { id: before.catalogue.id }),
  };
  if (!change) return after;
  assert.ok(change.label, "a change has a name in the history");
  for (const name of ["catalogue", "journey"]) {
    const was = sorted(before[name]);
    const stamped = after[name].settle(change[name] ?? []);
    const elsewhere = (document, kind, id) => document === "journey" || after.catalogue.get(id)?.kind === kind;
    assert.deepEqual(problemsOf(SCHEMA[name], after[name], stamped, elsewhere), []);
    const back = after[name].fork();
    back.replay(invert(stamped));
    assert.deepEqual(sorted(back), was);
  }
  for (const id of change.select ?? []) assert.ok(after.journey.get(id), `what is chosen is there: ${id}`);
  return after;
}

/** Steps by name, in their order, in stages: `line("A B | C")`, joined one to the next. */
export function line(text) {
  const records = [];
  const stages = text.split("|").map((part) => part.trim().split(/\s+/).filter(Boolean));
  let last;
  stages.forEach((steps, at) => {
    const stage = stages.length > 1 ? `stage${at}` : undefined;
    if (stage) records.push(["stage", stage, { title: `Stage ${at}`, order: `${at + 1}` }]);
    steps.forEach((id, n) => {
      records.push(["step", id, { title: id, order: `${n + 1}`, ...(stage ? { stage } : {}) }]);
      if (last) records.push(way(last, id));
      last = id;
    });
  });
  return records;
}

export function way(source, target, value = {}) {
  return ["transition", `${source}-${target}`, { source, target, ...value }];
}

export function out(source, reason) {
  return ["transition", `${source}-`, { source, kind: "exit", ...(reason ? { reason } : {}) }];
}

/** The ways of a journey as text: "A>B choice". */
export function ways(reader) {
  return reader
    .kind("transition")
    .map(({ value }) => [`${value.source}>${value.target ?? ""}`, value.kind].filter(Boolean).join(" "))
    .sort();
}

const some = (list) => fc.constantFrom(...list);
const maybe = (list) => (list.length ? fc.option(some(list), { nil: undefined }) : fc.constant(undefined));
const order = fc.option(some(["1", "5", "5", "V", "k", "zz", "3V"]), { nil: undefined });
const dropped = (value) => Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
const many = (name, most, value) =>
  fc.array(value, { maxLength: most }).map((list) => list.map((each, at) => [name, `${name}${at}`, dropped(each)]));
const text = some(["Apply", "Ä <b>&\"", "x".repeat(200), "Pitkäsanaisuudentarkastuslautakuntavaalit"]);

/** Any sound journey with its catalogue. */
export const anyJourney = fc
  .tuple(
    many("stage", 3, fc.record({ title: text, order })),
    many("actor", 2, fc.record({ name: text, kind: some([undefined, "staff"]), order })),
    many("touchpoint", 3, fc.record({ name: text, kind: some(["person", "object", "virtual_space"]) })),
    many("lane", 3, fc.record({ title: fc.option(text, { nil: undefined }), kind: some([undefined, "people", "goal", "backstage"]), order })),
  )
  .chain(([stages, actors, touchpoints, lanes]) => {
    const ids = (list) => list.map(([, id]) => id);
    const cardLanes = lanes.filter(([, , { kind }]) => kind !== "people").map(([, id]) => id);
    const truth = fc.option(fc.constant(true), { nil: undefined });
    const score = fc.option(some([1, 2.5, 5]), { nil: undefined });
    const step = fc.record({ title: text, order, stage: maybe(ids(stages)), actor: maybe(ids(actors)), moment_of_truth: truth, expectation: score });
    return many("step", 7, step).chain((steps) => {
      const at = ids(steps);
      if (!at.length) return fc.constant({ records: [...stages, ...actors, ...lanes], touchpoints });
      const path = fc.record({ source: some(at), target: some(at), kind: some([undefined, "choice", "parallel", "return"]), condition: some([undefined, "if so"]) });
      const out = fc.record({ source: some(at), kind: fc.constant("exit"), reason: some([undefined, "tired"]) });
      const noted = { step: maybe(at), title: text };
      return fc
        .tuple(
          many("transition", 9, fc.oneof({ weight: 6, arbitrary: path }, out)),
          touchpoints.length ? many("encounter", 4, fc.record({ step: some(at), touchpoint: some(ids(touchpoints)), order })) : fc.constant([]),
          many("finding", 3, fc.record({ kind: some(["pain", "gain"]), ...noted, touchpoint: maybe(ids(touchpoints)) })),
          many("idea", 2, fc.record(noted)),
          cardLanes.length ? many("card", 3, fc.record({ lane: some(cardLanes), step: some(at), text, order })) : fc.constant([]),
          many("comment", 2, fc.record({ on: some(at), text })),
        )
        .map((lists) => ({ records: [...stages, ...actors, ...lanes, ...steps, ...lists.flat()], touchpoints }));
    });
  })
  .map(({ records, touchpoints }) => readers(records, touchpoints));
