// Ops that come from elsewhere (a clipboard, a file) are looked at before they are applied: the twin
// of `parse_ops` in `journeymap/documents/ops.py`, under the same `tests/vectors/ops.json`.
// @ts-check
import { Invalid, isObject, own } from "./ops.js";

/** @typedef {import("./ops.js").Op} Op */
/** @typedef {import("./ops.js").Problem} Problem */
/** @typedef {import("./ops.js").Shapes} Shapes */

const MAX_OPS = 50_000;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** @type {Record<string, string[]>} */
const KEYS = { put: ["kind", "id", "value"], patch: ["id", "set"], remove: ["id"] };

/**
 * Return the ops of data from elsewhere; Invalid names every fault with its pointer (rule O2).
 * @param {any} data @param {Shapes} shapes
 * @returns {Op[]}
 */
export function parseOps(data, shapes) {
  if (!Array.isArray(data)) throw new Invalid([{ path: "/ops", message: "expected a list of operations" }]);
  if (data.length > MAX_OPS) throw new Invalid([{ path: "/ops", message: `has more than ${MAX_OPS} operations` }]);
  const found = data.flatMap((op, at) => opProblems(op, shapes, `/ops/${at}`));
  if (found.length) throw new Invalid(found);
  return data;
}

/** @param {any} op @param {Shapes} shapes @param {string} path @returns {Problem[]} */
function opProblems(op, shapes, path) {
  if (!isObject(op)) return [{ path, message: "expected an object" }];
  const keys = typeof op.op === "string" ? own(KEYS, op.op) : null;
  if (!keys) return [{ path: `${path}/op`, message: "expected one of put, patch, remove" }];
  /** @type {Problem[]} */
  const found = [];
  const wrong = (/** @type {string} */ key, /** @type {string} */ message) =>
    found.push({ path: `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, message });
  for (const key of Object.keys(op)) {
    if (!["op", "kind", ...keys].includes(key)) wrong(key, `unknown key in a ${op.op}`);
  }
  for (const key of keys) if (!Object.hasOwn(op, key)) wrong(key, "is required");
  const [kind, id] = [op.kind, op.id];
  if ("kind" in op && !(typeof kind === "string" && Object.hasOwn(shapes, kind))) {
    wrong("kind", `expected one of ${Object.keys(shapes).join(", ")}`);
  }
  if ("id" in op && !(typeof id === "string" && ID.test(id))) {
    wrong("id", "expected an id of 1 to 64 letters, digits, . _ or -");
  }
  const part = { put: "value", patch: "set" }[String(op.op)];
  if (part && Object.hasOwn(op, part)) {
    const fields = op[part];
    if (!isObject(fields)) wrong(part, "expected an object");
    else if (Object.hasOwn(fields, "id") && fields.id !== id) {
      found.push({ path: `${path}/${part}/id`, message: "an id never changes; it stands beside the value" });
    }
  }
  return found;
}
