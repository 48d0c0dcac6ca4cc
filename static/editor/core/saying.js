// Shares, scores, durations and days as the reader writes them: the twins of `journeys/labels.py`.
// @ts-check
import { _, language, number } from "../words.js";

const NBSP = "\u00a0";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A share 0 to 1 as whole per cent. @param {number} share */
export function percent(share) {
  const whole = `${Math.round(share * 100)}`;
  return language().startsWith("en") ? `${whole}%` : `${whole}${NBSP}%`;
}

/** A value of the scale 1 to 5: 4, 3.5. @param {number} value */
export const score = (value) => number(value, 1);

/** A mean, always with its decimal: 3.0. @param {number} value */
export function mean(value) {
  const written = value.toFixed(1);
  return language().startsWith("en") ? written : written.replace(".", ",");
}

/**
 * An ISO 8601 duration in words, not broken over lines: P14D is "14 d".
 * @param {string | null | undefined} value
 * @param {[string, string][]} units sign (T: minutes) and what it is called
 */
export function duration(value, units) {
  if (!value) return "";
  const names = new Map(units);
  const [days, time = ""] = value.slice(1).split("T");
  const parts = [...days.matchAll(/(\d+)([YMWD])/g), ...time.replace("M", "T").matchAll(/(\d+)([HTS])/g)];
  return parts.map(([, n, unit]) => `${Number(n)}${NBSP}${names.get(unit) ?? unit}`).join(NBSP);
}

/** A date (ISO 8601) as people write it. @param {string | null | undefined} value */
export function day(value) {
  if (!value) return "";
  const [year, month, number] = value.slice(0, 10).split("-").map(Number);
  return language().startsWith("en")
    ? `${number}${NBSP}${MONTHS[month - 1]}${NBSP}${year}`
    : `${number}.${month}.${year}`;
}

/** By language: making one takes longer than a card. @type {Map<string, Intl.ListFormat>} */
const lists = new Map();

/** "a, b and c". @param {Iterable<string>} parts */
export function listed(parts) {
  let format = lists.get(language());
  if (!format) lists.set(language(), (format = new Intl.ListFormat(language(), { type: "conjunction" })));
  return format.format(parts);
}

/**
 * Words that cannot be broken elsewhere may be divided before a consonant and a vowel, where
 * Finnish divides its long words; what is read aloud has no such marks.
 * @param {string} text
 */
export function divided(text) {
  return text.replace(/\p{L}{15,}/gu, (word) =>
    word.replace(/(?<=\p{L}{3})[^aeiouyäöåéèü](?=[aeiouyäöåéèü]\p{L}{2})/giu, "\u00ad$&"),
  );
}

const NARROW = /[\s.,:;|!'’·ijltfrI()]/;
const BROAD = /[mwMW%—@]/;
/** @type {Map<string, number>} */
const widths = new Map();

/** About how wide a text of one line is, in px at a size of 1 px. @param {string} text */
export function wide(text) {
  let sum = 0;
  for (const sign of text) {
    let width = widths.get(sign);
    if (width === undefined) {
      width = NARROW.test(sign) ? 0.31 : BROAD.test(sign) ? 0.9 : sign > "\u2e7f" ? 1.1 : sign !== sign.toLowerCase() ? 0.7 : 0.57;
      widths.set(sign, width);
    }
    sum += width;
  }
  return sum;
}
