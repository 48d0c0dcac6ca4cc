// What a session promises, one promise a test, over the real server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, retry } from "../../../static/editor/core/deciding.js";
import { uuid7 } from "../../../static/editor/core/ids.js";
import { Person, rows, Server, Tab } from "./world.js";

const server = new Server();
let made;
before(async () => {
  made = await server.ask("new");
});
after(() => server.close());

/** Two people at a new journey. */
async function people() {
  made = await server.ask("new");
  return made.users.map((user) => new Person(server, user, made.journey));
}
const look = (document = made.journey) => server.ask("look", { document });
const rename = (id, title, merge) => ({ label: `Title of ${id}`, merge, journey: [{ op: "patch", id, set: { title } }] });
const title = (tab, id) => tab.session.journey.get(id)?.value.title;
const touchpoint = (name, id = uuid7()) => ({
  label: `Touchpoint ${name}`,
  catalogue: [{ op: "put", kind: "touchpoint", id, value: { name, kind: "person" } }],
  journey: [{ op: "put", kind: "encounter", id: uuid7(), value: { step: "s1", touchpoint: id, order: "1" } }],
});

test("edits made offline are on the disk; a page from the cache shows and sends them, once", async () => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  tab.session.edit(rename("s1", "acknowledged"));
  await tab.settle();
  tab.online = false;
  for (let n = 0; n < 20; n += 1) tab.session.edit(rename("s2", `offline ${n}`));
  await Promise.all(tab.session.queue.map((job) => tab.session.kept(job)));
  tab.kill();
  const again = new Tab(ann);
  again.online = false;
  await again.open({ cached: true }); // `ready` did not need the network
  assert.equal(title(again, "s1"), "acknowledged", "newer than the cached page");
  assert.equal(title(again, "s2"), "offline 19");
  assert.equal(again.session.status.pending, 20);
  again.online = true;
  await again.settle();
  const { log, rows: held } = await look();
  assert.equal(log.length, 22);
  assert.equal(held.s2[1].title, "offline 19");
  assert.equal(ann.disk.stores.get("jobs").size, 0);
});

test("an answer that was lost, and the page loaded anew: the edit is in the page already, and counts once", async () => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  tab.fates = ["unanswered"];
  tab.session.edit({ label: "Add", journey: [{ op: "put", kind: "step", id: "n1", value: { title: "new", order: "4" } }] });
  while (tab.fates.length || tab.session.sync.failures === 0) await new Promise(setImmediate);
  tab.kill();
  const again = await new Tab(ann).open();
  await again.settle();
  assert.equal((await look()).log.length, 2);
  assert.equal(again.session.canUndo, "Add");
  await again.session.undo();
  await again.settle();
  assert.equal(title(again, "n1"), undefined);
});

test("typing while an edit is on its way is one job; what is on its way is never changed", async () => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  tab.online = false;
  for (const text of ["a", "ab", "abc", "abcd"]) tab.session.edit(rename("s1", text, "typing"));
  assert.equal(tab.session.queue.length, 2);
  tab.online = true;
  await tab.settle();
  assert.equal((await look()).rows.s1[1].title, "abcd");
  assert.equal((await look()).log.length, 3);
  assert.equal(tab.session.canUndo, "Title of s1");
  await tab.session.undo();
  assert.equal(title(tab, "s1"), "s1", "and one step of undo");
});

test("typing that goes on after a pause in what was not sent yet is one job and one step of undo", async (t) => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  tab.online = false;
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  tab.session.edit(rename("s2", "other"));
  tab.session.edit(rename("s1", "a", "typing"));
  t.mock.timers.tick(60_000);
  tab.session.edit(rename("s1", "ab", "typing"));
  assert.equal(tab.session.queue.length, 2);
  await tab.session.undo();
  assert.equal(title(tab, "s1"), "s1");
  await tab.session.undo();
  assert.equal(title(tab, "s2"), "s2");
  assert.equal(tab.session.canUndo, "", "nothing is taken back twice");
  t.mock.timers.reset();
  tab.online = true;
  await tab.settle();
  assert.deepEqual(tab.session.status.refused, []);
});

test("undo of an edit that was not sent yet, over a reload, and redo over another", async () => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  tab.online = false;
  tab.session.edit(rename("s1", "changed"));
  await tab.session.undo();
  assert.equal(title(tab, "s1"), "s1");
  await Promise.all(tab.session.queue.map((job) => tab.session.kept(job)));
  await tab.session.history.keeping;
  tab.kill();
  const second = new Tab(ann);
  second.online = false;
  await second.open({ cached: true });
  assert.equal(title(second, "s1"), "s1");
  assert.equal(second.session.canRedo, "Title of s1");
  second.online = true;
  await second.settle();
  second.kill();
  const third = await new Tab(ann).open();
  assert.equal(third.session.canRedo, "Title of s1");
  await third.session.redo();
  await third.settle();
  const { log, rows: held } = await look();
  assert.equal(held.s1[1].title, "changed");
  assert.equal(log.length, 4, "the edit, its undo, the undo of that");
});

