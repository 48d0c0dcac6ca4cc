// What the editor says, in the reader's language. Texts are English here and looked up in the words
// of the page; `tools/translations.py` finds them by these names, so the first argument is always
// a plain literal in double quotes.
// @ts-check

/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, string | string[]>} */
let known = {};
let tag = "en";

/**
 * Take the reader's words: {text: translation, or [one, many]}.
 * @param {Record<string, string | string[]>} words
 * @param {string} language
 */
export function setWords(words, language) {
  known = words;
  tag = language;
}

/** The reader's language. */
export function language() {
  return tag;
}

/**
 * Return a text in the reader's language, with `{name}` filled in.
 * @param {string} text
 * @param {Values} [values]
 */
export function _(text, values) {
  const found = known[text];
  return filled((typeof found === "string" && found) || text, values);
}

/**
 * Return the text for one or for many; `{n}` is the number. Finnish, Swedish and English agree.
 * @param {string} one
 * @param {string} many
 * @param {number} n
 * @param {Values} [values]
 */
export function ngettext(one, many, n, values) {
  const found = known[one];
  const [first, second] = Array.isArray(found) ? found : ["", ""];
  return filled(n === 1 ? first || one : second || many, { n: number(n), ...values });
}

/** Making one takes longer than most edits. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/**
 * Return a number as the reader writes it, with at most so many decimals.
 * @param {number} value
 * @param {number} [decimals]
 */
export function number(value, decimals = 1) {
  const key = `${tag} ${decimals}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(tag, { maximumFractionDigits: decimals })));
  return format.format(value);
}

/** @param {string} text @param {Values} [values] */
function filled(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}
