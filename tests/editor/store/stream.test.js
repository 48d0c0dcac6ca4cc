// The live stream: what it says comes in the way of what is asked for, and whatever becomes of it the
// tab has what the server has. The socket alone is played; edits and answers are the real server's
// (a browser over real sockets: tests/browser/editor/test_together.py).
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Stream } from "../../../static/editor/core/stream.js";
import { breath, Person, rows, Server, Tab } from "./world.js";

const server = new Server();
let made;
before(async () => {
  made = await server.ask("new");
});
after(() => server.close());

/** A socket whose other end is the test. */
class Socket extends EventTarget {
  static all = [];

  constructor(url) {
    super();
    this.url = new URL(url);
    this.readyState = 0;
    this.sent = [];
    Socket.all.push(this);
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
    return this;
  }

  says(message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: typeof message === "string" ? message : JSON.stringify(message) }));
    return this;
  }

  breaks(code = 1006) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  /** What the server would send: the entries that the page has not. */
  async tells(document) {
    const { log } = await server.ask("look", { document });
    const follow = this.url.searchParams.getAll("follow").find((each) => each.startsWith(`${document}:`));
    this.told ??= Number(follow.split(":")[1]);
    const entries = log.filter(({ version }) => version > this.told);
    this.told = log.at(-1).version;
    return this.says({ type: "entries", document, version: this.told, entries, more: false });
  }
}

/** Two people at a new journey, and the stream of the first. */
async function two() {
  made = await server.ask("new");
  const [mine, theirs] = await Promise.all(made.users.map((user) => new Tab(new Person(server, user, made.journey)).open()));
  const asked = [];
  const ask = mine.fetch.bind(mine);
  mine.fetch = (url, how = {}) => (asked.push(`${how.method ?? "GET"} ${new URL(url, "http://x/").pathname}`), ask(url, how));
  Socket.all = [];
  const stream = new Stream(mine.session, "page-1", { Socket, address: "http://localhost/live/", random: () => 0.5 });
  return { mine, theirs, asked, stream };
}
const rename = (id, title) => ({ label: `Title of ${id}`, journey: [{ op: "patch", id, set: { title } }] });
const title = (tab, id) => tab.session.journey.get(id)?.value.title;
const quiet = async (count = 200) => {
  for (let n = 0; n < count; n += 1) await new Promise(setImmediate);
};

test("it follows both documents from the versions that are here, and takes each entry once", async () => {
  const { mine, theirs, asked, stream } = await two();
  stream.open();
  const [socket] = Socket.all;
  assert.equal(socket.url.protocol, "ws:");
  assert.deepEqual(socket.url.searchParams.getAll("follow"), [`${made.journey}:1`, `${made.catalogue}:${mine.session.catalogue.version}`]);
  assert.equal(socket.url.searchParams.get("page"), "page-1");
  theirs.session.edit(rename("s1", "theirs"));
  await theirs.settle();
  await socket.opens().tells(made.journey);
  assert.equal(title(mine, "s1"), "theirs");
  const { log } = await server.ask("look", { document: made.journey });
  socket.says({ type: "entries", document: made.journey, version: 2, entries: log });
  assert.equal(mine.session.journey.version, 2);
  await quiet();
  assert.deepEqual(asked, [], "nothing was asked for");
  stream.close();
});

test("own entry comes by the stream before its answer: it counts once, and undo takes back what the log has", async () => {
  const { mine, stream } = await two();
  stream.open();
  mine.fates = ["unanswered"];
  mine.session.edit(rename("s1", "mine"));
  while (mine.session.sync.failures === 0) await quiet(5);
  await Socket.all[0].opens().tells(made.journey);
  assert.equal(mine.session.status.pending, 1, "it is saved when its answer says so");
  await mine.session.undo();
  assert.equal(title(mine, "s1"), "s1");
  await mine.settle();
  const { log, rows: held } = await server.ask("look", { document: made.journey });
  assert.deepEqual([log.length, held.s1[1].title], [3, "s1"]);
  assert.deepEqual(rows(mine.session.journey), held);
  stream.close();
});

test("a gap, an entry that is nothing, and words that are none are answered by asking", async (t) => {
  const { mine, theirs, asked, stream } = await two();
  t.mock.method(console, "error", () => {});
  stream.open();
  const socket = Socket.all[0].opens();
  for (const [at, odd] of [
    [1, (log) => ({ type: "entries", document: made.journey, version: log.length, entries: log.slice(-1) })],
    [2, (log) => ({ type: "entries", document: made.journey, version: log.length, entries: [] })],
    [3, (log) => ({ type: "entries", document: made.journey, version: log.length, entries: [null] })],
    [4, () => "<html>"],
  ]) {
    for (const n of [1, 2]) theirs.session.edit(rename("s2", `${at} ${n}`));
    await theirs.settle();
    socket.says(odd((await server.ask("look", { document: made.journey })).log));
    for (let n = 0; n < 500 && title(mine, "s2") !== `${at} 2`; n += 1) await breath();
    assert.equal(title(mine, "s2"), `${at} 2`, `odd thing ${at}`);
  }
  assert.ok(asked.includes(`GET /api/v1/journeys/${made.journey}/edits/`));
  stream.close();
});