test("what another changed meanwhile is left, field by field, and the rest taken back", async () => {
  const [ann, ben] = await people();
  const [mine, theirs] = [await new Tab(ann).open(), await new Tab(ben).open()];
  mine.session.edit({ label: "Both", journey: [{ op: "patch", id: "s1", set: { title: "mine", expectation: 4 } }] });
  await mine.settle();
  await theirs.session.sync.pull();
  theirs.session.edit(rename("s1", "theirs"));
  await theirs.settle();
  await mine.session.sync.pull();
  const { label, left } = await mine.session.undo();
  assert.equal(label, "Both");
  assert.deepEqual(left.map(({ id, kind, title, field }) => [id, kind, title, field]), [["s1", "step", "theirs", "title"]]);
  await mine.settle();
  assert.deepEqual(mine.left, [], "what was said is not said again");
  const { rows: held } = await look();
  assert.equal(held.s1[1].title, "theirs");
  assert.equal(held.s1[1].expectation, undefined);
});

test("what only the server notices of an undo is told", async () => {
  const [ann, ben] = await people();
  const [mine, theirs] = [await new Tab(ann).open(), await new Tab(ben).open()];
  mine.session.edit(rename("s1", "mine"));
  await mine.settle();
  await theirs.session.sync.pull();
  theirs.session.edit(rename("s1", "theirs"));
  await theirs.settle();
  const { left } = await mine.session.undo(); // it has not heard of it
  assert.deepEqual(left, []);
  assert.equal(title(mine, "s1"), "s1");
  await mine.settle();
  assert.deepEqual(mine.left.map(({ id, kind, title, field }) => [id, kind, title, field]), [["s1", "step", "theirs", "title"]]);
  assert.equal(title(mine, "s1"), "theirs");
});

test("an edit that is refused in the middle is set aside; what hangs on it follows, the rest stays", async () => {
  const [ann, ben] = await people();
  const [mine, theirs] = [await new Tab(ann).open(), await new Tab(ben).open()];
  mine.online = false;
  mine.session.edit(rename("s1", "first"));
  mine.session.edit(rename("s2", "second"));
  mine.session.edit({ label: "Way", journey: [{ op: "put", kind: "transition", id: "w", value: { source: "s2", target: "s3" } }] });
  mine.session.edit(rename("s3", "third"));
  theirs.session.edit({ label: "Gone", journey: [{ op: "remove", id: "s2" }] });
  await theirs.settle();
  mine.online = true;
  await mine.settle();
  const { rows: held } = await look();
  assert.deepEqual([held.s1[1].title, held.s2, held.s3[1].title, held.w], ["first", undefined, "third", undefined]);
  assert.deepEqual(mine.session.status.refused.map(({ job }) => job.label), ["Title of s2", "Way"]);
  assert.deepEqual(rows(mine.session.journey), held);
  mine.kill();
  const again = await new Tab(ann).open();
  assert.equal(again.session.status.refused.length, 2, "also after a reload");
  drop(again.session, again.session.status.refused[0]);
  await theirs.session.undo();
  await theirs.settle();
  await again.session.sync.pull();
  retry(again.session, again.session.status.refused[0]);
  await again.settle();
  assert.equal(again.session.status.refused.length, 0);
  assert.deepEqual((await look()).rows.w[1].target, "s3");
});

test("where the catalogue's part is refused the journey's part is set aside with it, never sent alone", async () => {
  const [ann, ben] = await people();
  const [mine, theirs] = [await new Tab(ann).open(), await new Tab(ben).open()];
  const id = uuid7();
  mine.online = false;
  mine.session.edit(touchpoint("mine", id));
  theirs.session.edit({ label: "Persona", catalogue: [{ op: "put", kind: "persona", id, value: { name: "taken" } }] });
  await theirs.settle();
  mine.online = true;
  await mine.settle();
  const [refused] = mine.session.status.refused;
  assert.deepEqual([mine.session.status.refused.length, refused.with.length], [1, 1]);
  assert.deepEqual(rows(mine.session.journey), (await look()).rows);
  assert.deepEqual(rows(mine.session.catalogue), (await look(made.catalogue)).rows);
  assert.equal(mine.session.canUndo, "");
  retry(mine.session, refused); // it still does not fit
  await mine.settle();
  assert.equal(mine.session.status.refused.length, 1);
  assert.equal(mine.session.status.refused[0].with.length, 1);
});

