// What becomes of the path when steps are made, moved, joined and removed.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as commands from "../../../static/editor/core/commands/index.js";
import { line, made, out, readers, way, ways } from "./journeys.js";

const order = (reader, stage) => reader.kind("step").filter(({ value }) => value.stage === stage).map(({ id }) => id);

test("the first step of an empty journey stands alone", () => {
  const after = made(readers([]), commands.addStep(readers([]), {}, { id: "A", title: " Applies " }), assert);
  assert.deepEqual(after.journey.kind("step").map(({ value }) => value.title), ["Applies"]);
});

test("a step after the last one is joined to it, in its stage", () => {
  const graph = readers(line("A | B"));
  const { journey } = made(graph, commands.addStep(graph, { after: "B" }, { id: "N" }), assert);
  assert.deepEqual(ways(journey), ["A>B", "B>N"]);
  assert.deepEqual(order(journey, "stage1"), ["B", "N"]);
});

test("a step after one in the path comes between it and the next, and the condition stays in front", () => {
  const graph = readers([...line("A"), ...line("B"), way("A", "B", { kind: "choice", condition: "if so" })]);
  const { journey } = made(graph, commands.addStep(graph, { after: "A" }, { id: "N" }), assert);
  assert.deepEqual(ways(journey), ["A>N choice", "N>B"]);
  assert.equal(journey.value("A-B").condition, "if so");
});

test("where ways part, a step after comes before the parting; returns and exits stay", () => {
  const graph = readers([...line("A B C"), ...line("D"), way("B", "D", { kind: "choice" }), way("B", "A", { kind: "return" }), out("B")]);
  const { journey } = made(graph, commands.addStep(graph, { after: "B" }, { id: "N" }), assert);
  assert.deepEqual(ways(journey), ["A>B", "B> exit", "B>A return", "B>N", "N>C", "N>D choice"]);
});

test("a step before another takes over the ways into it", () => {
  const graph = readers([...line("A C"), ...line("B"), way("B", "C")]);
  const { journey } = made(graph, commands.addStep(graph, { before: "C" }, { id: "N" }), assert);
  assert.deepEqual(ways(journey), ["A>N", "B>N", "N>C"]);
});

test("a branch stands beside the next step, and both ways are choices", () => {
  const graph = readers(line("A | B C"));
  const { journey } = made(graph, commands.addBranch(graph, "A", { id: "N" }), assert);
  assert.deepEqual(ways(journey), ["A>B choice", "A>N choice", "B>C"]);
  assert.deepEqual(order(journey, "stage1"), ["B", "N", "C"]);
});

test("order keys that are missing or the same make room", () => {
  const graph = readers(["A", "B", "C"].map((id) => ["step", id, { title: id }]));
  const { journey } = made(graph, commands.addStep(graph, { after: "A" }, { id: "N" }), assert);
  assert.deepEqual(order(journey, undefined), ["A", "N", "B", "C"]);
});

test("500 steps put in at one place keep keys that the server takes", () => {
  let graph = readers(line("A B"));
  for (let n = 0; n < 500; n++) {
    const change = commands.addStep(graph, { after: n % 2 ? `n${n - 1}` : "A" }, { id: `n${n}` });
    graph.journey.settle(change.journey);
  }
  assert.ok(graph.journey.kind("step").every(({ value }) => value.order.length <= 100));
});

test("a step moved along the path leaves it closed, and every way keeps its words", () => {
  const graph = readers([...line("A B C D").filter(([, id]) => id !== "A-B"), way("A", "B", { condition: "yes" })]);
  const { journey } = made(graph, commands.moveSteps(graph, ["B"], { after: "C" }), assert);
  assert.deepEqual(ways(journey), ["A>C", "B>D", "C>B"]);
  assert.equal(journey.value("A-B").condition, "yes");
});

test("steps that follow each other move together, to the end and to the beginning", () => {
  const graph = readers(line("A B C D"));
  const end = made(graph, commands.moveSteps(graph, ["C", "B"], { after: "D" }), assert).journey;
  assert.deepEqual(ways(end), ["A>D", "B>C", "D>B"]);
  assert.deepEqual(order(end, undefined), ["A", "D", "B", "C"]);
  const first = made(graph, commands.moveSteps(graph, ["A"], { after: "B" }), assert).journey;
  assert.deepEqual(ways(first), ["A>C", "B>A", "C>D"]);
});

test("where it stands already, only the stage can change", () => {
  const graph = readers(line("A | B"));
  const { journey } = made(graph, commands.moveSteps(graph, ["B"], { after: "A" }), assert);
  assert.deepEqual(ways(journey), ["A>B"]);
  assert.equal(journey.value("B").stage, "stage0");
});

test("a step where ways meet moves without them", () => {
  const graph = readers([...line("A B C | D"), way("A", "C", { kind: "choice" })]);
  const { journey } = made(graph, commands.moveSteps(graph, ["C"], { after: "D" }), assert);
  assert.deepEqual(ways(journey), ["A>B", "A>C choice", "B>C", "C>D"]);
  assert.equal(journey.value("C").stage, "stage1");
});

