// The journey in tables: every record has its row, every row can be added and moved.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { moving } from "../../../static/editor/elements/inspector/order.js";
import { sections } from "../../../static/editor/elements/table/tables.js";
import { anyJourney, line, made, readers, SCHEMA } from "../commands/journeys.js";

const boot = { journeys: [], lanes: { computed: [], cards: [] }, user: { id: "1", name: "Anna" } };
const session = (at) => ({ ...at, schema: SCHEMA, boot });
const tables = (at) => sections(session(at)).flatMap((section) => section.tables);

test("every record of any journey stands in exactly one row", () => {
  fc.assert(
    fc.property(anyJourney, (at) => {
      const rows = tables(at).flatMap(({ rows }) => rows.map(({ id }) => id)).sort();
      const all = [...at.journey].filter(({ kind }) => kind !== "journey").map(({ id }) => id).sort();
      assert.deepEqual(rows, all);
    }),
  );
});

test("every kind that has a table can be added to it", () => {
  const at = readers([...line("A B | C"), ["lane", "l", { title: "Own" }]], [["touchpoint", "p", { kind: "object", name: "P" }]]);
  const given = { title: "T", text: "T", name: "T", step: "A", source: "A", target: "C", touchpoint: "p", reason: "R", on: "A" };
  const kinds = new Set();
  for (const table of tables(at)) {
    for (const adding of table.add) {
      const after = made(at, adding.make(given), assert);
      assert.equal(after.journey.kind(table.kind).length, at.journey.kind(table.kind).length + 1, adding.key);
      kinds.add(table.kind);
    }
  }
  const missing = Object.keys(SCHEMA.journey.kinds).filter((kind) => !kinds.has(kind));
  assert.deepEqual(missing, ["journey", "translation"], "the one there is; and what is written beside its text");
});

test("a row moves one place, also where no record has an order yet", () => {
  for (const order of [(n) => ({ order: `${n}` }), () => ({})]) {
    let at = readers([1, 2, 3].map((n) => ["actor", `a${n}`, { name: `${n}`, ...order(n) }]));
    const ids = () => at.journey.kind("actor").map(({ id }) => id);
    const move = (id, way) => (at = made(at, moving(session(at), at.journey.kind("actor"), at.journey.get(id))[way], assert));
    move("a1", "down");
    assert.deepEqual(ids(), ["a2", "a1", "a3"]);
    move("a3", "up");
    assert.deepEqual(ids(), ["a2", "a3", "a1"]);
    assert.equal(moving(session(at), at.journey.kind("actor"), at.journey.get("a2")).up, null);
    assert.equal(moving(session(at), at.journey.kind("actor"), at.journey.get("a1")).down, null);
  }
});
