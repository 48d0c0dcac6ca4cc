// Order keys: the twin of `journeymap/documents/order.py`, under `tests/vectors/order.json`.
// @ts-check

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;
const at = (/** @type {string} */ digit) => DIGITS.indexOf(digit);

/**
 * Return a key after `low` and before `high`; "" leaves that end open. Throws RangeError where
 * `low` is not before `high`, or one is no key.
 * @param {string} low @param {string} high
 * @returns {string}
 */
export function between(low, high) {
  for (const key of [low, high]) {
    if (!/^[0-9A-Za-z]*$/.test(key) || key.endsWith("0")) throw new RangeError(`'${key}' is no order key`);
  }
  if (!low && !high) return DIGITS[BASE >> 1];
  if (!high) return next(low, 1n);
  if (!low) return next(high, -1n);
  if (low >= high) throw new RangeError(`'${low}' is not before '${high}'`);
  return middle(low, high);
}

/**
 * Return `count` keys in order, evenly spread and as short as fits.
 * @param {number} count
 * @returns {string[]}
 */
export function spread(count) {
  let width = 1;
  while (BASE ** width < 2 * (count + 1)) width += 1;
  const step = BASE ** width;
  return Array.from({ length: count }, (_, each) =>
    text(BigInt(Math.floor(((each + 1) * step) / (count + 1))), width).replace(/0+$/, ""),
  );
}

/** @param {bigint} number @param {number} width */
function text(number, width) {
  let digits = "";
  for (let rest = number; digits.length < width; rest /= 62n) digits = DIGITS[Number(rest % 62n)] + digits;
  return digits;
}

/**
 * Return a key just after (1) or before (-1), of 2, 4, 8, … digits; wider at either end.
 * @param {string} key @param {bigint} step @param {number} [width]
 * @returns {string}
 */
function next(key, step, width = 2) {
  let number = 0n;
  for (const digit of key.slice(0, width).padEnd(width, "0")) number = number * 62n + BigInt(at(digit));
  number += step;
  if (number % 62n === 0n) number += step;
  if (number > 0n && number < 62n ** BigInt(width)) return text(number, width);
  return next(key, step, width * 2);
}

/**
 * Return the shortest key about halfway between two keys, digit by digit.
 * @param {string} low @param {string} high
 */
function middle(low, high) {
  let shared = 0;
  while (shared < high.length && (low[shared] ?? "0") === high[shared]) shared += 1;
  const start = shared < low.length ? at(low[shared]) : 0;
  const end = shared < high.length ? at(high[shared]) : BASE;
  if (end - start > 1) return high.slice(0, shared) + DIGITS[(start + end) >> 1];
  if (high.length > shared + 1) return high.slice(0, shared + 1);
  return high.slice(0, shared) + DIGITS[start] + above(low.slice(shared + 1));
}

/**
 * Return the shortest digits about halfway between `low` and the end of the line.
 * @param {string} low
 * @returns {string}
 */
function above(low) {
  const start = low ? at(low[0]) : 0;
  return start < BASE - 1 ? DIGITS[(start + BASE) >> 1] : low[0] + above(low.slice(1));
}
