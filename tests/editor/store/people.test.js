// Who is here, by page and by person; and who is told that their text was written over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Overwriting } from "../../../static/editor/core/overwriting.js";
import { COLOURS, initials, People, row, SHAPES } from "../../../static/editor/core/people.js";

const at = (record = null, field = null, typing = false) => ({ record, field, typing });
const page = (name, place = at(), more = {}) => ({ page: name, id: name[0], name: `Name ${name[0]}`, kind: "user", may: "edit", at: place, since: `2026-01-0${name.length}`, ...more });

test("a person with two pages is one, at the place where they did something last; one's own pages are nobody else's", () => {
  const people = new People("m");
  assert.equal(people.take({ type: "here", people: [page("bb", at("s1")), page("a", at("s2")), page("m1", at("s3"))] }), true);
  people.take({ type: "person", person: page("b3", at("s9")) });
  assert.deepEqual(people.all.map(({ name, at }) => [name, at.record]), [["Name a", "s2"], ["Name b", "s9"]]);
  assert.deepEqual(people.all[1].places.map(({ record }) => record), ["s1", "s9"], "the other page is still there");
  people.take({ type: "person", person: page("bb", at("s4")) });
  assert.equal(people.all[1].at.record, "s4");
  people.take({ type: "left", page: "bb" });
  assert.equal(people.all[1].at.record, "s9");
  people.take({ type: "left", page: "b3" });
  assert.deepEqual(people.all.map(({ name }) => name), ["Name a"]);
  assert.equal(people.take({ type: "role", may: {} }), false);
  people.clear();
  assert.deepEqual(people.all, []);
});

test("a token is not the person who made it", () => {
  const people = new People("b");
  people.take({ type: "here", people: [page("b", at(), { kind: "token", name: "Ben (robot)" }), page("b2")] });
  assert.deepEqual(people.all.map(({ name }) => name), ["Ben (robot)"]);
});

test("whoever has typed in a field writes there until they leave it, a pause or not", () => {
  const people = new People("m");
  const writing = () => people.writing("s1", "title").map(({ id }) => id);
  const move = (...place) => people.take({ type: "person", person: page("a", at(...place)) });
  move("s1", "title");
  assert.deepEqual(writing(), [], "who only stands there");
  move("s1", "title", true);
  move("s1", "title", false);
  assert.deepEqual(writing(), ["a"]);
  move("s1", "title@sv", false);
  assert.deepEqual(writing(), []);
  move("s1", "title", false);
  assert.deepEqual(writing(), [], "they came back and have not typed");
});

test("colour and shape are by the person, the same everywhere, and all of them are used", () => {
  const of = (id) => {
    const people = new People("");
    people.take({ type: "here", people: [page("x", at(), { id })] });
    return people.all[0];
  };
  const all = Array.from({ length: 400 }, (_, n) => of(String(n)));
  assert.deepEqual([of("7").colour, of("7").shape], [of("7").colour, of("7").shape]);
  assert.equal(new Set(all.map(({ colour }) => colour)).size, COLOURS);
  assert.equal(new Set(all.map(({ shape }) => shape)).size, SHAPES);
  assert.ok(new Set(all.slice(0, 6).map(({ colour, shape }) => `${colour} ${shape}`)).size > 4, "people of one installation differ");
});

test("initials and rows of names", () => {
  assert.deepEqual(["Anna Virtanen", "mikko", "Åsa von Öberg", "<b>&\" Hostile", "", "Anna (robot)", "李 小龍", "𝒜lice"].map(initials), ["AV", "M", "ÅÖ", "BH", "?", "A", "李小", "𝒜"]);
  assert.equal(row(["Anna", "Mikko", "Liisa", "Åsa"], 2), "Anna, Mikko +2");
  assert.equal(row(["Anna"], 2), "Anna");
});

const NOW = 1_000_000;
const entry = (client_id, version, set, name = "Anna") => ({ client_id, version, author: { kind: "user", name }, ops: [{ op: "patch", kind: "step", id: "s1", set, was: {} }] });

test("whose text is written over within a minute is told by whom; an hour later it is an edit like any other", () => {
  const over = new Overwriting((id) => id === "mine");
  assert.deepEqual(over.take(entry("mine", 2, { title: "ours" }), NOW), []);
  assert.deepEqual(over.take(entry("x", 3, { description: "other field" }), NOW), []);
  assert.deepEqual(over.take(entry("x", 4, { title: "hers" }), NOW + 5_000), [{ record: "s1", field: "title", who: "Anna", version: 4 }]);
  assert.deepEqual(over.take(entry("x", 5, { title: "hers again" }), NOW + 6_000), [], "once");
  assert.equal(over.who("s1", "title"), "Anna");
  over.take(entry("mine", 6, { title: "ours" }), NOW);
  assert.equal(over.who("s1", "title"), "");
  assert.deepEqual(over.take(entry("x", 7, { title: "ours" }), NOW + 1_000), [], "the same text is no loss");
  over.take(entry("mine", 8, { title: "ours", expectation: 4 }), NOW);
  assert.deepEqual(over.take(entry("x", 9, { expectation: 2 }), NOW + 1_000), [], "no text");
  assert.deepEqual(over.take(entry("x", 10, { title: "hers" }), NOW + 3_600_000), []);
});
