// What the server would refuse in a record, in the reader's words: the twin of the field rules
// (`journeymap/documents/fields.py`, `kinds.py`) and of the rules of `journeys/graph.py` and
// `touchpoints/records.py`, under `tests/vectors/check.json`. Every message is a whole sentence.
// @ts-check
import { _, number } from "../words.js";
import { own, references } from "./ops.js";

/** @typedef {import("./schema.js").DocSchema} DocSchema */
/** @typedef {import("./schema.js").Field} Field */
/** @typedef {import("./ops.js").Held} Held */
/** @typedef {import("./ops.js").Op} Op */
/** @typedef {import("./ops.js").Value} Value */
/** @typedef {import("./ops.js").Problem} Problem */
/** @typedef {(id: string) => Held | undefined} Lookup */
/** @typedef {(document: string, kind: string, id: string) => boolean} Elsewhere whether another document has it */
/** @typedef {{path: string, field: Field, value: any}} Place */

const MANY = 200;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ORDER = /^[0-9A-Za-z]{0,99}[1-9A-Za-z]$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const DURATION =
  /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;
const MOMENT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z$/;
const PERSON = /^[a-z]{1,12}(?::[!-~]{1,500})?$/;
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/u;
/** Only what Python calls white space. */
const BLANK = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/**
 * Return what is wrong with one record; [] where the server would take it. Paths are JSON pointers
 * into the value: `/title`, `/labels/3`, `/evidence/level`. The rules beyond the fields are asked
 * only where these are sound, as on the server.
 * @param {DocSchema} schema @param {string} kind
 * @param {Value} value its fields; `id` among them where the record has one
 * @param {Lookup} get the records of the same document, this edit applied
 * @param {Elsewhere} [elsewhere] without it, references into other documents are not looked up
 * @returns {Problem[]}
 */
export function problems(schema, kind, value, get, elsewhere = () => true) {
  const { fields } = schema.kinds[kind];
  const found = fieldProblems(fields, value, "");
  if (found.length) return found;
  for (const [name, field] of Object.entries(fields)) {
    found.push(...dangling(name, field, own(value, name), get, elsewhere));
  }
  return found.length ? found : ruleProblems(schema, kind, value, get);
}

/**
 * Return what is wrong with the records that an edit changed, and with those that name them where a
 * rule reads that (SPEC.md, L12). References into other documents are looked up where they are new
 * (L7). Each problem has its record's id and kind.
 * @param {DocSchema} schema @param {import("./records.js").Records} records with the edit applied
 * @param {Op[]} stamped what the edit did
 * @param {Elsewhere} [elsewhere]
 * @returns {(Problem & {id: string, kind: string})[]}
 */
export function problemsOf(schema, records, stamped, elsewhere = () => true) {
  const ids = new Set(stamped.map((op) => op.id));
  const watched = stamped.filter((op) => (schema.watched[String(op.kind)] ?? []).some((name) => name in set(op)));
  for (const id of records.holders(watched.map((op) => op.id))) ids.add(id);
  const fresh = new Set(stamped.flatMap((op) => newTargets(op, records.shapes)));
  /** @type {Elsewhere} */
  const there = (document, kind, id) => !fresh.has(id) || elsewhere(document, kind, id);
  return [...ids].flatMap((id) => {
    const held = records.get(id);
    if (!held) return [];
    const found = problems(schema, held.kind, { id, ...held.value }, (other) => records.get(other), there);
    return found.map((each) => ({ ...each, id, kind: held.kind }));
  });
}

/** The fields that a stamped op sets. @param {Op} op @returns {Value} */
function set(op) {
  return op.op === "put" ? { ...op.was, ...op.value } : (op.set ?? {});
}

/** @param {Op} op @param {import("./ops.js").Shapes} shapes */
function newTargets(op, shapes) {
  const kind = String(op.kind);
  const old = new Set(references(kind, op.was ?? {}, shapes).map(([, target]) => target));
  return references(kind, set(op), shapes).flatMap(([, target]) => (old.has(target) ? [] : [target]));
}

