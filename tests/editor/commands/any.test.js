// Whatever the journey, whatever the command: its change is sound, and undo takes it back.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import * as first from "../../../static/editor/core/commands/index.js";
import * as clipboard from "../../../static/editor/core/clipboard.js";
import { reading } from "../../../static/editor/core/lines.js";
import * as talk from "../../../static/editor/core/commands/talk.js";
import { anyJourney, made, readers } from "./journeys.js";

const commands = { ...first, ...clipboard, ...talk, reading };
const ROWS = ["experience", "people", "spaces", "findings"].map((key) => ({ key, kind: key, title: key, backstage: false }));

/** What there is to choose from, by random numbers. */
class Chosen {
  constructor(graph, numbers) {
    this.graph = graph;
    this.numbers = [...numbers];
    this.missing = false;
  }
  one(list) {
    if (!list.length) this.missing = true;
    return list[(this.numbers.shift() ?? 0) % Math.max(1, list.length)];
  }
  id(kind) {
    return this.one(this.graph.journey.kind(kind))?.id;
  }
  ids(kind) {
    return this.graph.journey.kind(kind).filter(() => (this.numbers.shift() ?? 0) % 2).map(({ id }) => id);
  }
  touchpoint() {
    return this.one(this.graph.catalogue.kind("touchpoint"))?.id;
  }
  rows() {
    const own = this.graph.journey.kind("lane").filter(({ value }) => value.kind !== "people");
    return [...ROWS, ...own.map(({ id, value }) => ({ key: id, id, kind: "cards", title: value.title, backstage: value.side === "backstage" }))];
  }
}

/** By name: arguments, from what there is. */
const CALLS = {
  addStep: (a) => [a.one([{ after: a.id("step") }, { before: a.id("step") }, { stage: a.id("stage") }]), { title: "New" }],
  addBranch: (a) => [a.id("step")],
  setTitle: (a) => [a.id(a.one(["step", "stage", "finding", "idea", "actor", "card", "transition", "comment"])), "Renamed"],
  toggleFlag: (a) => [a.ids("step")],
  setScore: (a) => [a.id("step"), a.one(["expectation", "assumed_experience"]), a.one([null, 1, 3.3, 9, -4])],
  moveSteps: (a) => [a.ids("step"), a.one([{ after: a.id("step") }, { above: a.id("step") }, { below: a.id("step") }, { stage: a.id("stage"), first: true }, { stage: null }])],
  join: (a) => [a.id("step"), a.id("step")],
  exit: (a) => [a.id("step"), { title: a.one(["", "too long"]) }],
  reverse: (a) => [a.id("transition")],
  retarget: (a) => [a.id("transition"), a.one([{ source: a.id("step") }, { target: a.id("step") }])],
  splitWay: (a) => [a.id("transition")],
  addStage: (a) => [a.one([{}, { after: a.id("stage") }]), { steps: a.ids("step") }],
  moveStage: (a) => [a.id("stage"), a.one([{ after: a.id("stage") }, { before: a.id("stage") }])],
  removeStage: (a) => [a.id("stage"), { along: a.one([true, false]) }],
  meet: (a) => [a.id("step"), a.touchpoint()],
  meetNew: (a) => [a.id("step"), { name: "E-service", kind: "virtual_space", channel: a.one(["web", undefined]) }],
  leave: (a) => [a.id("encounter")],
  moveMeeting: (a) => [a.id("encounter"), a.id("step"), a.one([{}, { before: a.id("encounter") }])],
  renameTouchpoint: (a) => [a.touchpoint(), "Desk"],
  addFinding: (a) => [a.one([null, a.id("step")]), { kind: a.one(["pain", "gain"]) }],
  addIdea: (a) => [a.id(a.one(["step", "finding"]))],
  addCard: (a) => [{ lane: a.one(a.rows().filter(({ id }) => id))?.id, ...a.one([{ step: a.id("step") }, { stage: a.id("stage") }]) }],
  addComment: (a) => [a.id("step"), { text: "Why?", mentions: a.one([[], ["user:7"]]) }],
  editComment: (a) => [a.id("comment"), { text: "Why not?", mentions: a.one([[], ["user:7"]]) }],
  settle: (a) => [a.id("comment"), true],
  moveNote: (a) => [a.id(a.one(["finding", "idea", "card"])), { step: a.id("step") }],
  addLane: (a) => [a.one([{}, { title: "Own" }, { kind: "goal" }, { kind: "system" }])],
  moveLane: (a) => [a.rows(), a.one(a.rows()).key, a.one([null, a.one(a.rows()).key])],
  hideLane: (a) => [a.one(a.rows()), a.one([true, false])],
  foldLane: (a) => [a.one(a.rows())],
  renameLane: (a) => [a.one(a.rows()), "Called"],
  addActor: (a) => [{ name: "Clerk", kind: "staff", steps: a.ids("step") }],
  setActor: (a) => [a.ids("step"), a.one([null, a.id("actor")])],
  remove: (a) => [[...a.ids("step"), ...a.ids("finding"), ...a.ids("transition"), ...a.ids("lane"), ...a.ids("stage")]],
  duplicate: (a) => [a.one([a.ids("step"), a.ids("finding"), a.ids("stage"), a.ids("card")])],
};

const PLAIN = new Set(["TYPE", "titleField", "laneOf", "copy", "parse", "paste", "plain", "reading"]);

test("every command is tried", () => {
  assert.deepEqual(Object.keys(CALLS).sort(), Object.keys(commands).filter((name) => !PLAIN.has(name)).sort());
});

for (const [name, chooses] of Object.entries(CALLS)) {
  test(`${name}: sound on any journey, and taken back`, () => {
    let tried = 0;
    const numbers = fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(anyJourney, numbers, (graph, drawn) => {
        const chosen = new Chosen(graph, drawn);
        const args = chooses(chosen);
        if (chosen.missing) return;
        const change = commands[name](graph, ...args);
        made(graph, change, assert);
        if (change) tried += 1;
      }),
      { numRuns: 150 },
    );
    assert.ok(tried > 10, `only ${tried} of the journeys gave it something to do`);
  });
}

test("paste: sound in any other journey, and taken back", () => {
  fc.assert(
    fc.property(anyJourney, anyJourney, fc.boolean(), fc.nat(), (from, to, home, at) => {
      const payload = commands.copy(from, from.journey.kind("step").map(({ id }) => id));
      if (!payload) return;
      assert.deepEqual(commands.parse(JSON.stringify(payload)), payload);
      const steps = to.journey.kind("step");
      const spot = steps.length ? { after: steps[at % steps.length].id } : {};
      const workspace = home ? payload : { ...payload, journey: "other", workspace: "elsewhere" };
      const after = made(to, commands.paste(to, workspace, spot), assert);
      assert.equal(after.journey.kind("step").length, steps.length + from.journey.kind("step").length);
      assert.equal(after.journey.kind("finding").length - to.journey.kind("finding").length, payload.records.filter(([kind]) => kind === "finding").length);
    }),
    { numRuns: 150 },
  );
});

test("lines of any text: sound, a step each", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { maxLength: 8 }), (lines) => {
      const graph = readers([]);
      const payload = commands.reading(lines.map((each) => each.replace(/[\n\r]/g, " ")).join("\n"));
      if (payload) made(graph, commands.paste(graph, payload), assert);
    }),
  );
});
