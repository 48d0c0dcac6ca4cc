// Keys in a table of cells: arrows go from cell to cell, Enter or typing opens one.
// @ts-check

/**
 * Return the cell that an arrow leads to, null where there is none or the key is another.
 * @param {HTMLElement} from @param {KeyboardEvent} event
 * @returns {HTMLElement | null}
 */
export function beside(from, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const here = /** @type {HTMLTableCellElement | null} */ (from.closest("td, th"));
  const row = /** @type {HTMLTableRowElement | null} */ (here?.parentElement);
  if (!here || !row) return null;
  const along = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const cells = [...row.cells];
  if (along) return first(cells.slice(along > 0 ? here.cellIndex + 1 : 0, along > 0 ? undefined : here.cellIndex), along);
  if (event.key === "Home") return first(cells, 1);
  if (event.key === "End") return first(cells, -1);
  if (!down) return null;
  const rows = [...(row.closest("tbody")?.rows ?? [])];
  const at = rows.indexOf(row) + down;
  return rows[at] ? first([rows[at].cells[here.cellIndex]], 1) : neighbour(from, down);
}

/** @param {Element[]} cells @param {number} way @returns {HTMLElement | null} */
function first(cells, way) {
  const found = cells.map((each) => /** @type {HTMLElement | null} */ (each?.querySelector("button"))).filter((each) => each !== null);
  return (way > 0 ? found[0] : found.at(-1)) ?? null;
}

/** The first cell of the next table, the last row's of the one before. @param {HTMLElement} from @param {number} way */
function neighbour(from, way) {
  const tables = [...(from.closest(".sheets")?.querySelectorAll("table") ?? [])];
  const table = tables[tables.indexOf(/** @type {HTMLTableElement} */ (from.closest("table"))) + way];
  const rows = [...(table?.tBodies[0]?.rows ?? [])];
  const row = way > 0 ? rows[0] : rows.at(-1);
  return row ? first([...row.cells], 1) : null;
}

/** Whether a key on a closed cell opens it. @param {KeyboardEvent} event */
export function editKey(event) {
  return event.key === "F2" && !event.ctrlKey && !event.altKey && !event.metaKey;
}
