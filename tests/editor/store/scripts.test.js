// Whatever two people with three tabs do over bad wires: in the end all have the same, what was
// acknowledged is in the log, and nothing is there twice.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { uuid7 } from "../../../static/editor/core/ids.js";
import { Refusal } from "../../../static/editor/core/ops.js";
import { between } from "../../../static/editor/core/order.js";
import { breath, Person, rows, Server, Tab } from "./world.js";

const server = new Server();
after(() => server.close());

const nat = fc.nat(5);
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("rename", "score", "type", "add", "remove", "move", "join", "meet", "call"), at: nat, to: nat }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("undo", "undo", "redo") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("net"), online: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("fate"), fates: fc.array(fc.constantFrom("lost", "unanswered", "unanswered", "twice", "trouble", "ok"), { minLength: 1, maxLength: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait"), turns: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pull") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("reload", "crash"), cached: fc.boolean() }) },
);
const script = fc.array(fc.tuple(fc.nat(2), act), { minLength: 8, maxLength: 30 });

/** A change of what is there, picked by two numbers; null where there is nothing to pick. */
const CHANGES = {
  rename: ({ journey }, step, to) => ({ journey: [{ op: "patch", id: step.id, set: { title: `title ${to}` } }] }),
  score: (_readers, step, to) => ({ journey: [{ op: "patch", id: step.id, set: { expectation: (to % 5) + 1 } }] }),
  type: (_readers, step, to) => ({ merge: `title:${step.id}`, journey: [{ op: "patch", id: step.id, set: { title: `${step.value.title}${to}`.slice(-40) } }] }),
  add: ({ journey }, step) => ({ journey: [{ op: "put", kind: "step", id: uuid7(), value: { title: "added", order: after_(journey, step) } }] }),
  remove: (_readers, step) => ({ journey: [{ op: "remove", kind: "step", id: step.id }] }),
  move: ({ journey }, step, to) => ({ journey: [{ op: "patch", id: step.id, set: { order: after_(journey, pick(journey.kind("step"), to)) } }] }),
  join: ({ journey }, step, to) => ({ journey: [{ op: "put", kind: "transition", id: uuid7(), value: { source: step.id, target: pick(journey.kind("step"), to).id } }] }),
  meet: ({ catalogue }, step, to) => {
    const known = pick(catalogue.kind("touchpoint"), to);
    const id = known && to % 2 ? known.id : uuid7();
    const encounter = { op: "put", kind: "encounter", id: uuid7(), value: { step: step.id, touchpoint: id, order: "1" } };
    return { journey: [encounter], catalogue: known && to % 2 ? [] : [{ op: "put", kind: "touchpoint", id, value: { name: "met", kind: "person" } }] };
  },
  call: ({ catalogue }, _step, to) => {
    const known = pick(catalogue.kind("touchpoint"), to);
    return known && { catalogue: [{ op: "patch", id: known.id, set: { name: `called ${to}` } }] };
  },
};

const pick = (list, at) => list[at % (list.length || 1)];

function after_(journey, step) {
  const steps = journey.kind("step");
  const order = (held) => held?.value.order ?? "";
  const next = steps.find((each) => order(each) > order(step));
  return between(order(step), order(next));
}

/** Three tabs, two of them Ann's over one disk; what every tab that ever was knows. */
class World {
  async begin() {
    const made = await server.ask("new");
    this.documents = [made.journey, made.catalogue];
    const [ann, ben] = made.users.map((user) => new Person(server, user, made.journey));
    this.people = [ann, ann, ben];
    this.tabs = await Promise.all(this.people.map((person) => new Tab(person).open()));
    this.all = [...this.tabs];
    this.unwritten = new Set();
    return this;
  }

  async run(at, step) {
    const tab = this.tabs[at];
    const { session } = tab;
    if (step.do in CHANGES) this.edit(session, step);
    else if (step.do === "undo") await session.undo();
    else if (step.do === "redo") await session.redo();
    else if (step.do === "net") tab.online = step.online;
    else if (step.do === "fate") tab.fates.push(...step.fates);
    else if (step.do === "wait") for (let n = 0; n <= step.turns; n += 1) await breath();
    else if (step.do === "pull") await session.sync.pull();
    else await this.reload(at, step);
    if (tab.online) session.sync.kick();
  }

  edit(session, step) {
    const held = pick(session.journey.kind("step"), step.at);
    const change = held && CHANGES[step.do](session, held, step.to);
    if (!change) return;
    try {
      session.edit({ label: step.do, ...change });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error; // what is not sound is not made
    }
  }

  /** The page goes and comes; "crash": whatever was being written down at that moment is not. */
  async reload(at, { do: how, cached }) {
    const old = this.tabs[at];
    const { queue } = old.session;
    if (how === "reload") await Promise.all(queue.map((job) => old.session.kept(job)));
    for (const job of queue) if (job.seq === undefined) this.unwritten.add(job.client_id);
    old.kill();
    this.tabs[at] = new Tab(this.people[at]);
    this.tabs[at].online = old.online;
    this.all.push(await this.tabs[at].open({ cached: cached || !old.online }));
  }

  async end() {
    for (let round = 0; round < 2; round += 1) {
      for (const tab of this.tabs) {
        Object.assign(tab, { online: true, fates: [] });
        await tab.settle();
      }
    }
  }
}

test("all end equal; what was acknowledged is in the log, once; what was kept has arrived", async () => {
  await fc.assert(
    fc.asyncProperty(script, async (steps) => {
      const world = await new World().begin();
      for (const [at, step] of steps) await world.run(at, step);
      await world.end();
      const [journey, catalogue] = await Promise.all(world.documents.map((document) => server.ask("look", { document })));
      for (const { log, rows: held, replayed } of [journey, catalogue]) {
        assert.deepEqual(replayed, held);
        assert.equal(new Set(log.map((entry) => entry.client_id)).size, log.length);
      }
      for (const { session } of world.tabs) {
        assert.deepEqual(rows(session.journey), journey.rows);
        assert.deepEqual(rows(session.catalogue), catalogue.rows);
        assert.deepEqual([session.status.state, session.status.pending, session.journey.pending, session.catalogue.pending], ["saved", 0, [], []]);
      }
      const logged = new Map([...journey.log, ...catalogue.log].map((entry) => [entry.client_id, entry]));
      for (const tab of world.all) {
        for (const { client_id, version, ops } of tab.acknowledged) {
          if (!ops.length) continue;
          assert.deepEqual([logged.get(client_id).version, logged.get(client_id).ops], [version, ops]);
          assert.equal(logged.get(client_id).author, tab.person.user);
        }
      }
      const done = new Set([...logged.keys(), ...world.unwritten, ...world.all.flatMap((tab) => decided(tab))]);
      for (const { session } of world.all) {
        for (const client_id of session.waiting.known) assert.ok(done.has(client_id), `${client_id} is lost`);
      }
      for (const person of world.people) assert.equal(person.disk.stores.get("jobs").size, 0);
    }),
    { numRuns: Number(process.env.RUNS ?? 12), endOnFailure: true },
  );
});

/** What made no entry, and was said so: it changed nothing, or was set aside, or undid such a thing. */
function decided(tab) {
  const { session } = tab;
  const aside = [...session.refusals, ...tab.person.disk.stores.get("refused").values()].flatMap(({ job, with: others }) => [job, ...others]);
  return [...tab.acknowledged, ...aside, ...tab.dropped].map((each) => each.client_id);
}
