// What is heard of the map: a step, a way, in one sentence each.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sentence, waySentence } from "../../../static/editor/core/sentence.js";
import { divided, duration, percent, wide } from "../../../static/editor/core/saying.js";
import { setWords } from "../../../static/editor/words.js";
import { boot, drawn, readers } from "./support.js";

const held = readers(
  ["stage", { id: "g", title: "Apply", order: "a" }],
  ["actor", { id: "x", name: "Jobseeker" }],
  ["touchpoint", { id: "web", kind: "virtual_space", name: "E-service" }],
  ["touchpoint", { id: "clerk", kind: "person", name: "Clerk" }],
  ["step", { id: "a", title: "Fills in the form", stage: "g", actor: "x", order: "b", expectation: 4, assumed_experience: 3, moment_of_truth: true, promised_time: "P7D" }],
  ["step", { id: "b", title: "Waits", stage: "g", order: "c" }],
  ["step", { id: "c", title: "Calls", stage: "g", order: "d" }],
  ["transition", { id: "ab", source: "a", target: "b", share: 0.72 }],
  ["transition", { id: "ac", source: "a", target: "c", kind: "choice", share: 0.28, condition: "No form" }],
  ["transition", { id: "ax", source: "a", kind: "exit", reason: "Gives up" }],
  ["encounter", { id: "e1", step: "a", touchpoint: "web" }],
  ["encounter", { id: "e2", step: "a", touchpoint: "clerk" }],
  ["finding", { id: "f1", kind: "pain", step: "a", title: "Asked twice", severity: 3 }],
  ["finding", { id: "f2", kind: "gain", step: "a", title: "Friendly" }],
);

test("a step says its place, marks, ways, touchpoints, findings and experience", () => {
  const { model } = drawn(held);
  assert.equal(
    sentence(model, model.step.get("a")),
    "Fills in the form, step 1 of 3, stage Apply, Jobseeker, moment of truth, leads to Waits (72%) and Calls (28%), 1 exit, " +
      "2 touchpoints: E-service and Clerk, 1 open pain point: Asked twice, 1 success: Friendly, expected 4 of 5, assumed 3 of 5, " +
      "assumed: below what was expected, promised 7\u00a0d.",
  );
  assert.equal(sentence(model, model.step.get("b")), "Waits, step 2 of 3, stage Apply.");
});

test("measured is said as measured, with how many; too few are no number", () => {
  const emotion = { n: 61, mean: 1.7, low: 1.4, high: 2.1 };
  const shares = { worse: { share: 0.71 }, met: { share: 0.2 }, better: { share: 0.09 } };
  const measures = { steps: { a: { n: 61, hidden: false, emotion, ...shares }, b: { n: 2, hidden: true } }, n: 63, limit: 5 };
  const { model } = drawn(held, measures);
  const said = sentence(model, model.step.get("a"));
  assert.ok(said.includes("measured 1.7 of 5 by 61 answers, 71% say worse than expected"), said);
  assert.ok(sentence(model, model.step.get("b")).includes("fewer than 5 answers"));
});

test("a way says where it leads and when", () => {
  const { model } = drawn(held);
  const said = (id) => waySentence(model, model.ways.find((way) => way.id === id));
  assert.equal(said("ac"), "Choice: Fills in the form → Calls: No form — 28%");
  assert.equal(said("ax"), "Fills in the form: Exit: Gives up");
});

test("numbers are said as the reader writes them", () => {
  assert.equal(duration("P1Y2M3DT4H5M6S", boot.units).replaceAll("\u00a0", " "), "1 y 2 mo 3 d 4 h 5 min 6 s");
  assert.equal(duration("PT1H20M", boot.units), "1\u00a0h\u00a020\u00a0min");
  assert.equal(percent(0.725), "73%");
  setWords({}, "fi");
  assert.equal(percent(0.5), "50\u00a0%");
  setWords({}, "en");
});

test("only words that are too long may be divided, before a consonant and a vowel", () => {
  assert.equal(divided("A short name"), "A short name");
  const long = divided("työvoimakoulutushakemuslomake");
  assert.equal(long.replaceAll("\u00ad", ""), "työvoimakoulutushakemuslomake");
  assert.ok(/\u00ad[^aeiouyäö][aeiouyäö]/.test(long));
});

test("a text's width grows with its letters", () => {
  assert.ok(wide("iii") < wide("nnn") && wide("nnn") < wide("mmm"));
});
