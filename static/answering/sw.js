// The service worker of kiosks: their pages open without a network, as they were seen last. It keeps
// `/a/{code}/kiosk/` and the files of that page, and nothing that anybody answered.
// @ts-check

const KEPT = "journeymap-kiosk";
const KIOSK = /\/a\/[0-9a-z]+\/kiosk\/$/;
const PART = /\/(answering|icons)\/[^/]+$/;
/** The network has so many ms, where there is a copy. */
const SOON = 4_000;

const scope = /** @type {any} */ (globalThis);

scope.addEventListener("install", () => scope.skipWaiting());
scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(scope.clients.claim()));

/** A page says what it is made of. */
scope.addEventListener("message", (/** @type {any} */ event) => {
  const { pages, files } = event.data ?? {};
  if (Array.isArray(pages) && Array.isArray(files)) event.waitUntil(keep([...pages, ...files]));
});

scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method === "GET" && ours(request.url)) event.respondWith(answer(event));
});

/** @param {string} address */
function ours(address) {
  const { origin, pathname } = new URL(address);
  return origin === scope.location.origin && (KIOSK.test(pathname) || PART.test(pathname));
}

/** The network's; the kept one where there is no network, or it is slow, or the server fails. @param {any} event */
async function answer(event) {
  const { request } = event;
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request.url, { ignoreVary: true });
  const fresh = fetch(request).then((/** @type {Response} */ got) => {
    event.waitUntil(put(cache, request.url, got.clone()));
    return got;
  });
  event.waitUntil(fresh.catch(() => {}));
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, SOON, kept));
  return Promise.race([fresh.then((/** @type {Response} */ got) => (got.status >= 500 ? kept : got), () => kept), late]);
}

/** What has ended is let go of. @param {Cache} cache @param {string} address @param {Response} got */
async function put(cache, address, got) {
  if (got.status === 200 && !got.redirected) await cache.put(address, got);
  else if ([404, 410].includes(got.status)) await cache.delete(address);
}

/** @param {string[]} addresses */
async function keep(addresses) {
  const cache = await caches.open(KEPT);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const wanted = new Set(addresses.map((each) => each.split("#")[0]));
  const missing = [...wanted].filter((each) => !there.has(each) && ours(each));
  await Promise.allSettled(missing.map(async (each) => put(cache, each, await fetch(each))));
}
