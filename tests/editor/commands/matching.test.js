import assert from "node:assert/strict";
import { test } from "node:test";
import { best } from "../../../static/editor/core/matching.js";

const ALL = ["Send the application", "Delete", "Add a step", "Set the language", "Äänestä"];
const named = (typed) => best(typed, ALL, (name) => name);

test("what begins a word comes before what stands inside one", () => {
  assert.deepEqual(named("s"), ["Set the language", "Send the application", "Add a step", "Äänestä"]);
  assert.equal(named("app")[0], "Send the application");
});

test("letters here and there count only where nothing fits better", () => {
  assert.deepEqual(named("step"), ["Add a step"]);
  assert.deepEqual(named("dlte"), ["Delete"]);
  assert.deepEqual(named("zzz"), []);
});

test("marks on letters need not be typed", () => {
  assert.deepEqual(named("aan"), ["Äänestä"]);
});
