// Two groups of answers on one map, and the choice of answers as a query string.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressed, choiceOf, queryOf } from "../../../static/editor/core/choosing.js";
import { easeOf } from "../../../static/editor/core/experience.js";
import { measuredSentence, sentence } from "../../../static/editor/core/sentence.js";
import { drawn, readers } from "./support.js";

const held = readers(
  ["step", { id: "a", title: "Applies", order: "a", expectation: 4, assumed_experience: 3 }],
  ["step", { id: "b", title: "Waits", order: "b", expectation: 4, assumed_experience: 3 }],
  ["step", { id: "c", title: "Gets it", order: "c" }],
  ["transition", { id: "ab", source: "a", target: "b" }],
  ["transition", { id: "bc", source: "b", target: "c" }],
);
const emotion = (mean) => ({ n: 20, mean, low: mean - 0.2, high: mean + 0.2 });
const share = (part) => ({ n: 20, share: part, low: part - 0.1, high: part + 0.1 });
const few = { n: 3, hidden: true };
const measures = {
  steps: { a: { n: 20, hidden: false, emotion: emotion(2), prompt: share(0.2), worse: share(0.5), met: share(0.3), better: share(0.2) }, b: { n: 20, hidden: false, emotion: emotion(3) } },
  n: 40,
  limit: 5,
  of: "Spring",
  beside: { steps: { a: { n: 20, hidden: false, emotion: emotion(4), prompt: share(0.8) }, b: few }, n: 23, limit: 5, of: "Autumn" },
  differences: { a: { emotion: { by: -2, low: -2.4, high: -1.6 }, prompt: { by: -0.6, low: -0.8, high: -0.4 } } },
};

test("each group has its own points, letters and line; B stands beside A", () => {
  const { model, geometry } = drawn(held, measures);
  const { lines, measured, words } = geometry.curve.part(model.steps, 0, geometry.width);
  assert.deepEqual(measured.map(({ step, letter }) => step.id + letter), ["aA", "aB", "bA"]);
  const [one, other] = measured;
  assert.ok(other.x - one.x > 9 && other.y < one.y);
  assert.deepEqual([...new Set(lines.map(({ kind }) => kind))].sort(), ["assumed", "expected", "measured"]); // B has but one point
  const said = words.map(({ step, said: text }) => `${step.id} ${text}`);
  assert.deepEqual(said, ["a A: 50% say worse than expected", "a A lower than B", "b B: fewer than 5 such answers"]);
  for (const at of words) for (const other of words) assert.ok(at === other || at.step !== other.step || Math.abs(at.y - other.y) >= 30);
  assert.ok(words.every(({ y }) => y + 30 <= geometry.curve.top + geometry.curve.height));
});

test("efficiency and ease stand in pairs, with where they differ, or in words", () => {
  const { model, geometry } = drawn(held, measures);
  const told = (id) => easeOf(model, model.step.get(id)).map(({ letter, name, text }) => [letter, name, text].filter(Boolean).join(" "));
  assert.deepEqual(told("a"), ["A prompt", "B prompt", "A lower than B"]);
  assert.deepEqual(told("b"), ["A A: no such answers", "B B: fewer than 5 such answers"]);
  assert.deepEqual(told("c"), ["A A: no such answers", "B B: no such answers"]);
  assert.equal(geometry.item("bars:a").h, 3 * 19);
});

test("whoever hears the map is told both", () => {
  const { model } = drawn(held, measures);
  const said = sentence(model, model.step.get("a"));
  assert.ok(said.includes("A: measured 2.0 of 5 by 20 answers, A: 50% say worse than expected, B: measured 4.0 of 5"), said);
  assert.ok(sentence(model, model.step.get("b")).includes("B: fewer than 5 such answers"));
  assert.equal(measuredSentence(model.step.get("a"), emotion(4), "B"), "Applies: measured B 4.0 · n=20 · 95% interval 3.8–4.2");
});

test("of one group nothing is said of letters", () => {
  const { model, geometry } = drawn(held, { ...measures, of: "", beside: null, differences: {} });
  const { measured, words } = geometry.curve.part(model.steps, 0, geometry.width);
  assert.deepEqual(measured.map(({ letter }) => letter), ["", ""]);
  assert.ok(!words.some(({ said }) => /^[AB]:/.test(said)));
  assert.equal(easeOf(model, model.step.get("c"))[0].text, "no answers yet");
  assert.ok(!sentence(model, model.step.get("a")).includes("A:"));
});

test("a choice goes into an address and comes back, whatever it names", () => {
  const choices = [
    { one: {}, other: null },
    { one: {}, other: {} },
    { one: { unit: "Åbo & <b>=1", since: "2026-01-01" }, other: null },
    { one: { unit: "a&compare=b" }, other: { unit: "c&unit=d", answers_language: "sv" } },
  ];
  for (const choice of choices) assert.deepEqual(choiceOf(queryOf(choice)), choice);
  assert.equal(queryOf(choices[0]), "");
  const address = addressed("http://h/journeys/j/?step=s1&unit=Old&compare=", queryOf(choices[3]));
  assert.deepEqual(choiceOf(new URL(address).search), choices[3]);
  assert.equal(new URL(address).searchParams.get("step"), "s1");
  assert.equal(addressed(address, ""), "http://h/journeys/j/?step=s1");
});
