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

/**
 * Put a list of the top layer under a line, or above it where there is more room.
 * @param {HTMLElement} list @param {DOMRect} at
 */
export function hang(list, at) {
  const below = innerHeight - at.bottom;
  const up = below < 220 && at.top > below;
  list.style.width = `${Math.max(at.width, Math.min(260, innerWidth - at.left - 8))}px`;
  list.style.left = `${Math.max(4, Math.min(at.left, innerWidth - list.offsetWidth - 4))}px`;
  list.style.maxHeight = `${Math.min(320, (up ? at.top : below) - 12)}px`;
  list.style.top = up ? `${at.top - list.offsetHeight - 4}px` : `${at.bottom + 4}px`;
}
