// Fields: where a value is, the change that sets it, what it is in words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf, placeOf, together } from "../../../static/editor/elements/fields/address.js";
import { canMake, found, makingIn, optionsOf } from "../../../static/editor/elements/fields/options.js";
import { numberFrom } from "../../../static/editor/elements/fields/number.js";
import { nextOf, stepsOf } from "../../../static/editor/elements/fields/scale.js";
import { shareFrom } from "../../../static/editor/elements/fields/share.js";
import { inWords, partInWords, titleOf } from "../../../static/editor/elements/fields/telling.js";
import { languagesOf } from "../../../static/editor/elements/fields/translations.js";
import { made, readers, SCHEMA } from "../commands/journeys.js";

function session(journey = [], catalogue = []) {
  return { ...readers(journey, catalogue), schema: SCHEMA, boot: { journeys: [{ id: "other", title: "Another" }] } };
}

/** The value at an address after it was set, soundly. */
function put(before, address, value) {
  const after = made(before, changeOf(before, address, value), assert);
  return placeOf({ ...before, ...after }, address).value;
}

const STEPS = [["step", "a", { title: "A" }], ["step", "b", { title: "B" }]];

test("a value is set, and set back to its default", () => {
  const at = session(STEPS);
  const promised = { record: "a", name: "promised_time" };
  assert.equal(put(at, promised, "P7D"), "P7D");
  assert.equal(put(at, { record: "a", name: "moment_of_truth" }, true), true);
  assert.equal(changeOf(at, promised, null), null, "it is so already");
  assert.equal(changeOf(at, { record: "a", name: "title" }, "A"), null);
  assert.equal(changeOf(at, { record: "a", name: "description" }, ""), null);
});

test("typing on makes one edit: the same field has the same key", () => {
  const at = session(STEPS);
  const [one, two] = ["Ab", "Abc"].map((title) => changeOf(at, { record: "a", name: "title" }, title));
  assert.equal(one.merge, two.merge);
  assert.notEqual(one.merge, changeOf(at, { record: "b", name: "title" }, "x").merge);
  assert.notEqual(one.merge, changeOf(at, { record: "a", name: "title", language: "sv" }, "x").merge);
});

test("evidence is a guess until it is said to be more, and none when its level is taken away", () => {
  const at = session(STEPS);
  const field = SCHEMA.journey.kinds.step.fields.evidence;
  assert.equal(partInWords(field, null), "Guess");
  const change = changeOf(at, { record: "a", name: "evidence", part: "n" }, 34);
  assert.deepEqual(change.journey[0].set, { evidence: { level: "guess", n: 34 } });
  const held = session([["step", "a", { title: "A", evidence: { level: "survey", n: 34, source: "exit poll", date: "2026-03-02" } }]]);
  assert.match(partInWords(field, held.journey.get("a").value.evidence), /^Survey, n 34, exit poll, 2\sMar\s2026$/);
  assert.equal(put(held, { record: "a", name: "evidence", part: "n" }, null), null);
  assert.deepEqual(changeOf(held, { record: "a", name: "evidence", part: "level" }, null).journey[0].set, { evidence: null });
});

test("a translation is a record of its own: made, changed, removed", () => {
  const at = session(STEPS);
  const address = { record: "a", name: "title", language: "sv" };
  const change = changeOf(at, address, "Ett");
  assert.equal(change.journey[0].op, "put");
  const after = { ...at, ...made(at, change, assert) };
  assert.equal(placeOf(after, address).value, "Ett");
  assert.equal(changeOf(after, address, "Två").journey[0].op, "patch");
  assert.equal(changeOf(after, address, null).journey[0].op, "remove");
  assert.equal(changeOf(at, address, ""), null);
  const place = placeOf(at, { record: "a", name: "title" });
  assert.deepEqual(languagesOf(at, place, []), ["sv", "en"], "the journey's own language is no translation");
  assert.deepEqual(languagesOf(at, place, ["se"]), ["sv", "en", "se"]);
});

test("a way that becomes an exit leads nowhere; an exit that leads somewhere is none", () => {
  const way = ["transition", "t", { source: "a", target: "b", kind: "choice", condition: "if" }];
  const at = session([...STEPS, way]);
  const after = { ...at, ...made(at, changeOf(at, { record: "t", name: "kind" }, "exit"), assert) };
  assert.deepEqual(after.journey.get("t").value, { source: "a", kind: "exit", reason: "if" });
  made(after, changeOf(after, { record: "t", name: "target" }, "b"), assert);
  assert.deepEqual(together("card", "step", "a", {}), { stage: null });
  assert.deepEqual(together("card", "stage", "g", {}), { step: null });
});

