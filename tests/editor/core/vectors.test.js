// What Python and the browser both give: `tests/vectors`.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { problems } from "../../../static/editor/core/check.js";
import { layOut } from "../../../static/editor/core/layout.js";
import { invert, Refusal } from "../../../static/editor/core/ops.js";
import { between, spread } from "../../../static/editor/core/order.js";
import { Records } from "../../../static/editor/core/records.js";
import { may, sign } from "../../../static/editor/core/signing.js";
import { inverse } from "../../../static/editor/core/undoing.js";

const VECTORS = new URL("../../vectors/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, VECTORS), "utf8"));
const triples = (records) => Object.entries(records).map(([id, [kind, value]]) => [kind, id, value]);
const plain = (records) => Object.fromEntries([...records].map(({ id, kind, value }) => [id, [kind, value]]));

const OPS = read("ops.json");
// What is no operation never comes from the browser itself: only the server refuses that.
for (const each of OPS.cases.filter(({ refused }) => refused?.code !== "invalid")) {
  test(`an edit: ${each.name}`, () => {
    const records = new Records(OPS.kinds, triples(each.records));
    if (each.refused) {
      assert.throws(
        () => records.settle(each.edit),
        (error) => {
          assert.ok(error instanceof Refusal);
          const paths = error.problems.map(({ path }) => path);
          assert.deepEqual({ code: error.code, paths }, each.refused);
          return true;
        },
      );
      assert.deepEqual(plain(records), each.records);
      return;
    }
    const stamped = records.settle(each.edit);
    assert.deepEqual(stamped, each.ops);
    assert.deepEqual(plain(records), each.after);
    assert.deepEqual(invert(stamped), each.inverse);
    records.replay(each.inverse);
    assert.deepEqual(plain(records), each.records);
  });
}

const UNDO = read("undo.json");
for (const each of UNDO.cases) {
  test(`an undo: ${each.name}`, () => {
    const records = new Records(UNDO.kinds, triples(each.records));
    const gone = new Set(each.absent ?? []);
    const absent = (links) => links.map(([, , id]) => id).filter((id) => gone.has(id));
    const { ops, left } = inverse(each.done, records, "p", absent);
    assert.deepEqual(ops, each.ops);
    assert.deepEqual(left, each.left);
    assert.deepEqual(plain(records), each.records);
  });
}

const ORDER = read("order.json");
test("keys between", () => {
  for (const [low, high, key] of ORDER.between) assert.equal(between(low, high), key);
});
test("pairs without a key between", () => {
  for (const [low, high] of ORDER.refused) assert.throws(() => between(low, high), RangeError);
});
test("spread keys", () => {
  for (const [count, keys] of ORDER.spread) assert.deepEqual(spread(count), keys);
});

for (const name of readdirSync(new URL("layout/", VECTORS))) {
  const { promise, graph, layout } = read(`layout/${name}`);
  test(`layout: ${promise}`, () => {
    const laid = layOut(
      graph.stages.map(({ id }) => id),
      graph.steps.map(({ id, stage }) => [id, stage]),
      graph.transitions.map((way) => ({ kind: "sequence", ...way })),
    );
    assert.deepEqual(
      { columns: laid.columns, tracks: Object.fromEntries(laid.track), back: [...laid.back].sort() },
      layout,
    );
    laid.columns.forEach(({ steps }, at) => steps.forEach((step) => assert.equal(laid.column.get(step), at)));
  });
}

const CHECK = read("check.json");
for (const each of CHECK.cases) {
  test(`a check: ${each.name}`, () => {
    const schema = { root: "", computed: [], watched: {}, kinds: { thing: { label: "", plural: "", fields: CHECK.fields } } };
    const get = (id) => ({ id, kind: "thing", value: {} });
    const found = problems(schema, "thing", each.value, get);
    assert.deepEqual(found.map(({ path }) => path), each.paths);
    for (const { message } of found) assert.match(message, /^[^{}]+\.$/);
  });
}

for (const each of read("signing.json").cases) {
  test(`signing: ${each.name}`, () => {
    const [person, edits] = each.who;
    const who = { person, edits, name: "Anna", at: "2026-05-12T09:30:00.000Z" };
    assert.equal(may(each.before, each.after, who), each.may);
    if (!each.signed) return;
    const nulls = Object.fromEntries(Object.entries(sign(each.before, each.after, who)).map(([name, value]) => [name, value ?? null]));
    assert.deepEqual(nulls, each.signed);
  });
}
