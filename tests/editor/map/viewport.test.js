// Moving and scaling, in numbers.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { holds, LARGEST, SMALLEST, Viewport } from "../../../static/editor/tools/viewport.js";

function view(width = 3000, height = 2000) {
  const made = new Viewport(() => {});
  made.resize({ width: 1000, height: 600, left: 150, top: 50 });
  made.hold({ width, height });
  return made;
}

test("zoom keeps the point under the hand, away from the sheet's ends", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.6, max: 1.9, noNaN: true }), fc.integer({ min: 300, max: 900 }), fc.integer({ min: 150, max: 500 }), (k, px, py) => {
      const made = view(30000, 20000);
      made.move(-5000, -4000);
      const before = made.toSheet(px, py);
      made.zoom(k, [px, py]);
      const after = made.toSheet(px, py);
      assert.ok(Math.abs(before.x - after.x) < 2 && Math.abs(before.y - after.y) < 2);
    }),
  );
});

test("scale stays within bounds, and steps through named ones", () => {
  const made = view();
  made.zoom(50);
  assert.equal(made.k, LARGEST);
  made.zoom(0);
  assert.equal(made.k, SMALLEST);
  made.zoom(1);
  assert.deepEqual([made.step(1), made.step(-1)], [1.1, 0.9]);
});

test("the sheet cannot be lost", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e5, max: 1e5 }), fc.integer({ min: -1e5, max: 1e5 }), fc.double({ min: 0.1, max: 2, noNaN: true }), (x, y, k) => {
      const made = view();
      made.zoom(k);
      made.move(x, y);
      const { left, top, right, bottom } = made.seen();
      assert.ok(left < 3000 && top < 2000 && right > 0 && bottom > 0 && left >= -1 && top >= -1);
    }),
  );
});

test("fit shows all of it", () => {
  const made = view();
  made.fit();
  assert.ok(holds(made.seen(), { left: 0, top: 0, right: 2990, bottom: 1990 }) && made.k < 1);
});

test("reveal moves as little as is needed, and not where a box is seen", () => {
  const made = view();
  made.reveal({ x: 100, y: 100, w: 172, h: 76 });
  assert.deepEqual([made.x, made.y], [0, 0]);
  const box = { x: 2000, y: 1500, w: 172, h: 76 };
  made.reveal(box);
  const seen = made.seen();
  assert.ok(holds(seen, { left: box.x, top: box.y, right: box.x + box.w, bottom: box.y + box.h }));
  const { x, y } = made;
  made.reveal(box);
  assert.deepEqual([made.x, made.y], [x, y]);
});
