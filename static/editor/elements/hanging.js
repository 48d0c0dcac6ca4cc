// Where a list stands that belongs to a line one types in.
// @ts-check

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
