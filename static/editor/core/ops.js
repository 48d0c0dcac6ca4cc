// The three operations that change a document, and what follows from them: the twin of
// `journeymap/documents/ops.py`, under the same `tests/vectors/ops.json`. Rules: SPEC.md beside it.
// @ts-check

/** @typedef {{path: string, message: string}} Problem */
/** @typedef {Record<string, any>} Value  a record's fields in their one form (no id) */
/** @typedef {{readonly id: string, readonly kind: string, readonly value: Readonly<Value>}} Held */
/** @typedef {{op: string, id: string, kind?: string, value?: any, set?: any, was?: any}} Op */
/** @typedef {{many: boolean, goes: boolean, into: string}} Reference */
/**
 * What ops need to know of a record kind: defaults, fields with parts, references.
 * @typedef {{defaults: Value, parts: Record<string, Shape>, references: Record<string, Reference>}} Shape
 */
/** @typedef {Record<string, Shape>} Shapes */
/** @typedef {(id: string) => Held | undefined} Lookup */
/** @typedef {Map<string, Held | undefined>} Changes */

/** What is refused; nothing was done. */
export class Refusal extends Error {
  /** @param {string} code @param {Problem[]} problems */
  constructor(code, problems) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join("; "));
    this.code = code;
    this.problems = problems;
  }
}

/** The edit no longer fits: what it changes is gone, or is something else by now. */
export class Conflict extends Refusal {
  /** @param {Problem[]} problems */
  constructor(problems) {
    super("conflict", problems);
  }
}

/** Compare ids or order keys: bytewise, for both are ASCII. @param {string} a @param {string} b */
export function byText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A field's value; null where there is none. @param {Value | null | undefined} value @param {string} name */
export function own(value, name) {
  return value && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

/** @param {any} item @returns {item is Value} */
export function isObject(item) {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}

/**
 * Tell whether two JSON values are equal; the order of keys means nothing.
 * @param {any} one @param {any} other
 * @returns {boolean}
 */
export function same(one, other) {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => same(item, other[at]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  );
}

/** Freeze a JSON value through and through. @template T @param {T} item @returns {T} */
export function frozen(item) {
  if (typeof item === "object" && item !== null && !Object.isFrozen(item)) {
    Object.freeze(item);
    for (const inner of Object.values(item)) frozen(inner);
  }
  return item;
}

/** A record, frozen. @param {string} kind @param {string} id @param {Value} value @returns {Held} */
export function hold(kind, id, value) {
  return Object.freeze({ id, kind, value: frozen(value) });
}

/** @param {Value} value @param {(name: string, item: any) => any} field @returns {Value} */
function mapped(value, field) {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, field(name, item)]));
}

/** @param {Value} value */
function withoutNulls(value) {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined));
}

/** The fields without the id, which stands beside them. @param {Value} value */
function fieldsOf(value) {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "id"));
}

/**
 * Return the fields that differ from their defaults (rule O3).
 * @param {Value} value @param {Shape} shape
 * @returns {Value}
 */
export function trim(value, shape) {
  return withoutNulls(mapped(value, (name, item) => trimField(name, item, shape)));
}

/** @param {string} name @param {any} item @param {Shape} shape */
function trimField(name, item, shape) {
  if (item === undefined || same(item, own(shape.defaults, name))) return null;
  const inner = own(shape.parts, name);
  if (!inner) return item;
  if (Array.isArray(item)) return item.map((one) => (isObject(one) ? trim(one, inner) : one));
  return isObject(item) ? trim(item, inner) : item;
}

/**
 * Apply ops in their order; return them stamped, and what each record became. What changes nothing
 * is left out (rule O5). Conflict names the op that no longer fits (rules O6 to O8).
 * @param {Lookup} get @param {Op[]} ops @param {Shapes} shapes
 * @returns {{stamped: Op[], changes: Changes}}
 */
export function stamp(get, ops, shapes) {
  /** @type {Changes} */
  const changes = new Map();
  /** @type {Op[]} */
  const stamped = [];
  ops.forEach((op, at) => {
    const first = get(op.id);
    const now = changes.has(op.id) ? changes.get(op.id) : first;
    refuseMisfit(op, now ?? first, !now, `/ops/${at}`);
    const [done, became] = one(op, now, shapes);
    if (!done) return;
    stamped.push(done);
    changes.set(op.id, became);
  });
  return { stamped, changes };
}

/** @param {Op} op @param {Held | undefined} held @param {boolean} gone @param {string} path */
function refuseMisfit(op, held, gone, path) {
  const wanted = op.kind;
  if (gone && op.op !== "put") {
    const what = wanted ?? held?.kind ?? "record";
    const message = `there is no ${what} with the id '${op.id}'; it may have been removed`;
    throw new Conflict([{ path: `${path}/id`, message }]);
  }
  if (held && wanted && held.kind !== wanted) {
    throw new Conflict([{ path: `${path}/kind`, message: `'${op.id}' is a ${held.kind}, not a ${wanted}` }]);
  }
}

/**
 * Return the op stamped (null: it changes nothing) and what its record becomes.
 * @param {Op} op @param {Held | undefined} now @param {Shapes} shapes
 * @returns {[Op | null, Held | undefined]}
 */
