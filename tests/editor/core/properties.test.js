// What holds for any script of edits.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { uuid7 } from "../../../static/editor/core/ids.js";
import { invert, merged, references, same } from "../../../static/editor/core/ops.js";
import { between, spread } from "../../../static/editor/core/order.js";
import { Records } from "../../../static/editor/core/records.js";
import { inverse } from "../../../static/editor/core/undoing.js";
import { edits, plain, SHAPES, start, tried } from "./crowds.js";

const json = (data) => JSON.parse(JSON.stringify(data));

/** All that can be read of records. */
function readings(records) {
  const ids = ["p", "g1", "g2", "i1", "i2", "i3", "i4", "n1", "n2", "n3", "none"];
  return {
    plain: plain(records),
    kinds: Object.keys(SHAPES).map((kind) => records.kind(kind)),
    holders: ids.map((id) => [...records.holders([id])].sort()),
    held: ids.map((id) => records.get(id)),
  };
}

/** The same records, made from nothing. */
function afresh(records) {
  return new Records(SHAPES, [...records].map(({ id, kind, value }) => [kind, id, json(value)]));
}

test("what is taken back gives exactly the records from before; twice gives the edit (O10)", () => {
  fc.assert(
    fc.property(edits, (script) => {
      const records = start();
      for (const edit of script) {
        const before = plain(records);
        const stamped = tried(records, edit);
        const after = plain(records);
        if (!stamped) assert.deepEqual(after, before); // atomic (O4)
        else {
          assert.deepEqual(json(stamped), stamped);
          assert.deepEqual(invert(invert(stamped)), stamped);
          const other = afresh(records);
          other.replay(json(invert(stamped)));
          assert.deepEqual(plain(other), before);
          other.replay(json(stamped));
          assert.deepEqual(plain(other), after);
        }
      }
    }),
  );
});

test("what is cached and indexed is what is made from nothing; nothing dangles (O9)", () => {
  fc.assert(
    fc.property(edits, (script) => {
      const records = start();
      for (const edit of script) {
        readings(records);
        tried(records, edit);
        assert.deepEqual(readings(records), readings(afresh(records)));
        for (const held of records) {
          for (const [field, target] of references(held.kind, held.value, SHAPES)) {
            if (records.get(target)) continue;
            // Ops do not ask whether what a new reference names is there; checks do.
            assert.ok(script.flat().some((op) => [op.value?.[field], op.set?.[field]].flat().includes(target)));
          }
        }
      }
    }),
  );
});

test("a removed record is named by nobody", () => {
  fc.assert(
    fc.property(edits, fc.constantFrom("i1", "i2", "g1"), (script, id) => {
      const records = start();
      for (const edit of script) tried(records, edit);
      if (!tried(records, [{ op: "remove", id }])) return;
      for (const held of records) {
        assert.ok(references(held.kind, held.value, SHAPES).every(([, target]) => target !== id));
      }
    }),
  );
});

test("what an edit does not change stays the same object; arrays too", () => {
  fc.assert(
    fc.property(edits, (script) => {
      const records = start();
      for (const edit of script) {
        const before = new Map([...records].map((held) => [held.id, held]));
        const kinds = new Map(Object.keys(SHAPES).map((kind) => [kind, records.kind(kind)]));
        const stamped = tried(records, edit) ?? [];
        const changed = new Set(stamped.map(({ id }) => id));
        for (const [id, held] of before) if (!changed.has(id)) assert.equal(records.get(id), held);
        const touched = new Set(stamped.map(({ kind }) => kind));
        for (const [kind, held] of kinds) if (!touched.has(kind)) assert.equal(records.kind(kind), held);
        for (const held of records) assert.ok(Object.isFrozen(held) && Object.isFrozen(held.value));
      }
    }),
  );
});

test("a fork reads as a copy with the same edits, and leaves its base alone; so does its fork", () => {
  fc.assert(
    fc.property(edits, edits, edits, (first, second, third) => {
      const base = start();
      for (const edit of first) tried(base, edit);
      const before = readings(base);
      const [fork, copy] = [base.fork(), afresh(base)];
      for (const edit of second) {
        readings(fork);
        assert.deepEqual(tried(fork, edit), tried(copy, edit));
        assert.deepEqual(readings(fork), readings(copy));
      }
      const [deeper, other] = [fork.fork(), afresh(fork)];
      for (const edit of third) assert.deepEqual(tried(deeper, edit), tried(other, edit));
      assert.deepEqual(readings(deeper), readings(other));
      assert.deepEqual(readings(fork), readings(copy));
      assert.deepEqual(readings(base), before);
    }),
  );
});

