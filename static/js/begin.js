// A file dropped anywhere on the page goes the way of a chosen one: to be looked at first.
// @ts-check

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-drop]"));
const input = /** @type {HTMLInputElement | null} */ (form?.querySelector("[type=file]") ?? null);
const veil = document.createElement("div");
veil.className = "drop-veil";
veil.hidden = true;
veil.setAttribute("role", "status");
document.body.append(veil);

/** @param {DragEvent} event */
function brings(event) {
  return Boolean(event.dataTransfer?.types.includes("Files"));
}

/** @param {string} said */
function show(said) {
  veil.textContent = said;
  veil.hidden = !said;
}

if (form && input) {
  let inside = 0; // enter and leave come for every element on the way
  document.addEventListener("dragenter", (event) => {
    if (!brings(event)) return;
    inside += 1;
    show(form.dataset.dropText ?? "");
  });
  document.addEventListener("dragleave", (event) => {
    if (!brings(event)) return;
    inside = Math.max(0, inside - 1);
    if (!inside) show("");
  });
  document.addEventListener("dragover", (event) => {
    if (brings(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    inside = 0;
    const files = event.dataTransfer?.files;
    if (files?.length !== 1) {
      show(form.dataset.dropMany ?? "");
      setTimeout(() => show(""), 4000);
      return;
    }
    input.files = files;
    form.requestSubmit();
  });
}
