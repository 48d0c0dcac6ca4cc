// A record of the catalogue opens over the list instead of as a page of its own; what is sent from
// it is the same form. Without this module every link and form here is an ordinary one.
// @ts-check

const dialog = document.createElement("dialog");
dialog.className = "record-dialog";
dialog.setAttribute("aria-labelledby", "record-title");
document.body.append(dialog);
/** Whether something was typed that is not sent. */
let touched = false;

/** @param {string} address @param {RequestInit} [init] */
function ask(address, init = {}) {
  return fetch(address, { ...init, headers: { "X-Fragment": "dialog" }, credentials: "same-origin" });
}

/** @param {string} html */
function fill(html) {
  dialog.innerHTML = html; // our own server's template: it escapes what people wrote
  touched = false;
}

/** @param {HTMLAnchorElement} link */
async function open(link) {
  try {
    const answer = await ask(link.href);
    if (!answer.ok || answer.redirected) return location.assign(link.href);
    fill(await answer.text());
    link.closest("details[data-menu]")?.removeAttribute("open");
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.querySelector("h2")?.focus();
  } catch {
    location.assign(link.href);
  }
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const button = form.querySelector("button");
  button?.setAttribute("disabled", "");
  try {
    const answer = await ask(form.action, { method: "POST", body: new FormData(form) });
    const there = answer.headers.get("X-Go");
    if (there) {
      const next = new URL(there, location.href);
      if (next.pathname + next.search === location.pathname + location.search) {
        location.hash = next.hash;
        location.reload();
      } else location.assign(next);
    } else if (answer.status === 422) {
      fill(await answer.text());
      const wrong = dialog.querySelector('[aria-invalid="true"], [role="alert"]');
      if (wrong instanceof HTMLElement) {
        if (wrong.matches("[role]")) wrong.tabIndex = -1;
        wrong.focus();
      }
    } else form.submit(); // let the browser show what the server says
  } catch {
    button?.removeAttribute("disabled");
    form.submit();
  }
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || event.button) return;
  if (event.target === dialog && !touched) return dialog.close(); // on its backdrop
  if (event.target.closest("[data-close]")) return dialog.close();
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[data-record]");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  open(link);
});
dialog.addEventListener("input", () => (touched = true));
dialog.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-fragment]")) return;
  event.preventDefault();
  send(form);
});
