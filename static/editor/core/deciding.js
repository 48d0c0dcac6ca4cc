// What somebody decides about an edit that the server would not take: why it does not fit, to try it
// again, to forget it.
// @ts-check
import { _ } from "../words.js";
import { partOf } from "./history.js";
import { Refusal } from "./ops.js";
import { planned } from "./planning.js";
import { untouched } from "./store.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").Refused} Refused */

/**
 * Say in the reader's words why a change does not fit by now; [] where it would.
 * @param {Session} session @param {import("../app.js").Change} change
 */
export function faults(session, change) {
  try {
    planned(session, change);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code === "conflict" ? [_("Somebody has removed what this changes.")] : error.problems.map(({ message }) => message);
  }
}

/**
 * Send again what was refused.
 * @param {Session} session @param {Refused} refused
 */
export function retry(session, refused) {
  const touched = untouched();
  /** @type {import("./store.js").Job[]} */
  const again = [];
  for (const { seq, client_id, tab, needs, ...job } of [refused.job, ...refused.with]) {
    again.push(session.enqueue({ ...job, needs: needs && again[0]?.client_id }, session.store(job.document), touched));
  }
  if (refused.job.ops) session.history.add(refused.job.label, again.map(partOf));
  void Promise.all(again.map((job) => session.waiting.kept(job))).then(() => drop(session, refused));
  session.refusals = session.refusals.filter((each) => each !== refused);
  session.changed(touched);
  session.told();
  session.sync.kick();
}

/**
 * Forget what was refused.
 * @param {Session} session @param {Refused} refused
 */
export function drop(session, refused) {
  session.refusals = session.refusals.filter((each) => each !== refused);
  if (refused.seq !== undefined) session.aside(session.outbox.remove("refused", [refused.seq]));
  session.told();
}
