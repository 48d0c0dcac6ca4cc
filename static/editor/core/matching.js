// How well a name fits what was typed: by beginnings of words, then by letters in their order.
// @ts-check

/** How well a name fits that has the typed letters only here and there. */
const SCATTERED = 10;

/** Small letters without marks: ä and å are found by a, too. @param {string} text */
export function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Return how well a name fits, greater is better; 0: it does not. Every word typed must be found.
 * @param {string} typed @param {string} name
 */
export function fit(typed, name) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const where = folded(name);
  if (!words.length) return 1;
  if (where === words.join(" ")) return 100;
  if (where.startsWith(words.join(" "))) return 80 - Math.min(where.length, 60) / 10;
  let least = 100;
  for (const word of words) least = Math.min(least, one(word, where));
  return least;
}

/** @param {string} word @param {string} where */
function one(word, where) {
  const first = where.indexOf(word);
  for (let at = first; at >= 0; at = where.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(where[at - 1])) return 60 - Math.min(at, 40) / 10;
  }
  if (first >= 0) return 30 - Math.min(first, 40) / 10;
  return word.length > 1 && scattered(word, where) ? SCATTERED : 0;
}

/** @param {string} word @param {string} where */
function scattered(word, where) {
  let at = -1;
  for (const letter of word) {
    at = where.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/**
 * The items that fit, the best first; those that fit alike stay in their order. Letters here and
 * there count only where nothing fits better.
 * @template T
 * @param {string} typed @param {Iterable<T>} items @param {(item: T) => string} name
 * @returns {T[]}
 */
export function best(typed, items, name) {
  const fits = [...items].map((item) => ({ item, fits: fit(typed, name(item)) })).filter((each) => each.fits > 0);
  const well = fits.filter((each) => each.fits > SCATTERED);
  return (well.length ? well : fits).sort((a, b) => b.fits - a.fits).map(({ item }) => item);
}

/**
 * Read a touchpoint in one line: "E-service !virtual #web": its name, what kind it is (!), by which
 * channel (#). The words are beginnings of codes or labels.
 * @param {string} text @param {[string, string][]} kinds codes and labels @param {[string, string][]} channels
 * @returns {{name: string, kind: string | null, channel: string | null}}
 */
export function touchpointLine(text, kinds, channels) {
  /** @type {string | null} */ let kind = null;
  /** @type {string | null} */ let channel = null;
  const name = text.replace(/(^|\s)([!#])(\S*)/g, (_whole, _before, sign, word) => {
    const table = sign === "!" ? kinds : channels;
    const typed = folded(word.replace(/_/g, " "));
    const found = table.find(([code, label]) => typed && [code.replace(/_/g, " "), label].some((each) => folded(each).startsWith(typed)));
    if (sign === "!") kind = found?.[0] ?? kind;
    else channel = found?.[0] ?? channel;
    return " ";
  });
  return { name: name.replace(/\s+/g, " ").trim(), kind, channel };
}
