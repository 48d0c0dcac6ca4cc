// Where things stand: nothing lies on anything, nothing leaves its row, ways cross no card.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Modeller } from "../../../static/editor/core/model.js";
import { geometry } from "../../../static/editor/core/geometry.js";
import { boot, drawn, line, long, readers, sample, samples } from "./support.js";

const POINT = /^point-/;

function overlaps(a, b) {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function sound({ items, lanes, columns, ways, width, height }) {
  const rows = new Map(lanes.map((lane) => [lane.key, lane]));
  for (const item of items.values()) {
    const lane = rows.get(item.lane);
    assert.ok(item.y >= lane.top && item.y + item.h <= lane.top + lane.height, `${item.key} leaves ${lane.key}`);
    assert.ok(item.x >= 0 && item.x + item.w <= width, `${item.key} leaves the sheet`);
  }
  for (const { items: own } of columns) {
    const solid = own.filter(({ part }) => !POINT.test(part));
    solid.forEach((a, at) => solid.slice(at + 1).forEach((b) => assert.ok(!overlaps(a, b), `${a.key} lies on ${b.key}`)));
  }
  let y = 0;
  for (const lane of lanes) {
    assert.ok(lane.top >= y);
    y = lane.top + lane.height;
  }
  assert.equal(y, height);
  const cards = [...items.values()].filter(({ part }) => part === "card");
  for (const { way, points, label, x, y: top, w, h } of ways) {
    for (let at = 0; at + 1 < points.length; at += 1) {
      const [[x0, y0], [x1, y1]] = [points[at], points[at + 1]];
      assert.ok(x0 === x1 || y0 === y1, `${way.id} is not straight`);
      const piece = { x: Math.min(x0, x1) + 1, y: Math.min(y0, y1) + 1, w: Math.max(0, Math.abs(x1 - x0) - 2), h: Math.max(0, Math.abs(y1 - y0) - 2) };
      for (const card of cards) assert.ok(!overlaps(piece, card), `${way.id} crosses ${card.key}`);
    }
    if (label) for (const card of cards) assert.ok(!overlaps({ x: x + 2, y: top + 2, w: w - 4, h: h - 4 }, card), `the label of ${way.id} lies on ${card.key}`);
  }
}

for (const name of Object.keys(samples)) {
  test(`the sample ${name}`, () => sound(drawn(sample(name), samples[name].measures).geometry));
}

test("two hundred steps", () => sound(drawn(readers(...long(200))).geometry));

const ids = ["a", "b", "c", "d", "e", "f"];
const way = fc.record(
  {
    source: fc.constantFrom(...ids),
    target: fc.constantFrom(...ids),
    kind: fc.constantFrom("sequence", "choice", "parallel", "return", "exit"),
    share: fc.constantFrom(null, 0.2, 0.8),
    condition: fc.constantFrom("", "When it rains", "työvoimakoulutushakemuslomakekäsittelijä"),
    wait: fc.constantFrom(null, "P14D"),
  },
);

test("any path of six steps in two stages", () => {
  fc.assert(
    fc.property(fc.array(way, { maxLength: 9 }), fc.array(fc.constantFrom(null, "g", "h"), { minLength: 6, maxLength: 6 }), (ways, stages) => {
      const steps = ids.map((id, at) => ["step", { id, title: `Step ${id}`, order: `b${at}1`, stage: stages[at] ?? undefined }]);
      const ends = ways.map((each, at) => ["transition", { ...each, id: `t${at}`, target: each.kind === "exit" ? undefined : each.target }]);
      sound(drawn(readers(["stage", { id: "g", title: "G", order: "a" }], ["stage", { id: "h", title: "H", order: "b" }], ...steps, ...ends)).geometry);
    }),
    { numRuns: 150 },
  );
});

test("stages stand over their columns", () => {
  const { geometry: map } = drawn(sample("start-up-grant"), null);
  for (const stage of map.stages) {
    const own = map.columns.filter((column) => column.stage === stage.id);
    assert.ok(stage.x <= own[0].x && stage.x + stage.w >= own.at(-1).x + own.at(-1).w);
  }
});

test("the experience: a value's height leads back to the value", () => {
  const { geometry: map } = drawn(sample("start-up-grant"), samples["start-up-grant"].measures);
  for (let value = 1; value <= 5; value += 0.1) assert.equal(map.curve.value(map.curve.y(value)), Math.round(value * 10) / 10);
  assert.equal(map.curve.value(-1e4), 5);
  assert.equal(map.curve.value(1e4), 1);
});

test("what is drawn of the experience does not depend on the window", () => {
  const { model, geometry: map } = drawn(sample("start-up-grant"), samples["start-up-grant"].measures);
  const all = map.curve.part(model.steps, -1e5, 1e5);
  assert.ok(all.measured.length > 2 && all.words.length > 2);
  for (const step of model.steps) {
    const column = map.columns[model.layout.column.get(step.id)];
    const steps = column.steps.map((id) => model.step.get(id));
    const part = map.curve.part(steps, column.x - 10, column.x + column.w + 10);
    assert.deepEqual(part.measured, all.measured.filter((each) => column.steps.includes(each.step.id)));
    assert.deepEqual(part.words, all.words.filter((each) => column.steps.includes(each.step.id)));
  }
});

test("too few answers are said in words, without a number", () => {
  const few = { steps: { a: { n: 3, hidden: true, emotion: null } }, n: 3, limit: 5 };
  const { model, geometry: map } = drawn(readers(...line("a")), few);
  const part = map.curve.part(model.steps, 0, 1000);
  assert.deepEqual([part.measured, part.words.map(({ text }) => text)], [[], ["fewer than 5 answers"]]);
});

test("ten times the steps are about ten times the work, and what is looked at costs the same", () => {
  const work = (n) => {
    const model = new Modeller(boot).model(readers(...long(n)), null);
    let reads = 0;
    for (const held of [model.step, model.layout.track]) {
      const get = held.get.bind(held);
      held.get = (key) => {
        reads += 1;
        return get(key);
      };
    }
    const map = geometry(model);
    const made = reads;
    const { columns, ways } = map.between(1000, 2500);
    const items = columns.flatMap((column) => column.items);
    assert.ok(items.length > 20 && ways.length > 3);
    return { made, looked: reads - made };
  };
  const [small, large] = [work(200), work(2000)];
  assert.ok(large.made < 11 * small.made, `${small.made}, ${large.made}`);
  assert.ok(large.looked < 3 * small.looked, `${small.looked}, ${large.looked}`);
});
