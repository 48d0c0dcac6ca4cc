// What an edit's undo may still take back, and what it must leave: the twin of
// `journeymap/documents/undoing.py`, under `tests/vectors/undo.json`. Rules U1 to U4 of SPEC.md.
// @ts-check
import { byText, hold, invert, merged, own, references, same } from "./ops.js";

/** @typedef {import("./ops.js").Held} Held */
/** @typedef {import("./ops.js").Op} Op */
/** @typedef {import("./ops.js").Value} Value */
/** @typedef {import("./records.js").Records} Records */
/** @typedef {[kind: string, field: string, id: string]} Link  a record's kind, its field, whom it names */
/**
 * A record, or one field of it, that stays as it is; `title` is its title, name or text.
 * @typedef {{id: string, kind: string, title: string, field?: string}} Left
 */
/** @typedef {Map<string, Held | undefined>} Back */

/**
 * Return the ops that take stamped ops back as far as they still can, and what they leave.
 * @param {Op[]} stamped @param {Records} records as they are now @param {string} root the document's id
 * @param {(links: Link[]) => Iterable<string>} [absent] those in other documents that are not there
 * @returns {{ops: Op[], left: Left[]}}
 */
export function inverse(stamped, records, root, absent = () => []) {
  /** @type {Left[]} */
  const left = [];
  /** @type {Back} */
  const back = new Map();
  for (const op of invert(stamped)) {
    const now = back.has(op.id) ? back.get(op.id) : records.get(op.id);
    const became = step(op, now, root, left);
    if (became !== now) back.set(op.id, became);
  }
  keepWhatHangs(back, records, left);
  mend(back, records, absent, left);
  const ops = [...back].flatMap(([id, held]) => {
    const now = records.get(id);
    return now === held ? [] : [asOp(id, held, now)];
  });
  return { ops, left };
}

/** @param {string} id @param {Held | undefined} held @param {Held | undefined} now @returns {Op} */
function asOp(id, held, now) {
  if (!held) return { op: "remove", id };
  if (!now) return { op: "put", kind: held.kind, id, value: held.value };
  return { op: "patch", id, set: picked(held.value, changed(now.value, held.value)) };
}

/** The names of the fields in which two values differ. @param {Value} one @param {Value} other */
function changed(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => !same(own(one, name), own(other, name)));
}

/** Some fields of a value; null where it has none. @param {Value} value @param {string[]} names @returns {Value} */
function picked(value, names) {
  return Object.fromEntries(names.map((name) => [name, own(value, name)]));
}

/**
 * What one inverted op makes of a record (rules U1, U2).
 * @param {Op} op @param {Held | undefined} now @param {string} root @param {Left[]} left
 * @returns {Held | undefined}
 */
function step(op, now, root, left) {
  const kind = String(op.kind);
  if (op.op === "put" && op.was === null) {
    if (!now) return hold(kind, op.id, op.value);
    left.push(named(op.id, kind, op.value));
    return now;
  }
  if (!now || now.kind !== kind) {
    left.push(named(op.id, kind, op.was ?? {}));
    return now;
  }
  if (op.op === "remove") {
    if (op.id !== root && same(now.value, op.was)) return undefined;
    left.push(named(op.id, now.kind, now.value));
    return now;
  }
  const set = op.op === "patch" ? op.set : picked(op.value, changed(op.value, op.was));
  const fits = Object.entries(set).filter(([field]) => same(own(now.value, field), own(op.was, field)));
  const fitting = new Set(fits.map(([field]) => field));
  for (const field of Object.keys(set)) {
    if (!fitting.has(field)) left.push({ ...named(now.id, now.kind, now.value), field });
  }
  return hold(now.kind, now.id, merged(now.value, Object.fromEntries(fits)));
}

/**
 * Take out the removals of what other records name by now (rule U3).
 * @param {Back} back @param {Records} records @param {Left[]} left
 */
function keepWhatHangs(back, records, left) {
  for (;;) {
    const gone = new Set([...back].filter(([, held]) => !held).map(([id]) => id));
    /** @type {Set<string>} */
    const kept = new Set();
    for (const id of records.holders(gone)) {
      const held = back.has(id) ? back.get(id) : records.get(id);
      if (!held) continue;
      for (const [, target] of references(held.kind, held.value, records.shapes, "")) {
        if (gone.has(target)) kept.add(target);
      }
    }
    for (const id of [...kept].sort(byText)) {
      back.delete(id);
      const now = records.get(id);
      if (now) left.push(named(id, now.kind, now.value));
    }
    if (!kept.size) return;
  }
}

/**
 * Take out references to what is gone since, with their holders where these go (rule U4).
 * @param {Back} back @param {Records} records
 * @param {(links: Link[]) => Iterable<string>} absent @param {Left[]} left
 */
function mend(back, records, absent, left) {
  const links = [...back.values()].flatMap((held) =>
    held ? foreign(held, records).map(([field, target]) => /** @type {Link} */ ([held.kind, field, target])) : [],
  );
  const missing = new Set(links.length ? absent(links) : []);
  for (let settled = false; !settled; ) {
    settled = true;
    for (const [id, held] of [...back]) {
      const gone = held ? dangling(held, back, records, missing) : [];
      if (!held || !gone.length) continue;
      settled = false;
      for (const [field] of gone) left.push({ ...named(id, held.kind, held.value), field });
      const became = without(held, gone, records);
      const now = records.get(id);
      if (!became || (now && same(now.value, became.value))) back.delete(id);
      else back.set(id, became);
    }
  }
}

/** @param {Held} held @param {Records} records */
function foreign(held, records) {
  const rules = records.shapes[held.kind].references;
  return references(held.kind, held.value, records.shapes).filter(([field]) => rules[field].into);
}

/**
 * @param {Held} held @param {Back} back @param {Records} records @param {Set<string>} missing
 * @returns {[string, string][]}
 */
function dangling(held, back, records, missing) {
  const inside = references(held.kind, held.value, records.shapes, "");
  return [
    ...inside.filter(([, target]) => !(back.has(target) ? back.get(target) : records.get(target))),
    ...foreign(held, records).filter(([, target]) => missing.has(target)),
  ];
}

/**
 * Return a record without some references; undefined where it cannot be without them.
 * @param {Held} held @param {[string, string][]} gone @param {Records} records
 */
function without(held, gone, records) {
  let value = held.value;
  for (const [field, target] of gone) {
    const rule = records.shapes[held.kind].references[field];
    if (rule.goes) return undefined;
    const rest = rule.many ? (own(value, field) ?? []).filter((/** @type {string} */ each) => each !== target) : [];
    value = merged(value, { [field]: rest.length ? rest : null });
  }
  return hold(held.kind, held.id, value);
}

/** @param {string} id @param {string} kind @param {Value} value @returns {Left} */
export function named(id, kind, value) {
  return { id, kind, title: String(own(value, "title") || own(value, "name") || own(value, "text") || "") };
}
