// On pages of sharing: copies an address at one press, and zooms the map with Ctrl and the wheel.
// Without this module the fields can be selected, and the sizes are links.
// @ts-check

for (const button of document.querySelectorAll("button[data-copies]")) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  const said = /** @type {HTMLElement} */ (button.querySelector("span"));
  const before = said.textContent;
  button.hidden = false;
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies ?? "");
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    field.select();
    await navigator.clipboard.writeText(field.value);
    said.textContent = button.dataset.done ?? "";
    setTimeout(() => (said.textContent = before), 2500);
  });
}

for (const field of document.querySelectorAll("[data-copy]")) {
  field.addEventListener("focus", () => {
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
  });
}

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
