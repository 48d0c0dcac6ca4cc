// Where a box stands that belongs to an item of the map: below it, or above where there is no room.
// @ts-check

const MARGIN = 8; // px

/**
 * Put a fixed box beside an item, inside the window.
 * @param {HTMLElement} box
 * @param {() => DOMRect | undefined} beside
 */
export function place(box, beside) {
  const item = beside();
  const { innerWidth, innerHeight } = window;
  const { width, height } = box.getBoundingClientRect();
  const left = item ? item.left : (innerWidth - width) / 2;
  const below = item ? item.bottom + MARGIN : innerHeight / 4;
  const above = item && below + height > innerHeight ? item.top - MARGIN - height : below;
  const top = above < MARGIN ? Math.max(MARGIN, innerHeight - height - MARGIN) : above;
  box.style.left = `${Math.round(Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN)))}px`;
  box.style.top = `${Math.round(top)}px`;
}
