// Durations as people say them: "7 days", "1 h 20 min" <-> ISO 8601. No DOM.
// @ts-check
import { _, ngettext } from "../../words.js";

/** Units from the largest: the letter of ISO 8601 (minutes are "N" here), and how many of the next. */
const UNITS = [
  { key: "Y", next: 12 },
  { key: "M", next: 0 },
  { key: "W", next: 7 },
  { key: "D", next: 24 },
  { key: "H", next: 60 },
  { key: "N", next: 60 },
  { key: "S", next: 0 },
];
const ISO = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** @type {Record<string, () => string>} */
const SHORT = {
  Y: () => _("y"),
  M: () => _("mo"),
  W: () => _("wk"),
  D: () => _("d"),
  H: () => _("h"),
  N: () => _("min"),
  S: () => _("s"),
};
/** @type {Record<string, (n: number) => string>} */
const LONG = {
  Y: (n) => ngettext("{n} year", "{n} years", n),
  M: (n) => ngettext("{n} month", "{n} months", n),
  W: (n) => ngettext("{n} week", "{n} weeks", n),
  D: (n) => ngettext("{n} day", "{n} days", n),
  H: (n) => ngettext("{n} hour", "{n} hours", n),
  N: (n) => ngettext("{n} minute", "{n} minutes", n),
  S: (n) => ngettext("{n} second", "{n} seconds", n),
};
/** What people also write, in any language of the interface. @type {Record<string, string>} */
const ALSO = {
  Y: "y yr year years v vuosi vuotta år",
  M: "mo mon month months kk kuukausi kuukautta mån månad månader",
  W: "w wk week weeks vk viikko viikkoa v. vecka veckor",
  D: "d day days pv päivä päivää pvä dygn dag dagar",
  H: "h hr hour hours t tunti tuntia tim timme timmar",
  N: "min mins minute minutes m minuutti minuuttia minut minuter",
  S: "s sec second seconds sek sekunti sekuntia sekund sekunder",
};

/**
 * Return an ISO 8601 duration in words: "14 days", "1 h 20 min"; itself where words would lose
 * something, '' for none.
 * @param {string | null | undefined} iso
 */
export function durationInWords(iso) {
  if (!iso) return "";
  const parts = partsOf(iso);
  if (!parts) return iso;
  const told =
    parts.length === 1
      ? LONG[parts[0].key](parts[0].n)
      : parts.map(({ key, n }) => `${n} ${SHORT[key]()}`).join(" ");
  return durationFromWords(told) === iso ? told : iso;
}

/**
 * Return the ISO 8601 duration that words mean, null for none, undefined where they mean none that
 * can be kept. A number alone is days; a part of a unit is said in the next smaller one.
 * @param {string} text
 * @returns {string | null | undefined}
 */
export function durationFromWords(text) {
  const said = text.trim();
  if (!said) return null;
  if (ISO.test(said.toUpperCase())) return said.toUpperCase();
  /** @type {Map<string, number>} */
  const found = new Map();
  let rest = said.toLocaleLowerCase().replace(/[\u00a0\u202f]/g, " ");
  while (rest) {
    const one = /^(?:,|and|ja|och|\+)?\s*(\d+(?:[ ]\d{3})*(?:[.,]\d+)?)\s*([\p{L}.]*)\s*/u.exec(rest);
    if (!one || !one[0]) return undefined;
    const key = one[2] ? unitOf(one[2]) : found.size ? undefined : "D";
    if (!key || found.has(key) || !add(found, key, Number(one[1].replaceAll(" ", "").replace(",", ".")))) return undefined;
    rest = rest.slice(one[0].length);
  }
  return isoOf(found);
}

/** @param {string} iso @returns {{key: string, n: number}[] | null} */
function partsOf(iso) {
  const match = ISO.exec(iso);
  if (!match) return null;
  return UNITS.map(({ key }, at) => ({ key, n: Number(match[at + 1] ?? NaN) })).filter(({ n }) => !Number.isNaN(n));
}

/** @param {string} word @returns {string | undefined} */
function unitOf(word) {
  const bare = word.replace(/\.$/, "");
  const named = UNITS.map(({ key }) => {
    const long = [1, 2].map((n) => LONG[key](n).replace(/^[\d\s]+/, ""));
    return { key, own: [SHORT[key](), ...long].map((each) => each.toLocaleLowerCase()), also: ALSO[key].split(" ") };
  });
  return (named.find(({ own }) => own.includes(bare)) ?? named.find(({ also }) => also.includes(bare)))?.key;
}

/**
 * Add a number of units; what is less than a unit goes to the next smaller one, if it is whole there.
 * @param {Map<string, number>} found @param {string} key @param {number} n @returns {boolean}
 */
function add(found, key, n) {
  const at = UNITS.findIndex((each) => each.key === key);
  const whole = Math.floor(n);
  const rest = Math.round((n - whole) * UNITS[at].next * 1e6) / 1e6;
  if (whole > 999_999 || (n !== whole && !UNITS[at].next)) return false;
  if (whole || !rest) found.set(key, (found.get(key) ?? 0) + whole);
  return rest ? add(found, UNITS[at + 1].key, rest) : true;
}

/** @param {Map<string, number>} found */
function isoOf(found) {
  /** @param {string} keys */
  const told = (keys) => [...keys].map((key) => (found.has(key) ? `${found.get(key)}${key === "N" ? "M" : key}` : "")).join("");
  const time = told("HNS");
  return `P${told("YMWD")}${time ? `T${time}` : ""}`;
}