function one(op, now, shapes) {
  const id = op.id;
  if (op.op === "put") {
    const kind = String(op.kind);
    const value = trim(fieldsOf(op.value), shapes[kind]);
    if (now && same(now.value, value)) return [null, now];
    return [{ op: "put", kind, id, value, was: now ? now.value : null }, hold(kind, id, value)];
  }
  if (!now) throw new Error("only a put makes a record");
  const kind = now.kind;
  if (op.op === "remove") return [{ op: "remove", kind, id, was: now.value }, undefined];
  const asked = mapped(fieldsOf(op.set), (name, item) => trimField(name, item, shapes[kind]));
  const set = Object.fromEntries(Object.entries(asked).filter(([name, item]) => !same(item, own(now.value, name))));
  if (!Object.keys(set).length) return [null, now];
  const was = mapped(set, (name) => own(now.value, name));
  return [{ op: "patch", kind, id, set, was }, hold(kind, id, merged(now.value, set))];
}

/**
 * Return a value with some fields set; null takes a field away.
 * @param {Value} value @param {Value} set
 * @returns {Value}
 */
export function merged(value, set) {
  return withoutNulls({ ...value, ...set });
}

/**
 * Return what follows from the removals, stamped, and enter it into `changes` (rule O9): what names
 * a removed record goes with it or forgets it, and so on until nothing dangles.
 * @param {Lookup} get @param {Changes} changes
 * @param {(ids: Set<string>) => Iterable<string>} holders @param {Shapes} shapes
 * @returns {Op[]}
 */
export function complete(get, changes, holders, shapes) {
  /** @type {Op[]} */
  const follow = [];
  const gone = new Set([...changes].filter(([, held]) => !held).map(([id]) => id));
  let fresh = new Set(gone);
  while (fresh.size) {
    const near = [...new Set([...holders(fresh), ...changes.keys()])].sort(byText);
    fresh = new Set();
    for (const id of near) {
      const held = changes.has(id) ? changes.get(id) : get(id);
      const set = held && forgetting(held, gone, shapes);
      if (!held || !set) continue;
      const goes = Object.values(set).includes(GOES);
      const [done, became] = one(goes ? { op: "remove", id } : { op: "patch", id, set }, held, shapes);
      changes.set(id, became);
      if (done) follow.push(done);
      if (goes) fresh.add(id);
    }
    for (const id of fresh) gone.add(id);
  }
  return follow;
}

/** What a field maps to whose holder goes along; it is no JSON. */
const GOES = Symbol("goes");

/**
 * Return the patch with which a record forgets ids; null where it names none of them.
 * @param {Held} held @param {Set<string>} gone @param {Shapes} shapes @param {string} [into]
 * @returns {Value | null}
 */
export function forgetting(held, gone, shapes, into = "") {
  /** @type {Value | null} */
  let set = null;
  for (const [name, target] of references(held.kind, held.value, shapes, into)) {
    if (!gone.has(target)) continue;
    const rule = shapes[held.kind].references[name];
    set ??= {};
    if (rule.goes) set[name] = GOES;
    else set[name] = rule.many ? held.value[name].filter((/** @type {string} */ each) => !gone.has(each)) : null;
  }
  return set;
}

/**
 * Return [field, id] for the ids that a value names in its own document ("") or another kind of
 * document; with null, in any. What is not the shape of a reference is passed over.
 * @param {string} kind @param {Value} value @param {Shapes} shapes @param {string | null} [into]
 * @returns {[string, string][]}
 */
export function references(kind, value, shapes, into = null) {
  /** @type {[string, string][]} */
  const found = [];
  const rules = shapes[kind].references;
  for (const name in rules) {
    if (into !== null && rules[name].into !== into) continue;
    const named = own(value, name);
    for (const target of rules[name].many && Array.isArray(named) ? named : [named]) {
      if (typeof target === "string") found.push([name, target]);
    }
  }
  return found;
}

/**
 * Return the stamped ops that take stamped ops back (rule O10); twice gives them again.
 * @param {Op[]} ops
 * @returns {Op[]}
 */
export function invert(ops) {
  return ops.map(inverse).reverse();
}

/** @param {Op} op @returns {Op} */
function inverse({ op, kind, id, value, set, was }) {
  if (op === "patch") return { op: "patch", kind, id, set: was, was: set };
  if (op === "remove") return { op: "put", kind, id, value: was, was: null };
  if (was === null) return { op: "remove", kind, id, was: value };
  return { op: "put", kind, id, value: was, was: value };
}

/**
 * Return what records become by stamped ops, as the log keeps them. Conflict where one does not fit.
 * @param {Lookup} get @param {Op[]} ops
 * @returns {Changes}
 */
export function replay(get, ops) {
  /** @type {Changes} */
  const changes = new Map();
  ops.forEach((op, at) => {
    const now = changes.has(op.id) ? changes.get(op.id) : get(op.id);
    if (op.op === "put") {
      changes.set(op.id, hold(String(op.kind), op.id, op.value));
      return;
    }
    refuseMisfit(op, now, !now, `/ops/${at}`);
    if (op.op === "remove" || !now) changes.set(op.id, undefined);
    else changes.set(op.id, hold(now.kind, op.id, merged(now.value, op.set)));
  });
  return changes;
}

/**
 * Stamp and complete ops: what is to be logged, and what the records become.
 * @param {Lookup} get @param {Op[]} ops
 * @param {(ids: Set<string>) => Iterable<string>} holders @param {Shapes} shapes
 * @returns {{stamped: Op[], changes: Changes}}
 */
export function settle(get, ops, holders, shapes) {
  const { stamped, changes } = stamp(get, ops, shapes);
  const follow = complete(get, changes, holders, shapes);
  return { stamped: [...stamped, ...follow], changes };
}
