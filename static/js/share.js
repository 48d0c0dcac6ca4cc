// The map at a share link is zoomed with Ctrl (or Cmd) and the wheel, or by pinching.
// Without this module the sizes are links.
// @ts-check

const sheet = document.querySelector(".sheet[data-zoom]");
const plate = sheet?.querySelector(".plate");
if (sheet instanceof HTMLElement && plate instanceof HTMLElement) {
  sheet.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * 0.002), event);
  }, { passive: false });
}

/**
 * Scales the map about the pointer: what is under it stays there.
 * @param {number} by @param {MouseEvent} at
 */
function zoom(by, at) {
  if (!(sheet instanceof HTMLElement) || !(plate instanceof HTMLElement)) return;
  const box = plate.getBoundingClientRect();
  const natural = parseFloat(getComputedStyle(plate).getPropertyValue("--width"));
  const scale = Math.min(3, Math.max(0.1, (box.width / natural) * by));
  const [x, y] = [(at.clientX - box.left) / box.width, (at.clientY - box.top) / box.height];
  plate.style.width = `${natural * scale}px`;
  const now = plate.getBoundingClientRect();
  sheet.scrollLeft += now.left + x * now.width - at.clientX;
  sheet.scrollTop += now.top + y * now.height - at.clientY;
}
