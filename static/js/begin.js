// Bringing a journey in. A file dropped anywhere on the page goes the way of a chosen one: to be
// looked at first.
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

/** What a form says now. @param {HTMLFormElement} said */
const told = (said) => new URLSearchParams(/** @type {any} */ (new FormData(said))).toString();

// What the columns of a table are said to be is seen at once: what becomes of it is asked for anew.
// Where more was said while the answer was on its way, that is asked for by itself, and counts.
document.addEventListener("change", async (event) => {
  const field = event.target;
  const columns = field instanceof HTMLElement ? field.closest("form") : null;
  if (!(field instanceof HTMLElement) || !columns?.matches("[data-columns]")) return;
  columns.setAttribute("aria-busy", "true");
  const asked = told(columns);
  const answer = await fetch(columns.action, { method: "POST", body: new FormData(columns) }).catch(() => null);
  if (!answer || answer.redirected || ![200, 422].includes(answer.status)) return columns.submit();
  const html = await answer.text();
  if (!columns.isConnected || told(columns) !== asked) return;
  const seen = new DOMParser().parseFromString(html, "text/html").querySelector(".look");
  const look = document.querySelector(".look");
  if (!seen || !look) return columns.submit();
  const here = look.contains(document.activeElement) ? document.activeElement?.id : field.id;
  const at = columns.querySelector(".columns")?.scrollTop ?? 0;
  look.replaceChildren(...seen.childNodes);
  look.querySelector(".columns")?.scrollTo({ top: at });
  if (here) document.getElementById(here)?.focus({ preventScroll: true });
});
