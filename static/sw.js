// The service worker: the editor's pages open without a network, as they were seen last. It keeps
// what this browser has shown of `/journeys/{id}/` and `/journeys/{id}/table/`, and the files of
// those pages; nothing else, and nothing of the API. Edits are not here but in IndexedDB. The pages
// say `Cache-Control: no-store`, for the browser's own cache; this copy is dropped when somebody
// signs in or out, and when the page of another person comes.
// @ts-check

const PAGES = "journeymap-pages";
const FILES = "journeymap-files";
/** Who the pages are of. */
const OWNER = "/owner-of-the-pages";
const PAGE = /^\/journeys\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}\/(table\/)?$/;
const FILE = /^\/static\/|^\/diagram\.css$/;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
/** The network has so many ms, where there is a copy. */
const PATIENCE = 4_000;
const MOST_PAGES = 60;
const MOST_FILES = 600;

const worker = /** @type {any} */ (globalThis);
const home = new URL(worker.registration.scope);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

/** The page says what it is made of; what is not here yet is fetched. */
worker.addEventListener("message", (/** @type {any} */ event) => {
  const { page: address, files } = event.data ?? {};
  if (typeof address === "string" && Array.isArray(files)) event.waitUntil(keepAll(address, files));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const path = pathOf(request);
  if (path === null) return;
  if (request.method === "POST" && (path === "/sign-out/" || path === "/sign-in/")) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && PAGE.test(path)) event.respondWith(page(event));
  else if (FILE.test(path)) event.respondWith(file(event));
});

/** The path below the site's home; null for what is elsewhere. @param {{url: string}} request */
function pathOf({ url }) {
  const { origin, pathname } = new URL(url);
  return origin === home.origin && pathname.startsWith(home.pathname) ? pathname.slice(home.pathname.length - 1) : null;
}

/** The network's page; the kept one where the network or the server has none, or is slow. @param {any} event */
async function page(event) {
  const { request } = event;
  const fresh = fetch(request).then((answer) => {
    event.waitUntil(keepPage(request, answer.clone()));
    return answer;
  });
  event.waitUntil(fresh.catch(() => {}));
  const kept = await (await caches.open(PAGES)).match(keyOf(request), { ignoreVary: true });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.then((answer) => (answer.status >= 500 ? kept : answer), () => kept), late]);
}

/** @param {Request} request @param {Response} answer */
async function keepPage(request, answer) {
  const gone = [401, 403, 404, 410].includes(answer.status) || answer.redirected || answer.type === "opaqueredirect";
  if (gone) return (await caches.open(PAGES)).delete(keyOf(request), { ignoreVary: true });
  if (!answer.ok) return undefined;
  const owner = answer.headers.get("X-Journeymap-User") ?? "";
  let pages = await caches.open(PAGES);
  if ((await (await pages.match(OWNER))?.text()) !== owner) {
    await caches.delete(PAGES);
    pages = await caches.open(PAGES);
    await pages.put(OWNER, new Response(owner));
  }
  await pages.put(keyOf(request), answer);
  return trim(pages, MOST_PAGES);
}

/** A file whose name has a hash never changes; others are asked for. @param {any} event */
async function file(event) {
  const { request } = event;
  const files = await caches.open(FILES);
  const kept = await files.match(request.url, { ignoreVary: true });
  if (kept && HASHED.test(new URL(request.url).pathname)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200) event.waitUntil(files.put(request.url, answer.clone()).then(() => trim(files, MOST_FILES)));
    return answer.status >= 500 && kept ? kept : answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** The files first, so that a page that is here is whole. @param {string} address @param {string[]} files */
async function keepAll(address, files) {
  const cache = await caches.open(FILES);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const wanted = [...new Set(files)].filter((each) => !there.has(each) && FILE.test(pathOf({ url: each }) ?? ""));
  await Promise.allSettled(wanted.map((each) => cache.add(each)));
  const request = new Request(address);
  const known = await (await caches.open(PAGES)).match(keyOf(request));
  if (!known && PAGE.test(pathOf(request) ?? "")) await keepPage(request, await fetch(request));
}

/** The query says only what is shown first. @param {Request} request */
function keyOf({ url }) {
  return url.split(/[?#]/)[0];
}

/** Let go of what was kept first. @param {Cache} cache @param {number} most */
async function trim(cache, most) {
  const all = await cache.keys();
  const old = all.filter(({ url }) => !url.endsWith(OWNER)).slice(0, Math.max(0, all.length - most));
  await Promise.all(old.map((each) => cache.delete(each)));
}