/** @param {Record<string, Field>} fields @param {Value} value @param {string} path @returns {Problem[]} */
function fieldProblems(fields, value, path) {
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name) && name !== "id");
  return [
    ...unknown.map((name) => ({
      path: `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      message: _("There is no field “{name}”.", { name }),
    })),
    ...Object.entries(fields).flatMap(([name, field]) => problemsOfField(field, own(value, name), `${path}/${name}`)),
  ];
}

/** @param {Field} field @param {any} value @param {string} path @returns {Problem[]} */
function problemsOfField(field, value, path) {
  const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
  if (empty && field.required) return [{ path, message: _("{field} is missing.", { field: field.label }) }];
  if (empty) {
    const fits = value === null || (value === "" ? field.type === "text" && !field.many : field.many);
    return fits ? [] : [{ path, message: unfit(field) }];
  }
  if (!field.many) return problemsOfOne(field, value, path);
  if (!Array.isArray(value)) return [{ path, message: unfit(field) }];
  const found = value.flatMap((item, at) => problemsOfOne(field, item, `${path}/${at}`));
  if (value.length > MANY) {
    found.push({ path, message: _("{field} has more than {n} items.", { field: field.label, n: MANY }) });
  }
  return found;
}

/** @param {Field} field */
function unfit(field) {
  return _("{field} is not of the right kind.", { field: field.label });
}

/** @param {Field} field @param {any} value @param {string} path @returns {Problem[]} */
function problemsOfOne(field, value, path) {
  if (field.type === "part") {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? fieldProblems(field.fields ?? {}, value, path) : [{ path, message: unfit(field) }];
  }
  const message = ONE[field.type](field, value);
  return message ? [{ path, message }] : [];
}

/** @type {Record<Exclude<Field["type"], "part">, (field: Field, value: any) => string>} "" where it is sound */
const ONE = {
  text: textProblem,
  number: numberProblem,
  choice: (field, value) => {
    const known = (field.choices ?? []).some(([each]) => each === value);
    return known ? "" : _("{field} is not one of the choices.", { field: field.label });
  },
  flag: (field, value) => (typeof value === "boolean" ? "" : unfit(field)),
  date: (field, value) => (isDate(value) ? "" : _("{field} is not a date.", { field: field.label })),
  duration: (field, value) =>
    matches(DURATION, value) ? "" : _("{field} is not a length of time.", { field: field.label }),
  language: (field, value) =>
    matches(LANGUAGE, value) ? "" : _("{field} is not the code of a language, such as fi or sv.", { field: field.label }),
  moment: (field, value) => (matches(MOMENT, value) ? "" : unfit(field)),
  person: (field, value) => (matches(PERSON, value) ? "" : unfit(field)),
  order: (field, value) => (matches(ORDER, value) ? "" : unfit(field)),
  ref: (field, value) => (matches(ID, value) ? "" : unfit(field)),
};

/** @param {RegExp} pattern @param {any} value */
function matches(pattern, value) {
  return typeof value === "string" && pattern.test(value);
}

/** @param {Field} field @param {any} value */
function textProblem(field, value) {
  if (typeof value !== "string") return unfit(field);
  const limit = field.limit ?? 0;
  const n = value.length > limit ? [...value].length : 0; // characters, as Python counts them
  if (n > limit) {
    return _("{field} has {n} characters; at most {limit} fit.", { field: field.label, n: number(n), limit: number(limit) });
  }
  if (field.required && BLANK.test(value)) return _("{field} is missing.", { field: field.label });
  return FORBIDDEN.test(value) ? _("{field} has a character that cannot be kept.", { field: field.label }) : "";
}

/** @param {Field} field @param {any} value */
function numberProblem(field, value) {
  const { low = -Infinity, high = Infinity } = field;
  const kind = typeof value === "number" && (!field.whole || Number.isInteger(value));
  if (kind && low <= value && value <= high) return "";
  const told = { field: field.label, low: number(low), high: number(high) };
  return field.whole
    ? _("{field} is a whole number from {low} to {high}.", told)
    : _("{field} is a number from {low} to {high}.", told);
}

/** Whether it is a day of the calendar as YYYY-MM-DD, from year 1 on. @param {any} value */
function isDate(value) {
  if (!matches(/^\d{4}-\d{2}-\d{2}$/, value) || value < "0001") return false;
  const [year, month, day] = value.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/**
 * @param {string} name @param {Field} field @param {any} value
 * @param {Lookup} get @param {Elsewhere} elsewhere
 * @returns {Problem[]}
 */
function dangling(name, field, value, get, elsewhere) {
  const { ref, many } = field;
  if (!ref || !value || !value.length) return [];
  const ids = /** @type {string[]} */ (many ? value : [value]);
  return ids.flatMap((id, at) => {
    const kind = get(id)?.kind;
    const there = ref.document ? elsewhere(ref.document, ref.kind, id) : kind && (ref.kind === "*" || kind === ref.kind);
    if (there) return [];
    const path = many ? `/${name}/${at}` : `/${name}`;
    return [{ path, message: _("{field} names something that is not there any more.", { field: field.label }) }];
  });
}

/** @param {DocSchema} schema @param {string} kind @param {Value} value @param {Lookup} get @returns {Problem[]} */
function ruleProblems(schema, kind, value, get) {
  if (kind === "transition") return transitionProblems(value);
  if (kind === "card") return cardProblems(schema, value, get);
  if (kind === "translation") return translationProblems(schema, value, get);
  if (kind === "comment" && value.id && value.reply_to === value.id) {
    return [{ path: "/reply_to", message: _("A comment cannot reply to itself.") }];
  }
  const { valid_from: start, valid_to: end } = value;
  if (start && end && end < start) {
    return [{ path: "/valid_to", message: _("It cannot end before it begins.") }];
  }
  if (value.id && value.replaced_by === value.id) {
    return [{ path: "/replaced_by", message: _("It cannot be replaced by itself.") }];
  }
  return [];
}

/** @param {Value} value @returns {Problem[]} */
function transitionProblems(value) {
  if (value.kind === "exit") {
    return value.target ? [{ path: "/target", message: _("An exit leads to no step.") }] : [];
  }
  const found = [];
  if (!value.target) found.push({ path: "/target", message: _("The step it leads to is missing; only an exit has none.") });
  if (value.reason) found.push({ path: "/reason", message: _("Only an exit has a reason; other ways have a condition.") });
  return found;
}

/** @param {DocSchema} schema @param {Value} value @param {Lookup} get @returns {Problem[]} */
function cardProblems(schema, value, get) {
  if (value.step && value.stage) {
    return [{ path: "/stage", message: _("A card stands at a step or at a stage, not at both.") }];
  }
  const kind = get(value.lane)?.value.kind;
  if (!schema.computed.includes(kind)) return [];
  return [{ path: "/lane", message: _("This row is drawn from other records and holds no cards.") }];
}

/** @param {DocSchema} schema @param {Value} value @param {Lookup} get @returns {Problem[]} */
function translationProblems(schema, value, get) {
  const there = get(value.record);
  const field = there && own(schema.kinds[there.kind].fields, value.field);
  return field?.translatable ? [] : [{ path: "/field", message: _("This field is not a text that can be translated.") }];
}
