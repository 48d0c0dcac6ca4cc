// Random records and edits of the kinds in `tests/vectors/ops.json`, for fast-check.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { Records } from "../../../static/editor/core/records.js";

export const SHAPES = JSON.parse(readFileSync(new URL("../../vectors/ops.json", import.meta.url), "utf8")).kinds;
const IDS = { group: ["g1", "g2"], item: ["i1", "i2", "i3", "i4"], note: ["n1", "n2", "n3"] };
const KIND = Object.fromEntries(Object.entries(IDS).flatMap(([kind, ids]) => ids.map((id) => [id, kind])));
const titles = fc.constantFrom("", "a", "b", "Äö\n☃", null);
const item = fc.constantFrom(...IDS.item);
const orders = fc.constantFrom("A", "V", "a", "z", "z1", null);
const part = fc.record({ level: fc.constantFrom(null, "guess"), n: fc.constantFrom(null, 0, 1) }, { requiredKeys: [] });

const VALUES = {
  plan: { title: fc.constantFrom("x", "y"), labels: fc.array(titles.filter(Boolean), { maxLength: 2 }) },
  group: { title: titles, order: orders },
  item: {
    title: titles,
    group: fc.constantFrom(null, ...IDS.group),
    parent: fc.option(item),
    key: fc.constantFrom(null, true, false, 0, 1),
    shown: fc.boolean(),
    score: fc.constantFrom(null, 0, 1, 2.5),
    source: fc.option(part),
    order: orders,
  },
  note: {
    item,
    also: fc.array(item, { maxLength: 3 }),
    on: fc.constantFrom(null, "p", ...Object.keys(KIND)),
    text: titles,
  },
};
const values = Object.fromEntries(
  Object.entries(VALUES).map(([kind, fields]) => [kind, fc.record(fields, { requiredKeys: [] })]),
);

const op = fc.constantFrom("p", ...Object.keys(KIND)).chain((id) => {
  const kind = KIND[id] ?? "plan";
  const put = values[kind].map((value) => ({ op: "put", kind, id, value }));
  const patch = values[kind].map((set) => ({ op: "patch", id, set }));
  return kind === "plan" ? patch : fc.oneof(put, put, patch, fc.constant({ op: "remove", id }));
});

/** Edits as random people send them: some do not fit. */
export const edits = fc.array(fc.array(op, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

/** A plan with nothing but its root, and every record there can be but the notes. */
export function start() {
  const items = IDS.item.map((id, at) => ["item", id, at ? { parent: IDS.item[at - 1] } : { group: "g1" }]);
  return new Records(SHAPES, [["plan", "p", { title: "Plan" }], ["group", "g1", {}], ["group", "g2", {}], ...items]);
}

/** Records as plain data, to be compared. */
export function plain(records) {
  return Object.fromEntries([...records].map(({ id, kind, value }) => [id, [kind, value]]));
}

/** Apply an edit; null where it is refused. */
export function tried(records, edit) {
  try {
    return records.settle(edit);
  } catch (error) {
    if (error.code !== "conflict") throw error;
    return null;
  }
}
