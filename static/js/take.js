// Taking away: the page's form as a dialog over any view of a journey, and files as they are made.
// Without this module the form and every link are ordinary ones.
// @ts-check

const EVERY = 1000; // ms between two looks at what is being made
const AS_PART = { headers: { "X-Fragment": "take" }, credentials: /** @type {const} */ ("same-origin") };

/** @param {HTMLAnchorElement} link */
export async function open(link) {
  const answer = await fetch(link.href, AS_PART);
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const inside = await answer.text();
  await styled(link.dataset.style ?? "");
  const dialog = document.createElement("dialog");
  dialog.className = "take-dialog";
  dialog.setAttribute("aria-labelledby", "take-dialog-head");
  const head = document.createElement("h2");
  head.id = "take-dialog-head";
  head.tabIndex = -1;
  head.textContent = link.textContent?.trim() ?? "";
  const close = document.createElement("button");
  close.className = "button button-small button-quiet";
  close.type = "button";
  close.textContent = link.dataset.closeWord ?? "×";
  close.addEventListener("click", () => dialog.close());
  const top = document.createElement("div");
  top.className = "take-top";
  top.append(head, close);
  const box = document.createElement("div");
  box.innerHTML = inside; // our own server's template: it escapes what people wrote
  dialog.append(top, box);
  dialog.addEventListener("keydown", (event) => event.stopPropagation()); // the view's keys rest
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  head.focus();
  follow(dialog);
}

/** @param {string} address */
function styled(address) {
  if (!address || document.querySelector(`link[href="${CSS.escape(address)}"]`)) return Promise.resolve();
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = address;
  return new Promise((resolve) => {
    sheet.onload = sheet.onerror = () => resolve(undefined);
    document.head.append(sheet);
  });
}

/** Have the forms and the list inside work without leaving the page. @param {HTMLElement} root */
export function follow(root) {
  /** @type {Set<string>} what was asked for here: it is downloaded as soon as it is there */
  const awaited = new Set();
  let clock = 0;
  let shown = 0; // so many times: what was looked at before another answer came is old
  const list = () => /** @type {HTMLElement} */ (root.querySelector("[data-takings]"));

  /** @param {string} html */
  function show(html) {
    shown += 1;
    const held = list();
    const focused = held.contains(document.activeElement) ? document.activeElement?.id : "";
    held.innerHTML = html;
    for (const fresh of /** @type {NodeListOf<HTMLElement>} */ (held.querySelectorAll("[data-fresh]"))) {
      awaited.add(fresh.dataset.id ?? "");
    }
    if (awaited.size) root.querySelector(".take-yours")?.scrollIntoView({ block: "nearest" });
    if (focused) (document.getElementById(focused) ?? held.querySelector("a, button"))?.focus();
    for (const id of awaited) arrived(id);
    clearTimeout(clock);
    if (held.querySelector("[data-busy]")) clock = window.setTimeout(look, EVERY);
  }

  /** @param {string} id */
  function arrived(id) {
    const item = list().querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (item?.querySelector("progress")) return say(item);
    awaited.delete(id);
    if (!item) return;
    say(item);
    /** @type {HTMLElement | null} */ (item.querySelector("[data-get]"))?.click();
  }

  /** @param {Element} item */
  function say(item) {
    const told = item.querySelector(".take-what")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    const where = root.querySelector("[data-take-said]");
    if (where && where.textContent !== told) where.textContent = told;
  }

  async function look() {
    if (!list()?.isConnected) return;
    const before = shown;
    try {
      const answer = await fetch(list().dataset.takings ?? "", AS_PART);
      const html = await answer.text();
      if (shown !== before) return; // which has set the clock anew
      if (answer.ok) return show(html);
    } catch {
      // the network is gone: it is looked at again
    }
    clock = window.setTimeout(look, 5 * EVERY);
  }

  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
    event.preventDefault();
    const button = event.submitter;
    button?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { ...AS_PART, method: "POST", body: new FormData(form) });
      const html = await answer.text();
      if (answer.status === 422) refuse(html);
      else if (answer.ok) show(html);
      else form.submit(); // let the browser show what the server says
    } catch {
      form.submit();
    } finally {
      button?.removeAttribute("aria-busy");
    }
  });

  /** @param {string} html */
  function refuse(html) {
    const here = /** @type {HTMLElement} */ (root.querySelector("[data-take-here]"));
    here.outerHTML = html;
    const wrong = root.querySelector('[role="alert"]');
    if (wrong instanceof HTMLElement) {
      wrong.tabIndex = -1;
      wrong.focus();
    }
  }

  root.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-losses]") : null;
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const answer = await fetch(link.dataset.losses ?? "", { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return location.assign(link.href);
    const { losses } = await answer.json();
    const told = document.createElement(losses.length ? "ul" : "p");
    told.className = losses.length ? "losses" : "small";
    if (!losses.length) told.textContent = link.dataset.whole ?? "";
    for (const loss of losses.slice(0, 50)) {
      const item = document.createElement("li");
      item.textContent = loss.where ? `${loss.where}: ${loss.message}` : loss.message;
      told.append(item);
    }
    told.tabIndex = 0; // it may be long, and is scrolled by keys
    link.replaceWith(told);
    told.focus();
  });

  if (list()?.querySelector("[data-busy]")) clock = window.setTimeout(look, EVERY);
}

const page = document.querySelector("main [data-take-here]")?.parentElement;
if (page) follow(page);
