// Records and their values in the reader's words, as a cell or a closed field shows them. No DOM.
// @ts-check
import { _, language, number } from "../../words.js";
import { durationInWords } from "./durations.js";

/** @typedef {import("./address.js").Field} Field */

/** Names of the languages that texts are most often written in. */
export const LANGUAGES = ["fi", "sv", "en"];

/**
 * Return a date (ISO 8601) as people write it: 12.5.2026, in English 12 May 2026; '' for none.
 * @param {string | null | undefined} iso
 */
export function day(iso) {
  if (!iso) return "";
  const at = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return iso;
  if (/^(fi|sv)/.test(language())) return `${at.getUTCDate()}.${at.getUTCMonth() + 1}.${at.getUTCFullYear()}`;
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).replace("Sept", "Sep");
}

/**
 * Return a share 0 to 1 in per cent, with an unbroken space in Finnish and Swedish.
 * @param {number | null | undefined} share @param {number} [decimals]
 */
export function percent(share, decimals = 0) {
  if (share === null || share === undefined) return "";
  return `${number(share * 100, decimals)}${language().startsWith("en") ? "" : "\u00a0"}%`;
}

/**
 * Return a value of a scale as short as it is exact to a decimal: 4, 3.5.
 * @param {number | null | undefined} value
 */
export function score(value) {
  return value === null || value === undefined ? "" : number(value, 1);
}

/**
 * Say what a value of a scale means, '' where only its number says it.
 * @param {string} name the field's @param {number | null | undefined} value
 */
export function scaleWord(name, value) {
  if (value === null || value === undefined) return "";
  const at = Math.round(value) - 1;
  if (name === "severity")
    return [_("1 – a nuisance"), _("2 – costs time or effort"), _("3 – hard to get past"), _("4 – stops the matter")][at] ?? "";
  if (name === "expectation" || name === "assumed_experience")
    return [_("Frustrated"), _("Displeased"), _("Neutral"), _("Pleased"), _("Delighted")][at] ?? "";
  return "";
}

/** By language: making one takes longer than a form. @type {Map<string, Intl.DisplayNames>} */
const names = new Map();

/** @param {string} code a language tag */
export function languageName(code) {
  try {
    let all = names.get(language());
    if (!all) names.set(language(), (all = new Intl.DisplayNames([language()], { type: "language" })));
    const name = all.of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase() + name.slice(1);
  } catch {
    return code;
  }
}

/** A moment as the reader writes it, where the workspace is. @param {string} value @param {string} [timeZone] */
export function moment(value, timeZone) {
  const at = new Date(value);
  return Number.isNaN(at.valueOf()) ? value : new Intl.DateTimeFormat(language().startsWith("en") ? "en-GB" : language(), { dateStyle: "medium", timeStyle: "short", timeZone }).format(at);
}

/** @param {Field} field @param {any} value */
export function choiceLabel(field, value) {
  return field.choices?.find(([each]) => each === value)?.[1] ?? value ?? "";
}

/**
 * Return what is in a part in one line: "Survey, n 34, exit poll, 2 Mar 2026"; evidence that nobody
 * gave is a guess.
 * @param {Field} field @param {Record<string, any> | null | undefined} value
 */
export function partInWords(field, value) {
  const fields = field.fields ?? {};
  if (!value) return "level" in fields && "source" in fields ? choiceLabel(fields.level, "guess") : "";
  const told = Object.entries(fields).map(([name, each]) => {
    const held = value[name];
    if (held === null || held === undefined || held === "") return "";
    return name === "n" ? `n ${number(held, 0)}` : inWords(null, each, held, name);
  });
  return told.filter(Boolean).join(", ");
}

/**
 * Return a field's value in the reader's words, '' where it has none.
 * @param {any} session to name records by; null where there are none
 * @param {Field} field @param {any} value @param {string} [name]
 * @returns {string}
 */
export function inWords(session, field, value, name = "") {
  if (value === null || value === undefined || value === "") return "";
  if (field.many && Array.isArray(value))
    return value.map((each) => inWords(session, { ...field, many: false }, each, name)).join(", ");
  switch (field.type) {
    case "flag":
      return value ? _("Yes") : "";
    case "choice":
      return choiceLabel(field, value);
    case "date":
      return day(value);
    case "duration":
      return durationInWords(value);
    case "language":
      return languageName(value);
    case "moment":
      return moment(value, session?.boot.zone);
    case "number":
      return isShare(field) ? percent(value, 2) : number(value, 4);
    case "part":
      return partInWords(field, value);
    case "ref":
      return session ? titleOf(session, value, field.ref?.document) : value;
    default:
      return String(value);
  }
}

/** @param {Field} field */
export function isShare(field) {
  return field.type === "number" && field.low === 0 && field.high === 1 && !field.whole;
}

/** @param {Field} field */
export function isScale(field) {
  return field.type === "number" && field.low === 1 && (field.high ?? 99) <= 5;
}

/** What a record is, in a word: a finding is a pain point or a success. @param {any} session @param {any} held */
export function kindWord(session, held) {
  const kinds = session.schema.journey.kinds[held.kind]?.fields.kind;
  if (["finding", "idea"].includes(held.kind)) return choiceLabel(kinds, held.value.kind ?? kinds.default);
  if (held.kind === "touchpoint") return choiceLabel(session.schema.catalogue.kinds.touchpoint.fields.kind, held.value.kind);
  return kindLabel(session, held.kind);
}

/** @param {any} session @param {string} kind the record's */
export function kindLabel(session, kind) {
  const { journey, catalogue } = session.schema;
  return (journey.kinds[kind] ?? catalogue.kinds[kind])?.label ?? kind;
}

/**
 * Return what a record is called, in whatever document it is; the id where it is not known.
 * @param {any} session @param {string | null | undefined} id
 * @param {string} [document] as a reference has it: "" the own one, "journey" another journey
 * @returns {string}
 */
export function titleOf(session, id, document) {
  if (!id) return "";
  if (document === "journey") return session.boot.journeys?.find((/** @type {any} */ each) => each.id === id)?.title ?? id;
  const held = (document ? session[document] : session.journey).get(id) ?? session.catalogue.get(id) ?? session.journey.get(id);
  if (!held) return id;
  const { kind, value } = held;
  if (kind === "lane") return value.title || choiceLabel(session.schema.journey.kinds.lane.fields.kind, value.kind ?? "free");
  if (kind === "encounter") return titleOf(session, value.touchpoint, "catalogue");
  if (kind === "transition") {
    const to = value.target ? titleOf(session, value.target) : choiceLabel(session.schema.journey.kinds.transition.fields.kind, "exit");
    return `${titleOf(session, value.source)} → ${to}`;
  }
  const text = String(value.title || value.name || value.text || "");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text || kindLabel(session, kind);
}
