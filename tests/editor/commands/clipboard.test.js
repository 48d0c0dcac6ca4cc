// What copying takes along, and what becomes of it elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { copy, duplicate, parse, paste, plain } from "../../../static/editor/core/clipboard.js";
import { reading } from "../../../static/editor/core/lines.js";
import { line, made, readers, ways } from "./journeys.js";

const CATALOGUE = [
  ["organisation", "o", { name: "Agency" }],
  ["touchpoint", "t", { kind: "person", name: "Clerk", organisation: "o" }],
];
const FULL = [
  ...line("A B | C"),
  ["actor", "customer", { name: "Customer" }],
  ["lane", "goals", { kind: "goal", title: "Goals" }],
  ["encounter", "e", { step: "A", touchpoint: "t" }],
  ["finding", "f", { kind: "pain", title: "Slow", step: "A", touchpoint: "t" }],
  ["idea", "i", { title: "Hurry", step: "A", findings: ["f"] }],
  ["card", "c", { lane: "goals", step: "A", text: "Be done" }],
  ["translation", "tr", { record: "A", field: "title", language: "sv", text: "Å" }],
  ["comment", "co", { on: "A", text: "Really?" }],
];
const count = (reader, kind) => reader.kind(kind).length;

test("a step is copied with all that hangs on it, and ways among what is copied", () => {
  const graph = readers(FULL, CATALOGUE);
  const after = made(graph, paste(graph, copy(graph, ["A", "B"]), { after: "C" }), assert);
  const titles = after.journey.kind("step").filter(({ value }) => value.stage === "stage1").map(({ value }) => value.title);
  assert.deepEqual(titles, ["C", "A", "B"]);
  for (const kind of ["encounter", "finding", "idea", "card", "translation"]) assert.equal(count(after.journey, kind), 2, kind);
  assert.equal(count(after.journey, "comment"), 1, "what people said stays where they said it");
  assert.equal(count(after.journey, "transition"), 4);
  assert.equal(count(after.catalogue, "touchpoint"), 1);
  const [idea] = after.journey.kind("idea").filter(({ id }) => id !== "i");
  assert.equal(after.journey.value(idea.value.findings[0]).step, idea.value.step);
});

test("in another workspace, touchpoints and organisations are found by name or made", () => {
  const graph = readers(FULL, CATALOGUE);
  const payload = parse(JSON.stringify(copy(graph, ["A"])));
  const known = readers(line("X"), [["touchpoint", "own", { kind: "person", name: "CLERK" }]], { journey: "k", catalogue: "v" });
  const there = made(known, paste(known, payload, { after: "X" }), assert);
  assert.deepEqual(there.journey.kind("encounter").map(({ value }) => value.touchpoint), ["own"]);
  const empty = readers([], [], { journey: "k", catalogue: "v" });
  const fresh = made(empty, paste(empty, payload), assert);
  const [made_] = fresh.catalogue.kind("touchpoint");
  assert.equal(fresh.catalogue.value(made_.value.organisation).name, "Agency");
  assert.deepEqual(fresh.journey.kind("stage").map(({ value }) => value.title), ["Stage 0"]);
});

test("actors, lanes and stages of the same name are used", () => {
  const graph = readers([...FULL, ["actor", "clerk", { name: "Clerk", kind: "staff" }]], CATALOGUE);
  const other = readers([["actor", "own", { name: "customer" }], ["lane", "lane", { kind: "goal", title: "goals" }], ["stage", "first", { title: "Stage 0" }]], CATALOGUE, { journey: "k", catalogue: "w" });
  graph.journey.settle([{ op: "patch", id: "A", set: { actor: "customer" } }, { op: "patch", id: "B", set: { actor: "clerk" } }]);
  const { journey } = made(other, paste(other, copy(graph, ["A", "B"])), assert);
  assert.equal(count(journey, "lane"), 1);
  assert.equal(count(journey, "stage"), 1);
  assert.deepEqual(journey.kind("actor").map(({ value }) => value.name).sort(), ["Clerk", "customer"]);
  assert.ok(journey.kind("step").every(({ value }) => value.stage === "first"));
});

test("a duplicate stands beside the original, joined to nothing", () => {
  const graph = readers(line("A B C"));
  const { journey } = made(graph, duplicate(graph, ["B"]), assert);
  assert.deepEqual(ways(journey), ["A>B", "B>C"]);
  assert.deepEqual(journey.kind("step").map(({ value }) => value.title), ["A", "B", "B", "C"]);
});

test("what stands at a step is pasted to another", () => {
  const graph = readers(FULL, CATALOGUE);
  const { journey } = made(graph, paste(graph, copy(graph, ["f"]), { after: "C" }), assert);
  assert.deepEqual(journey.kind("finding").map(({ value }) => value.step).sort(), ["A", "C"]);
  assert.equal(paste(graph, copy(graph, ["e"]), { after: "A" }), null, "it meets it already");
});

test("as text, a copy is lines that make the same steps again", () => {
  const graph = readers(FULL, CATALOGUE);
  const text = plain(copy(graph, ["A", "B", "C"]));
  assert.equal(text, "# Stage 0\nA\tClerk\nB\n# Stage 1\nC");
  const empty = readers([], CATALOGUE, { journey: "k", catalogue: "w" });
  const after = made(empty, paste(empty, reading(text)), assert);
  assert.equal(plain(copy(after, after.journey.kind("step").map(({ id }) => id))), text);
  assert.equal(count(after.journey, "transition"), 2);
});

test("pasted lines are steps in a row; bullets and numbers are not part of the name", () => {
  const graph = readers(line("A B"));
  const { journey } = made(graph, paste(graph, reading("- Applies\r\n2. Waits\n\n• Gets it\n"), { after: "A" }), assert);
  assert.deepEqual(journey.kind("step").map(({ value }) => value.title), ["A", "Applies", "Waits", "Gets it", "B"]);
  assert.equal(count(journey, "transition"), 4);
});

test("lines with indented lines below are stages", () => {
  const graph = readers([]);
  const { journey } = made(graph, paste(graph, reading("Before\n  Hears\n  Reads\nApplying\n  Applies")), assert);
  assert.deepEqual(journey.kind("stage").map(({ value }) => value.title), ["Before", "Applying"]);
  assert.equal(count(journey, "step"), 3);
});

test("of a table, names the catalogue knows are met, others are kept in the description", () => {
  const graph = readers([], CATALOGUE);
  const after = made(graph, paste(graph, reading("Applies\tclerk; Portal\nWaits\t")), assert);
  assert.deepEqual(after.journey.kind("encounter").map(({ value }) => value.touchpoint), ["t"]);
  assert.equal(after.journey.kind("step")[0].value.description, "Portal");
  assert.equal(count(after.catalogue, "touchpoint"), 1);
});

test("what is no copy is not taken for one", () => {
  for (const text of ["", "A", "{}", '{"format":"journeymap/clipboard","version":2,"records":[],"catalogue":[]}', '{"format":"journeymap/clipboard","version":1,"records":[1],"catalogue":[]}']) assert.equal(parse(text), null);
});
