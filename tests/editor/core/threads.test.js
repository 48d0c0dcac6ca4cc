// What people say, as threads: order, what is new to whom, whom a text names.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { countsOf, isOf, isUnread, mentioned, naming, threadsOf } from "../../../static/editor/core/threads.js";

const said = (id, value = {}) => ({ id, kind: "comment", value: { on: "s", text: id, ...value } });
const at = (n) => `2026-01-01T00:00:0${n}.000Z`;
const me = (mark, also = []) => ({ person: "user:1", mark: mark === null ? null : { at: mark, also: new Set(also) } });

test("answers stand under what was said first, in the order of time, also answers to answers", () => {
  const found = threadsOf([said("a", { at: at(1) }), said("d", { reply_to: "c", at: at(5) }), said("c", { reply_to: "a", at: at(3) }), said("b", { at: at(4) }), said("old")]);
  assert.deepEqual(found.map(({ all }) => all.map(({ id }) => id)), [["a", "c", "d"], ["b"], ["old"]]);
});

test("answers in a circle, or to what is gone, are still shown, each once", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(6)), { maxLength: 7 }), (replies) => {
      const all = replies.map((to, n) => said(`c${n}`, to === null ? {} : { reply_to: `c${to}` }));
      const shown = threadsOf(all).flatMap((thread) => thread.all.map(({ id }) => id));
      assert.deepEqual(shown.sort(), all.map(({ id }) => id).sort());
    }),
  );
});

test("new is what others said since, but for what came with a file", () => {
  const other = { by: "user:2", at: at(2) };
  assert.ok(isUnread(said("c", other), me("")));
  assert.ok(isUnread(said("c", other), me(at(1))));
  for (const reader of [me(at(2)), me(at(3)), me(at(1), ["c"]), me(null)]) assert.ok(!isUnread(said("c", other), reader));
  for (const value of [{ ...other, by: "user:1" }, { ...other, by: "file" }, { by: "user:2" }, { at: at(2) }]) assert.ok(!isUnread(said("c", value), me("")));
});

test("threads are counted by what they are on, and filtered", () => {
  const threads = threadsOf([
    said("a", { by: "user:2", at: at(1), resolved: true }),
    said("b", { by: "user:2", at: at(2), reply_to: "a" }),
    said("c", { by: "user:1", at: at(3) }),
    said("d", { by: "user:3", at: at(4), on: "t", mentions: ["user:1"] }),
  ]);
  const reader = me(at(1));
  assert.deepEqual(Object.fromEntries(countsOf(threads, reader)), { s: { open: 1, unread: 1 }, t: { open: 1, unread: 1 } });
  const ids = (kind) => threads.filter((each) => isOf(each, kind, reader)).map(({ root }) => root.id);
  assert.deepEqual(["open", "resolved", "unread", "mine"].map(ids), [["d", "c"], ["a"], ["d", "a"], ["d", "c"]]);
});

const MEMBERS = [["1", "Anna"], ["2", "Anna Virtanen"], ["3", "Åke (IT)"], ["4", "Kim"], ["5", "Kim"]].map(([id, name]) => ({ id, name, role: "editor" }));

test("whom a text names", () => {
  const of = (text, picked) => mentioned(text, MEMBERS, picked).sort();
  assert.deepEqual(of("@Anna Virtanen knows"), ["user:2"]);
  assert.deepEqual(of("@Anna and @Anna Virtanen"), ["user:1", "user:2"]);
  assert.deepEqual(of("ask @Åke (IT)!"), ["user:3"]);
  assert.deepEqual(of("@Kim"), ["user:4", "user:5"]);
  assert.deepEqual(of("@Kim", ["user:5"]), ["user:5"]);
  assert.deepEqual(of("Anna, anna@example.org"), []);
  assert.deepEqual(of("gone", ["user:5"]), [], "who was picked and written away again");
});

test("what is typed of a name", () => {
  for (const [text, typed] of [["@", ""], ["hi @an", "an"], ["(@Anna Vir", "Anna Vir"], ["@Anna ", null], ["a@b", null], ["", null], ["@a\n", null], ["@a b c d", null]]) assert.equal(naming(text), typed, text);
});
