// Has the service worker keep this page and all it is made of, for a reload without a network.
// @ts-check

/** Register the worker and tell it what to keep; where there is none, only reloads need a network. */
export async function stayAtHand() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ page: location.pathname, files: files() });
  } catch (error) {
    console.warn("no service worker:", error); // forbidden here, or a private window
  }
}

/** The addresses of what the page has loaded, and of the modules that it may load later. */
function files() {
  /** @type {NodeListOf<HTMLLinkElement & HTMLScriptElement>} */
  const named = document.querySelectorAll("link[href], script[src], img[src]");
  const map = document.querySelector("script[type=importmap]")?.textContent ?? "{}";
  return [
    ...[...named].map((each) => each.href || each.src),
    .../** @type {string[]} */ (Object.values(JSON.parse(map).imports ?? {})),
    ...performance.getEntriesByType("resource").map((each) => each.name),
  ]
    .map((address) => new URL(address, location.href))
    .filter((url) => url.origin === location.origin)
    .map((url) => url.href);
}
