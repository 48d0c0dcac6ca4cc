// Curves that never overshoot, and how much of a place they cover.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Room, smooth } from "../../../static/editor/core/curve.js";

const points = fc.array(fc.tuple(fc.integer({ min: 20, max: 300 }), fc.integer({ min: 0, max: 200 })), { minLength: 2, maxLength: 12 }).map((steps) => {
  let x = 0;
  return steps.map(([dx, y]) => [(x += dx), y]);
});

test("a piece stays between its ends", () => {
  fc.assert(
    fc.property(points, (given) => {
      const curve = smooth(given);
      assert.equal(curve.length, 3 * given.length - 2);
      for (let at = 0; at + 3 < curve.length; at += 3) {
        const [a, b, c, d] = curve.slice(at, at + 4).map(([, y]) => y);
        const [low, high] = [Math.min(a, d) - 1e-6, Math.max(a, d) + 1e-6];
        for (const y of [b, c]) assert.ok(y >= low && y <= high);
      }
    }),
  );
});

test("a place on a level line is covered as wide as it is, one beside it is not", () => {
  const room = new Room();
  room.addCurve(smooth([[0, 50], [300, 50]]));
  assert.equal(Math.round(room.covered({ left: 80, right: 140, top: 45, bottom: 55 })), 60);
  assert.equal(room.covered({ left: 80, right: 140, top: 60, bottom: 70 }), 0);
  room.add({ left: 100, right: 110, top: 60, bottom: 65 });
  assert.equal(room.covered({ left: 80, right: 140, top: 60, bottom: 70 }), 20);
});