test("what changes in the base shows through a fork, but for what the fork changed", () => {
  fc.assert(
    fc.property(edits, edits, (mine, theirs) => {
      const base = start();
      const fork = base.fork();
      const own = new Set(mine.flatMap((edit) => tried(fork, edit) ?? []).map(({ id }) => id));
      for (const edit of theirs) {
        readings(fork);
        tried(base, edit);
      }
      const expected = new Map([...base].filter(({ id }) => !own.has(id)).map((held) => [held.id, held]));
      for (const id of own) if (fork.get(id)) expected.set(id, fork.get(id));
      assert.deepEqual(plain(fork), plain([...expected.values()]));
      assert.deepEqual(readings(fork), readings(afresh(fork)));
    }),
  );
});

test("undo at once takes everything back, and redo brings it again (U5)", () => {
  fc.assert(
    fc.property(edits, (script) => {
      const records = start();
      for (const edit of script) {
        const before = plain(records);
        const stamped = tried(records, edit);
        if (!stamped) continue;
        const after = plain(records);
        const undo = inverse(stamped, records, "p");
        // What named nothing before the edit still does: such references are not brought back.
        if (undo.left.length) continue;
        const undone = records.settle(undo.ops);
        assert.deepEqual(plain(records), before);
        const redo = inverse(undone, records, "p");
        if (redo.left.length) continue;
        records.settle(redo.ops);
        assert.deepEqual(plain(records), after);
      }
    }),
  );
});

test("equality is JSON's: keys in any order, true is not 1, null is not missing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const turned = (value) =>
        Array.isArray(value)
          ? value.map(turned)
          : value && typeof value === "object"
            ? Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, turned(v)]))
            : value;
      assert.ok(same(one, turned(json(one))));
      assert.equal(same(one, other), same(other, one));
      const text = (value) => JSON.stringify(value, (_, v) => (v && typeof v === "object" && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v));
      assert.equal(same(one, other), text(one) === text(other));
    }),
  );
  for (const [one, other] of [[true, 1], [false, 0], [null, 0], ["", false], [{}, []], [{ a: null }, {}], [[1], ["1"]]]) {
    assert.ok(!same(one, other) && !same(other, one));
  }
  assert.ok(same(1, 1.0) && same(0, -0));
});

test("names that mean something to JavaScript are fields like others", () => {
  const names = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "hasOwnProperty": 4}');
  const records = start();
  const stamped = records.settle([{ op: "patch", id: "i1", set: names }]);
  assert.deepEqual(Object.keys(stamped[0].set), Object.keys(names));
  assert.deepEqual(Object.values(stamped[0].was), [null, null, null, null]);
  assert.equal(records.field("i1", "__proto__"), 1);
  assert.equal(records.field("i2", "constructor"), null);
  assert.deepEqual(Object.keys(merged({}, names)), Object.keys(names));
  records.replay(invert(stamped));
  assert.deepEqual(plain(records), plain(start()));
});

test("a field is its value or its default", () => {
  const records = start();
  assert.equal(records.field("i1", "group"), "g1");
  assert.equal(records.field("i2", "shown"), true);
  assert.equal(records.field("i2", "score"), null);
  assert.equal(records.field("none", "score"), undefined);
});

test("there is a key between any two keys, whatever came before (K1)", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.nat({ max: 40 }), (places, count) => {
      const keys = spread(count);
      for (const each of places) {
        const at = each % (keys.length + 1);
        keys.splice(at, 0, between(keys[at - 1] ?? "", keys[at] ?? ""));
      }
      assert.ok(keys.every((key) => /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(key)));
      assert.ok(keys.every((key, at) => !at || keys[at - 1] < key));
    }),
  );
});

test("keys stay short (K2)", () => {
  for (const side of [(key) => [key, ""], (key) => ["", key]]) {
    let key = "V";
    for (let n = 0; n < 3000; n += 1) key = between(...side(key));
    assert.ok(key.length <= 4, key);
  }
  let [low, high] = ["V", "W"];
  for (let n = 0; n < 400; n += 1) low = between(low, high);
  assert.ok(low.length <= 100);
});

test("ids are UUIDs of version 7, of this moment, each another", () => {
  const before = Date.now();
  const ids = Array.from({ length: 1000 }, uuid7);
  assert.equal(new Set(ids).size, 1000);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const at = parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    assert.ok(before <= at && at <= Date.now());
  }
});

test("what an edit looks at does not grow with the document", () => {
  const looked = (count) => {
    const triples = Array.from({ length: count }, (_, at) => ["item", `i${at}`, at ? { parent: `i${at - 1}` } : {}]);
    const records = new Records(SHAPES, triples);
    records.settle([{ op: "put", kind: "note", id: "n", value: { item: "i3" } }]);
    let reads = 0;
    const get = records.get.bind(records);
    records.get = (id) => ((reads += 1), get(id));
    records.settle([{ op: "patch", id: "i5", set: { title: "x" } }, { op: "remove", id: "n" }]);
    records.settle([{ op: "remove", id: `i${count - 1}` }]);
    return reads;
  };
  assert.equal(looked(20), looked(5000));
});
