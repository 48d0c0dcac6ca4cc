// What a map is made of: rows as in Python, steps with all that hangs on them, folded stages.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Modeller } from "../../../static/editor/core/model.js";
import { boot, drawn, line, readers, sample, samples } from "./support.js";

const ROWS = new URL("../../vectors/rows/", import.meta.url);
for (const name of readdirSync(ROWS)) {
  const { promise, records, rows } = JSON.parse(readFileSync(new URL(name, ROWS), "utf8"));
  test(`rows: ${promise}`, () => {
    const { model } = drawn(readers(...records));
    assert.deepEqual(model.rows.map((row) => [row.kind, row.key, row.title, row.backstage]), rows);
  });
}

test("what names no step concerns the whole journey", () => {
  const { model } = drawn(readers(...line("a"), ["finding", { id: "f", kind: "pain", title: "Slow" }], ["idea", { id: "i", title: "Faster", findings: ["f"] }]));
  assert.deepEqual([model.whole.findings.map(({ id }) => id), model.whole.ideas.map(({ id }) => id)], [["f"], ["i"]]);
  assert.equal(model.steps[0].pains, 0);
});

test("an idea stands at the step of its first finding that has one", () => {
  const held = readers(...line("a", "b"), ["finding", { id: "f", kind: "pain", step: "b", title: "Slow" }], ["idea", { id: "i", title: "Faster", findings: ["f"] }]);
  assert.deepEqual(drawn(held).model.step.get("b").ideas.map(({ id }) => id), ["i"]);
});

test("pains come before gains, the severest first; open ones are counted", () => {
  const finding = (id, kind, severity, status) => ["finding", { id, kind, step: "a", title: id, severity, status }];
  const { model } = drawn(readers(...line("a"), finding("g", "gain", 4), finding("p1", "pain", 1), finding("p4", "pain", 4, "accepted"), finding("p2", "pain", 2, "solved")));
  assert.deepEqual(model.steps[0].findings.map(({ id }) => id), ["p4", "p2", "p1", "g"]);
  assert.equal(model.steps[0].pains, 2);
});

test("a folded stage is one step that stands for its own, with the ways in and out", () => {
  const held = readers(["stage", { id: "g", title: "G", order: "a" }], ["stage", { id: "h", title: "H", order: "b" }], ...line("a", "b", "c").map(([kind, value]) => [kind, kind === "step" ? { ...value, stage: value.id === "c" ? "h" : "g" } : value]), ["finding", { id: "f", kind: "pain", step: "a", title: "Slow" }]);
  const { model } = drawn(held, null, new Set(["g"]));
  assert.deepEqual(model.steps.map(({ id, at, folded, pains }) => [id, at, folded, pains]), [["folded-g", 1, 2, 1], ["c", 3, 0, 0]]);
  assert.deepEqual(model.ways.map(({ source, target }) => [source, target]), [["folded-g", "c"]]);
  assert.equal(model.whole, null);
});

test("layout is not made anew where no step, stage or way has changed its place", () => {
  const held = readers(...line("a", "b"));
  const modeller = new Modeller(boot);
  const before = modeller.model(held, null).layout;
  held.journey.settle([{ op: "patch", kind: "step", id: "a", set: { title: "Other" } }]);
  const after = modeller.model(held, null);
  assert.equal(after.layout, before);
  assert.equal(after.steps[0].title, "Other");
  held.journey.settle([{ op: "put", kind: "step", id: "c", value: { title: "C" } }]);
  assert.notEqual(modeller.model(held, null).layout, before);
});

for (const name of Object.keys(samples)) {
  test(`the sample ${name} has every record on its map`, () => {
    const held = sample(name);
    const { geometry } = drawn(held, samples[name].measures);
    const shut = new Set(held.journey.kind("lane").filter(({ value }) => value.folded || value.hidden).map(({ id }) => id));
    for (const kind of ["step", "transition", "encounter", "finding", "idea", "card"]) {
      for (const { id, value } of held.journey.kind(kind)) assert.equal(geometry.items.has(id), !shut.has(value.lane), `${kind} ${id}`);
    }
  });
}
