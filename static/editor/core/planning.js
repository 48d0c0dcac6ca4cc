// What a change would do, asked before it is done: to check it, and to show it.
// @ts-check
import { problemsOf } from "./check.js";
import { Refusal } from "./ops.js";

/** @typedef {import("../app.js").Change} Change */
/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").Name} Name */

/** The catalogue first: the journey may name what is made there. */
export const NAMES = /** @type {Name[]} */ (["catalogue", "journey"]);

/**
 * Return what a change would do to each document, stamped; Refusal where it would not be sound.
 * @param {Session} session @param {Change} change
 */
export function planned(session, change) {
  /** @type {Record<Name, import("./ops.js").Op[]>} */
  const found = { catalogue: [], journey: [] };
  const readers = { catalogue: session.catalogue.records, journey: session.journey.records };
  for (const name of NAMES) {
    const ops = change[name];
    if (!ops?.length) continue;
    const fork = session[name].records.fork();
    found[name] = fork.settle(ops);
    readers[name] = fork;
    const problems = problemsOf(session.schema[name], fork, found[name], (document, kind, id) =>
      elsewhere(session, document, kind, id, readers.catalogue),
    );
    if (problems.length) throw new Refusal("invalid", problems);
  }
  return found;
}

/**
 * Return readers of both documents as a change would make them; nothing is done. What does not
 * fit is shown without it.
 * @param {Session} session @param {Change} change
 */
export function peeked(session, change) {
  const [catalogue, journey] = NAMES.map((name) => {
    const fork = session[name].records.fork();
    try {
      if (change[name]?.length) fork.settle(change[name]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    return Object.assign(fork, { id: session[name].id });
  });
  return { journey, catalogue };
}

/**
 * Return which of these links of the journey lead to what is no longer there.
 * @param {Session} session @param {import("./undoing.js").Link[]} links
 */
export function absent(session, links) {
  const { kinds } = session.schema.journey;
  return links.flatMap(([kind, field, id]) => (elsewhere(session, kinds[kind].fields[field]?.ref?.document ?? "", "", id) ? [] : [id]));
}

/**
 * Whether another document, or another journey, is there or has something.
 * @param {Session} session @param {string} document @param {string} kind "" for any @param {string} id
 * @param {import("./records.js").Records} [catalogue]
 */
function elsewhere(session, document, kind, id, catalogue = session.catalogue.records) {
  if (document === "journey") {
    return id === session.journey.id || session.boot.journeys.some((/** @type {{id: string}} */ each) => each.id === id);
  }
  const there = catalogue.get(id);
  return there !== undefined && (!kind || there.kind === kind);
}