test("it comes back after a pause that grows from half a second to a quarter of a minute, and at once when there is reason", async (t) => {
  const { mine, stream } = await two();
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.now() });
  mine.session.sync.pull = async () => {};
  const pauses = [];
  stream.open();
  for (let n = 0; n < 8; n += 1) {
    Socket.all.at(-1).breaks();
    const had = Socket.all.length;
    let waited = 0;
    for (; Socket.all.length === had && waited < 60_000; waited += 50) t.mock.timers.tick(50);
    pauses.push(waited);
  }
  assert.deepEqual(pauses, [750, 1250, 2250, 4250, 7750, 7750, 7750, 7750], "in the middle, by the random number that it was given");
  Socket.all.at(-1).breaks();
  const had = Socket.all.length;
  stream.look();
  assert.equal(Socket.all.length, had + 1, "the network is back: at once");
  Socket.all.at(-1).opens().says({ type: "pong" });
  Socket.all.at(-1).breaks(1012);
  t.mock.timers.tick(750);
  assert.equal(Socket.all.length, had + 2, "it has worked: soon");
  stream.close();
  t.mock.timers.tick(120_000);
  assert.equal(Socket.all.length, had + 2, "it is closed for good");
});

test("silence is asked about after 15 s, and ends the socket 10 s later; what the old one says is not heard", async (t) => {
  const { mine, stream } = await two();
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.now() });
  mine.session.sync.pull = async () => {};
  stream.open();
  const first = Socket.all[0].opens();
  first.says({ type: "here", people: [] });
  assert.equal(mine.session.sync.streaming, true);
  t.mock.timers.tick(15_000);
  assert.deepEqual(first.sent, [{ type: "ping" }, { type: "ping" }], "one as a greeting");
  first.says({ type: "pong" });
  t.mock.timers.tick(20_000);
  assert.equal(first.sent.length, 3);
  assert.equal(mine.session.sync.streaming, true);
  t.mock.timers.tick(10_000);
  assert.equal(mine.session.sync.streaming, false, "it is taken for dead");
  t.mock.timers.tick(1_000);
  assert.equal(Socket.all.length, 2);
  first.says({ type: "entries", document: made.journey, version: 9, entries: [] });
  assert.equal(stream.up, false);
  Socket.all[1].opens();
  t.mock.timers.tick(25_000);
  assert.equal(stream.socket, null, "one that never answers is given up, too");
  stream.close();
});

test("while the stream tells, nobody asks but every 30 s; when it is gone, every 4 s", async (t) => {
  const { mine, stream } = await two();
  const asked = [];
  mine.fetch = async (url) => (asked.push(url), new Response('{"version": 1, "results": [], "more": false}'));
  t.mock.timers.enable({ apis: ["setInterval", "Date"], now: Date.now() });
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const timer = mine.session.sync.follow(page, new EventTarget());
  const during = async (seconds) => {
    asked.length = 0;
    for (let n = 0; n < seconds; n += 1) {
      t.mock.timers.tick(1_000);
      await quiet(20);
    }
    return asked.filter((each) => each.includes(made.journey)).length;
  };
  assert.equal(await during(40), 10);
  stream.open();
  const [socket] = Socket.all;
  socket.send = () => socket.says({ type: "pong" });
  socket.opens();
  assert.equal(await during(120), 3, "as a net, by the ticks of the usual clock");
  stream.close();
  assert.equal(await during(40), 10);
  clearInterval(timer);
});