test("undo of both parts: what others use by now stays and is told, nothing is called refused", async () => {
  const [ann, ben] = await people();
  const [mine, theirs] = [await new Tab(ann).open(), await new Tab(ben).open()];
  const id = uuid7();
  mine.session.edit(touchpoint("desk", id));
  await mine.settle();
  await theirs.session.sync.pull();
  theirs.session.edit({ label: "Meet", journey: [{ op: "put", kind: "encounter", id: uuid7(), value: { step: "s2", touchpoint: id, order: "1" } }] });
  await theirs.settle();
  await mine.session.undo();
  await mine.settle();
  assert.deepEqual(mine.left.map(({ kind, title }) => [kind, title]), [["touchpoint", "desk"]]);
  assert.deepEqual(mine.session.status.refused, []);
  assert.ok((await look(made.catalogue)).rows[id]);
  assert.deepEqual(rows(mine.session.catalogue), (await look(made.catalogue)).rows);
});

test("two tabs: what a living tab will send is left to it, what a dead one left is taken up", async () => {
  const [ann] = await people();
  const first = await new Tab(ann).open();
  first.online = false;
  first.session.edit(rename("s1", "first"));
  await Promise.all(first.session.queue.map((job) => first.session.kept(job)));
  const second = await new Tab(ann).open();
  assert.equal(second.session.status.pending, 0);
  second.session.edit(rename("s2", "second"));
  await second.settle();
  first.kill();
  await second.session.sync.pull();
  await second.settle();
  const { rows: held } = await look();
  assert.deepEqual([held.s1[1].title, held.s2[1].title], ["first", "second"]);
  assert.equal(second.session.canUndo, "Title of s2");
});

test("another person's page in the same browser is not answered: nothing is sent under a wrong name", async () => {
  const [ann, ben] = await people();
  const tab = await new Tab(ann).open();
  ann.user = ben.user; // ben signed in, in another tab
  tab.session.edit(rename("s1", "ann's"));
  while (tab.session.status.state !== "signed-out") await new Promise(setImmediate);
  assert.equal(tab.session.status.pending, 1);
  assert.equal((await look()).log.length, 1);
  ann.user = tab.session.outbox.user;
  await tab.settle();
  assert.equal((await look()).log[1].author, ann.user);
  assert.equal(tab.session.status.state, "saved");
});

test("an error that nobody foresaw is trouble, said and tried again; nothing stops silently", async (t) => {
  const said = t.mock.method(console, "error", () => {});
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  const { receive } = tab.session.journey;
  tab.session.journey.receive = () => {
    tab.session.journey.receive = receive;
    throw new RangeError("nobody foresaw this");
  };
  tab.session.edit(rename("s1", "kept"));
  while (tab.session.status.state !== "trouble") await new Promise(setImmediate);
  assert.equal(said.mock.callCount(), 1);
  await tab.settle();
  assert.equal(tab.session.status.state, "saved");
  assert.equal((await look()).rows.s1[1].title, "kept");
  assert.equal((await look()).log.length, 2);
});

test("a disk that is full: the tab says that it alone keeps the work, and sends it", async () => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  tab.session.outbox.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  tab.online = false;
  tab.session.edit(rename("s1", "kept"));
  await tab.session.kept(tab.session.queue[0]);
  assert.equal(tab.session.status.lasting, false);
  tab.online = true;
  await tab.settle();
  assert.equal((await look()).rows.s1[1].title, "kept");
});

test("a proxy's words are trouble, not a refusal; a body too large for it is one", async () => {
  const [ann] = await people();
  const tab = await new Tab(ann).open();
  const real = tab.fetch.bind(tab);
  const answers = [403, 400, 404, 407].map((status) => new Response("<h1>No</h1>", { status, headers: { "Content-Type": "text/html" } }));
  tab.fetch = (...given) => Promise.resolve(answers.shift() ?? real(...given));
  tab.session.edit(rename("s1", "kept"));
  await tab.settle();
  assert.deepEqual(tab.session.status.refused, []);
  assert.equal((await look()).rows.s1[1].title, "kept");
  answers.push(new Response("<h1>Too large</h1>", { status: 413 }));
  tab.session.edit(rename("s1", "large"));
  tab.session.edit(rename("s2", "after it"));
  await tab.settle();
  assert.equal(tab.session.status.refused.length, 1);
  assert.equal((await look()).rows.s2[1].title, "after it");
});
