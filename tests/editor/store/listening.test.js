// New answers: fetched when the stream tells, gathered, said calmly; a choice that is refused is left.
import assert from "node:assert/strict";
import { test } from "node:test";

const page = new URL("http://h/journeys/j/?step=s1&unit=North");
Object.assign(globalThis, {
  location: page,
  history: { state: null, replaceState: (_state, _title, address) => (page.href = address) },
  document: { querySelectorAll: () => [], querySelector: () => null, visibilityState: "visible" },
});
const { Listening } = await import("../../../static/editor/listening.js");

/** A page whose server answers what `told` says, and waits until it is let go. */
function made({ answers = true } = {}) {
  const session = Object.assign(new EventTarget(), {
    boot: { heard: { stamp: "1", query: answers ? "unit=North" : "" }, urls: { measures: "http://h/measures/" } },
    journey: { id: "j" },
    may: { answers },
    measures: { n: 10, steps: {} },
    hindrance: "",
    sync: { streaming: true },
    headers: () => ({}),
  });
  const seen = { asked: [], said: [], drawn: 0, status: 200, n: 10 };
  session.addEventListener("measures", () => (seen.drawn += 1));
  globalThis.fetch = async (address) => {
    seen.asked.push(new URL(address).search);
    await new Promise((resolve) => setImmediate(resolve));
    return { ok: seen.status === 200, status: seen.status, json: async () => ({ n: seen.n, steps: {} }) };
  };
  const listening = new Listening({ session, say: (text) => seen.said.push(text) });
  const hear = (stamp, document = "j") => session.dispatchEvent(new CustomEvent("heard", { detail: { document, stamp } }));
  return { session, seen, listening, hear };
}

test("a flood is fetched as often as there is time for, and said once", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  page.href = "http://h/journeys/j/?step=s1&unit=North";
  const { session, seen, listening, hear } = made();
  listening.begin();
  hear("1");
  hear("7", "another");
  assert.deepEqual(seen.asked, []);
  for (let at = 2; at < 60; at++) {
    seen.n += 1;
    hear(String(at));
  }
  await listening.asking;
  assert.deepEqual(seen.asked, ["?unit=North", "?unit=North"]);
  assert.deepEqual([seen.drawn, session.measures.n], [1, 68]);
  t.mock.timers.tick(1_000);
  assert.deepEqual(seen.said, ["58 new answers are on the map."]);
  seen.n += 1;
  hear("61");
  await listening.asking;
  t.mock.timers.tick(10_000);
  assert.equal(seen.said.length, 1);
  t.mock.timers.tick(5_000);
  assert.deepEqual(seen.said.slice(1), ["1 new answer is on the map."]);
});

test("what has not changed is not drawn, and fewer answers are not announced", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const { seen, listening, hear } = made();
  listening.begin();
  seen.n = 8;
  hear("2");
  await listening.asking;
  hear("3");
  await listening.asking;
  t.mock.timers.tick(60_000);
  assert.deepEqual([seen.drawn, seen.said.length], [1, 0]);
});

test("without a stream it is asked now and then, unless something is in the way", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const { session, seen, listening } = made();
  listening.begin();
  t.mock.timers.tick(20_000);
  assert.equal(seen.asked.length, 0);
  session.sync.streaming = false;
  t.mock.timers.tick(5_000);
  await listening.asking;
  assert.equal(seen.asked.length, 1);
  session.hindrance = "offline";
  t.mock.timers.tick(20_000);
  assert.equal(seen.asked.length, 1);
});

test("a choice that is not for this person any more is left, also in the address", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  page.href = "http://h/journeys/j/?step=s1&unit=North";
  const { seen, listening, hear } = made();
  listening.begin();
  seen.status = 403;
  hear("2");
  await listening.asking;
  assert.deepEqual(seen.asked, ["?unit=North", ""]);
  assert.equal(page.href, "http://h/journeys/j/?step=s1");
});

test("who may not choose asks for what everybody hears, whatever the address says", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  page.href = "http://h/journeys/j/?unit=North";
  const { seen, listening, hear } = made({ answers: false });
  listening.begin();
  hear("2");
  await listening.asking;
  assert.deepEqual(seen.asked, [""]);
});