test("signed out, or no longer let in: the answer to a question says which; edits stay, and go when it is over", async (t) => {
  const { mine, asked, stream } = await two();
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const answers = { now: 404 };
  const ask = mine.fetch;
  mine.fetch = (url, how) => (answers.now ? Promise.resolve(new Response('{"detail":"no"}', { status: answers.now, headers: { "Content-Type": "application/problem+json" } })) : ask(url, how));
  const told = [];
  mine.session.addEventListener("may", () => told.push(mine.session.may.edit ?? false));
  stream.open();
  Socket.all[0].opens().breaks(4404);
  await quiet();
  assert.equal(mine.session.status.state, "ended");
  assert.deepEqual([told, mine.session.may], [[false], {}]);
  mine.session.edit(rename("s1", "kept"));
  await quiet();
  assert.deepEqual([mine.session.status.pending, mine.session.status.refused], [1, []], "nothing is refused, nothing is lost");
  t.mock.timers.tick(15_000);
  assert.equal(Socket.all.length, 2, "it tries again, seldom");
  answers.now = 401;
  Socket.all[1].opens().breaks(4401);
  mine.session.sync.kick();
  await quiet();
  assert.equal(mine.session.status.state, "signed-out");
  answers.now = 0;
  t.mock.timers.tick(15_000);
  Socket.all[2].opens().says({ type: "here", people: [] });
  t.mock.timers.reset();
  await mine.settle();
  assert.deepEqual([mine.session.status.state, told.at(-1)], ["saved", true]);
  assert.equal((await server.ask("look", { document: made.journey })).rows.s1[1].title, "kept");
  assert.ok(asked.length);
  stream.close();
});

test("one's place is told when the socket opens and when it changes", async () => {
  const { stream } = await two();
  const at = { record: "s1", field: null, typing: false };
  stream.say(at);
  stream.open();
  const socket = Socket.all[0].opens();
  stream.say({ ...at, field: "title", typing: true });
  assert.deepEqual(socket.sent.slice(1), [{ type: "at", ...at }, { type: "at", record: "s1", field: "title", typing: true }]);
  socket.breaks();
  stream.look();
  assert.deepEqual(Socket.all[1].opens().sent[1], { type: "at", record: "s1", field: "title", typing: true });
  stream.close();
});

test("a page that is left says so at once, and follows again when it is shown again; what gives hope is taken", async (t) => {
  const { mine, stream } = await two();
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.now() });
  mine.session.sync.pull = async () => {};
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const frame = new EventTarget();
  const shown = (persisted) => frame.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  stream.follow(page, frame);
  Socket.all[0].opens().says({ type: "pong" });
  shown(false);
  assert.equal(Socket.all.length, 1, "the first show is no return");
  frame.dispatchEvent(new Event("pagehide"));
  assert.deepEqual([Socket.all[0].readyState, stream.up], [3, false]);
  frame.dispatchEvent(new Event("focus"));
  assert.equal(Socket.all.length, 1, "a page in the browser's cache does nothing");
  shown(true);
  assert.equal(Socket.all.length, 2);
  Socket.all[1].opens().says({ type: "pong" });
  frame.dispatchEvent(new Event("offline"));
  assert.equal(stream.up, false);
  page.visibilityState = "hidden";
  frame.dispatchEvent(new Event("online"));
  assert.equal(Socket.all.length, 2, "nobody looks");
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  assert.equal(Socket.all.length, 3);
  Socket.all[2].opens().says({ type: "pong" });
  t.mock.timers.setTime(Date.now() + 3_600_000); // the machine slept, no timer ran
  frame.dispatchEvent(new Event("focus"));
  t.mock.timers.tick(1_000);
  assert.equal(Socket.all.length, 4, "after a sleep the old one is not believed");
  stream.close();
});

/** Numbers that look random and are the same every time (mulberry32). */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("whatever the stream leaves out, says twice or breaks off, both tabs end with what the server has", async (t) => {
  t.mock.method(console, "error", () => {});
  for (const seed of [1, 2, 3, 4]) {
    const next = numbers(seed);
    const { mine, theirs, stream } = await two();
    stream.open();
    Socket.all[0].opens();
    for (let n = 0; n < 40; n += 1) {
      const tab = next() < 0.5 ? mine : theirs;
      if (next() < 0.15) void tab.session.undo();
      else tab.session.edit(rename(`s${1 + Math.floor(next() * 3)}`, `${seed} ${n}`));
      if (next() < 0.3) await breath();
      if (!stream.socket) stream.look();
      const socket = Socket.all.at(-1);
      if (socket.readyState === 0) socket.opens();
      const { log } = await server.ask("look", { document: made.journey });
      const some = log.filter(() => next() < 0.6);
      if (next() < 0.5) socket.says({ type: "entries", document: made.journey, version: log.length, entries: some, more: next() < 0.5 });
      else if (next() < 0.2) socket.breaks();
    }
    stream.close();
    await mine.settle();
    await theirs.settle();
    await mine.session.sync.pull();
    const { rows: held, replayed } = await server.ask("look", { document: made.journey });
    assert.deepEqual(replayed, held);
    for (const tab of [mine, theirs]) assert.deepEqual(rows(tab.session.journey), held, `seed ${seed}`);
    assert.deepEqual(mine.session.status.refused, []);
  }
});