test("joining says what kind of way it is", () => {
  const graph = readers(line("A B C"));
  assert.equal(commands.join(graph, "A", "B"), null);
  assert.deepEqual(ways(made(graph, commands.join(graph, "A", "C"), assert).journey), ["A>B choice", "A>C choice", "B>C"]);
  assert.deepEqual(ways(made(graph, commands.join(graph, "C", "A"), assert).journey), ["A>B", "B>C", "C>A return"]);
  const apart = readers([...line("A"), ...line("B")]);
  assert.deepEqual(ways(made(apart, commands.join(apart, "A", "B"), assert).journey), ["A>B"]);
});

test("an exit that leads to a step becomes a way, its reason the condition", () => {
  const graph = readers([...line("A B"), out("A", "tired")]);
  const { journey } = made(graph, commands.retarget(graph, "A-", { target: "A" }), assert);
  assert.deepEqual(journey.value("A-"), { source: "A", target: "A", kind: "choice", condition: "tired" });
});

test("a step on a way: who goes it, and when, is said in front; the reason to leave and the way back follow", () => {
  const words = { condition: "if late", share: 0.2 };
  const graph = readers([...line("A B C"), way("A", "C", { kind: "choice", ...words })]);
  const onward = made(graph, commands.splitWay(graph, "A-C", { id: "N" }), assert).journey;
  assert.deepEqual(onward.value("A-C"), { source: "A", target: "N", kind: "choice", ...words });
  assert.deepEqual(ways(onward), ["A>B", "A>N choice", "B>C", "N>C"]);
  const [kind, id, exit] = out("B", "tired");
  const leaving = readers([...line("A B C"), [kind, id, { ...exit, ...words }], way("C", "A", { kind: "return", wait: "P1D", ...words })]);
  const left = made(leaving, commands.splitWay(leaving, id, { id: "N" }), assert).journey;
  assert.deepEqual(left.value(id), { source: "N", kind: "exit", reason: "tired" });
  assert.deepEqual(ways(left), ["A>B", "B>C choice", "B>N choice", "C>A return", "N> exit"]);
  const back = made(leaving, commands.splitWay(leaving, "C-A", { id: "N" }), assert).journey;
  assert.deepEqual(back.value("C-A"), { source: "N", target: "A", kind: "return", wait: "P1D" });
  assert.deepEqual(ways(back), ["A>B", "B> exit", "B>C", "C>N", "N>A return"]);
  const first = back.kind("transition").find(({ value }) => value.target === "N");
  assert.deepEqual(first.value, { source: "C", target: "N", ...words });
});

test("a removed step's neighbours are joined; two removed at once too", () => {
  const graph = readers([...line("A B C D"), ["finding", "f", { kind: "pain", title: "Slow", step: "B" }]]);
  const one = commands.remove(graph, ["B"]);
  assert.deepEqual(ways(made(graph, one, assert).journey), ["A>C", "C>D"]);
  assert.deepEqual(one.select, ["A"]);
  assert.match(one.say, /“B” removed\. 2 things/);
  assert.deepEqual(ways(made(graph, commands.remove(graph, ["C", "B"]), assert).journey), ["A>D"]);
});

test("where ways meet or part, removal joins nothing; no way is made twice", () => {
  const fork = readers([...line("A B C"), way("A", "C", { kind: "choice" })]);
  assert.deepEqual(ways(made(fork, commands.remove(fork, ["B"]), assert).journey), ["A>C choice"]);
  assert.deepEqual(ways(made(fork, commands.remove(fork, ["A"]), assert).journey), ["B>C"]);
});

test("a removed stage leaves its steps, or takes them and what hangs on them along", () => {
  const graph = readers(line("A B | C"));
  const stay = made(graph, commands.removeStage(graph, "stage0"), assert).journey;
  assert.deepEqual(order(stay, undefined), ["A", "B"]);
  const along = made(graph, commands.removeStage(graph, "stage0", { along: true }), assert).journey;
  assert.deepEqual(along.kind("step").map(({ id }) => id), ["C"]);
});

test("a new touchpoint is one change of both documents", () => {
  const graph = readers(line("A"));
  const change = commands.meetNew(graph, "A", { name: "E-service ", kind: "virtual_space", channel: "web" });
  const after = made(graph, change, assert);
  const [met] = after.journey.kind("encounter");
  assert.deepEqual(after.catalogue.value(met.value.touchpoint), { name: "E-service", kind: "virtual_space", channel: "web" });
  assert.equal(commands.meet(after, "A", met.value.touchpoint), null);
});

test("a lane of a kind is said in the reader's words, and has no title of its own", () => {
  const change = commands.addLane(readers([]), { id: "L", kind: "support_process", called: "Tukiprosessit" });
  assert.match(`${change.label} ${change.say}`, /“Tukiprosessit”.*“Tukiprosessit”/);
  assert.deepEqual(change.journey.at(-1).value, { kind: "support_process", side: "backstage", order: change.journey.at(-1).value.order });
});

test("a moved row changes places with those between, and the others stay", () => {
  const rows = ["experience", "people", "spaces", "objects"].map((key) => ({ key, kind: key, title: key }));
  const graph = readers([["lane", "own", { kind: "people", order: "k" }]]);
  const { journey } = made(graph, commands.moveLane(graph, rows, "objects", "people"), assert);
  const keyed = journey.kind("lane").map(({ value }) => value.kind);
  assert.deepEqual(keyed, ["objects", "people", "spaces"]);
  assert.equal(commands.moveLane(graph, rows, "people", "spaces"), null);
});
