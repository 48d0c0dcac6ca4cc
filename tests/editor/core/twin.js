// The core as a child process: a JSON question a line, a JSON answer a line (`test_core.py`).
import { createInterface } from "node:readline";
import { problems, problemsOf } from "../../../static/editor/core/check.js";
import { layOut } from "../../../static/editor/core/layout.js";
import { Refusal } from "../../../static/editor/core/ops.js";
import { Records } from "../../../static/editor/core/records.js";
import { shapesOf } from "../../../static/editor/core/schema.js";
import { inverse } from "../../../static/editor/core/undoing.js";

/** What was told first and is asked about later. */
const schemas = {};

const ANSWERS = {
  /** Take schemas by name; their shapes are the answer. */
  schemas(told) {
    Object.assign(schemas, told);
    return Object.fromEntries(Object.entries(told).map(([name, schema]) => [name, shapesOf(schema)]));
  },
  /** Edits one after the other, then what undoing each of them would do now. */
  edits({ shapes, records, edits, root, absent }) {
    const held = new Records(shapes, records);
    const done = edits.map((edit) => answered(() => held.settle(edit)));
    const gone = (links) => links.map(([, , id]) => id).filter((id) => absent.includes(id));
    const undone = done.filter(({ ops }) => ops).map(({ ops }) => inverse(ops, held, root, gone));
    return { done, undone, after: Object.fromEntries([...held].map(({ id, kind, value }) => [id, [kind, value]])) };
  },
  /** The paths that are wrong in values; records are those of the document. */
  check({ schema, kind, values, records }) {
    const held = new Records(shapesOf(schemas[schema]), records);
    return values.map((value) => problems(schemas[schema], kind, value, (id) => held.get(id)).map(({ path }) => path));
  },
  /** What an edit would leave wrong, as [id, path]. */
  edit({ schema, records, edit }) {
    const held = new Records(shapesOf(schemas[schema]), records);
    return problemsOf(schemas[schema], held, held.settle(edit)).map(({ id, path }) => [id, path]);
  },
  layout({ stages, steps, ways }) {
    const { columns, column, track, back } = layOut(stages, steps, ways);
    return { columns, column: Object.fromEntries(column), track: Object.fromEntries(track), back: [...back].sort() };
  },
};

function answered(work) {
  try {
    return { ops: work() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.code, paths: error.problems.map(({ path }) => path) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...given } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(ANSWERS[ask](given.given))}\n`);
}