test("a reference offers what it may name", () => {
  const at = session(
    [...STEPS, ["lane", "c", { kind: "people" }], ["lane", "l", { title: "Own" }], ["card", "k", { lane: "l", text: "x" }], ["comment", "m", { on: "a", text: "x" }], ["comment", "n", { on: "b", text: "y" }]],
    [["touchpoint", "p", { kind: "object", name: "P" }], ["touchpoint", "q", { kind: "object", name: "Q" }]],
  );
  const offered = (record, name) => optionsOf(at, placeOf(at, { record, name }), name).map(({ id }) => id);
  assert.deepEqual(offered("k", "lane"), ["l"], "no card stands in a computed lane");
  assert.deepEqual(offered("p", "replaced_by"), ["q"]);
  assert.deepEqual(offered("m", "reply_to"), []);
  assert.deepEqual(offered("a", "opens_journey"), ["other"]);
  assert.ok(offered("m", "on").includes("b") && !offered("m", "on").includes("n"));
});

test("what is not there yet is made in passing, in one change", () => {
  const at = session([["actor", "x", { name: "X", order: "5" }], ...STEPS]);
  const place = placeOf(at, { record: "a", name: "actor" });
  assert.ok(canMake(at, place));
  const after = made(at, makingIn(at, place, "actor", "Clerk", (id) => id), assert);
  const [, clerk] = after.journey.kind("actor");
  assert.deepEqual([clerk.value.name, after.journey.get("a").value.actor], ["Clerk", clerk.id]);
  const personas = placeOf(at, { record: "j", name: "personas" });
  const both = made(at, makingIn(at, personas, "personas", "Aino", (id) => [id]), assert);
  assert.deepEqual(both.journey.get("j").value.personas, [both.catalogue.kind("persona")[0].id]);
  assert.ok(!canMake(at, placeOf(at, { record: "a", name: "opens_journey" })));
});

test("what is typed finds names: beginnings first, then words, then parts", () => {
  const options = ["Tax office", "Office, Seinäjoki", "Backoffice"].map((label) => ({ id: label, label }));
  assert.deepEqual(found(options, "OFFICE").map(({ id }) => id), ["Office, Seinäjoki", "Tax office", "Backoffice"]);
  assert.deepEqual(found(options, "xyz"), []);
});

test("numbers and shares are read as people of any of the languages write them", () => {
  assert.deepEqual([numberFrom("3,5"), numberFrom("1 000"), numberFrom("1,000,000"), numberFrom("−2"), numberFrom(" ")].map(({ value }) => value), [3.5, 1000, 1000000, -2, null]);
  for (const wrong of ["x", "1.2.3", "--1", "1e5"]) assert.ok(numberFrom(wrong).message, wrong);
  assert.deepEqual([shareFrom("28 %").value, shareFrom("33,33").value, shareFrom("0").value], [0.28, 0.3333, 0]);
  assert.ok(shareFrom("101").message && shareFrom("-1").message);
});

test("a scale goes by halves where halves are allowed", () => {
  const { expectation, severity } = SCHEMA.journey.kinds.step.fields;
  const at = (value) => ({ field: expectation, value });
  assert.equal(nextOf(at(3), "ArrowRight"), 3.5);
  assert.equal(nextOf(at(3.7), "ArrowRight"), 4);
  assert.equal(nextOf(at(3.7), "ArrowLeft"), 3.5);
  assert.equal(nextOf(at(5), "ArrowUp"), 5);
  assert.equal(nextOf(at(null), "ArrowRight"), 3);
  assert.equal(nextOf(at(4), "."), 4.5);
  assert.equal(nextOf(at(4), "2"), 2);
  assert.equal(nextOf(at(4), "7"), undefined);
  assert.equal(nextOf(at(4), "Delete"), null);
  assert.deepEqual(stepsOf(expectation, 3.5), [1, 2, 3, 3.5, 4, 5]);
  const whole = { field: SCHEMA.journey.kinds.finding.fields.severity, value: 2 };
  assert.equal(nextOf(whole, "ArrowRight"), 3);
  assert.equal(nextOf(whole, "."), undefined);
  assert.deepEqual(stepsOf(whole.field, null), [1, 2, 3, 4]);
  assert.equal(severity, undefined);
});

test("every record has a name in words", () => {
  const at = session([...STEPS, ["transition", "t", { source: "a", kind: "exit" }], ["lane", "l", { kind: "goal" }], ["encounter", "e", { step: "a", touchpoint: "p" }]], [["touchpoint", "p", { kind: "person", name: "Clerk" }]]);
  const titles = ["a", "t", "l", "e", "j", "gone"].map((id) => titleOf(at, id));
  assert.deepEqual(titles, ["A", "A → Exit", "Goal", "Clerk", "A journey", "gone"]);
  assert.equal(titleOf(at, "other", "journey"), "Another");
  assert.equal(inWords(at, SCHEMA.journey.kinds.transition.fields.share, 0.725), "72.5%");
});
