// Which place of the path is meant by a point of the sheet.
// @ts-check

/** @typedef {import("../core/geometry.js").Geometry} Geometry */
/** @typedef {import("../core/geometry.js").Column} Column */
/** @typedef {import("../core/commands/moving.js").Goal} Goal */
/** @typedef {{x: number, y: number}} At */

/** The column at a point, or the one before it. @param {Geometry} geometry @param {number} x */
export function columnOf({ columns }, x) {
  return columns.findLast((each) => each.x <= x) ?? columns[0];
}

/** The card of a column that is nearest to a height. @param {Geometry} geometry @param {Column} column @param {number} y @param {string[]} [but] */
function cardNear({ items }, column, y, but = []) {
  const cards = column.steps.filter((id) => !but.includes(id)).map((id) => items.get(id)).filter((each) => each !== undefined);
  return cards.sort((a, b) => Math.abs(a.y + a.h / 2 - y) - Math.abs(b.y + b.h / 2 - y))[0];
}

/**
 * Where dragged steps go: between columns into the path, on a column beside the steps there, on an
 * empty column into its stage; null where they stand already.
 * @param {Geometry} geometry @param {At} at @param {string[]} ids
 * @returns {Goal | null}
 */
export function goalOf(geometry, { x, y }, ids) {
  const column = columnOf(geometry, x);
  if (!column) return null;
  const third = column.w / 3;
  const before = geometry.columns[column.index - 1];
  if (x > column.x + column.w - third / 2 || x < column.x + third / 2) {
    const left = x < column.x + third / 2 ? before : column;
    const card = left && cardNear(geometry, left, y);
    if (card?.step && !ids.includes(card.step)) return left === column || left.stage === column.stage ? { after: card.step } : { stage: column.stage, first: true };
    if (card) return null;
    if (!left) return { stage: column.stage, first: true };
  }
  const own = column.steps.filter((id) => ids.includes(id));
  const card = cardNear(geometry, column, y, ids);
  if (!card) return own.length ? null : { stage: column.stage };
  if (!card.step) return null;
  return y < card.y + card.h / 2 ? { above: card.step } : { below: card.step };
}

/**
 * The step whose cell of a row is nearest to a point.
 * @param {Geometry} geometry @param {At} at @param {string} [lane]
 */
export function stepNear(geometry, { x, y }, lane) {
  const column = columnOf(geometry, x);
  if (!column) return null;
  const card = column.items.find((each) => each.part === "card" && y >= each.y && y < each.y + each.h);
  if (card) return card.step;
  if (column.steps.length === 1) return geometry.items.get(column.steps[0])?.step ?? null;
  const own = column.items.filter((each) => each.lane === lane && each.step).sort((a, b) => a.y - b.y);
  return (own.findLast((each) => each.y <= y) ?? own[0])?.step ?? geometry.items.get(column.steps[0])?.step ?? null;
}

/** The score that a height of the curve's row means. @param {Geometry} geometry @param {number} y */
export function scoreAt({ curve }, y) {
  if (!curve) return 3;
  const [low, high] = [curve.y(1), curve.y(5)];
  return 1 + (4 * (y - low)) / (high - low);
}
