// The service worker: what an open editor is made of stays on this machine, so that a reload without
// a network finds the page again; what was not sent yet lies in IndexedDB and is taken up by the page.
// It answers for the editor's pages and their files alone: never for the API, never for another site.
// @ts-check
/// <reference lib="webworker" />

/** Pages are of one person: they go when somebody signs out or in. */
const PAGES = "journeymap-pages-1";
const FILES = "journeymap-files-1";
const PAGE = /^\/journeys\/[^/]+\/(table\/)?$/;
const FILE = /^\/static\/|^\/diagram\.css$/;
/** An address with a hash of its content always says the same. */
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const SIGNING = /^\/sign-(in|out)\/$/;
/** So long the network may take before the page that is kept here is shown, in ms. */
const PATIENCE = 4_000;
/** More files than some versions of the editor have: then those not in use go. */
const MOST_FILES = 1_000;

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => void worker.skipWaiting());

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  if (request.method === "POST" && SIGNING.test(pathname)) event.waitUntil(caches.delete(PAGES));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(event, pathname));
  else if (FILE.test(pathname)) event.respondWith(HASHED.test(pathname) ? keptFirst(request) : freshFirst(request));
});

/** The page says what it is made of: `{page, files}`; what is not here yet is fetched. */
worker.addEventListener("message", (event) => {
  const { page, files } = event.data ?? {};
  if (typeof page === "string" && Array.isArray(files)) event.waitUntil(keep(page, files));
});

async function dropOthers() {
  const names = (await caches.keys()).filter((name) => name.startsWith("journeymap-"));
  await Promise.all(names.filter((name) => name !== PAGES && name !== FILES).map((name) => caches.delete(name)));
}

/**
 * A page as the server has it; where it cannot be reached soon, as it was when it was seen last.
 * The query says only what is shown first, so it is left out of the key.
 * @param {FetchEvent} event @param {string} key
 */
async function page(event, key) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(key);
  const fresh = fetch(event.request).then((answer) => {
    if (isWhole(answer)) event.waitUntil(cache.put(key, answer.clone()));
    return answer;
  });
  if (!kept) return fresh;
  const soon = fresh.then((answer) => (answer.status < 500 ? answer : kept)).catch(() => kept);
  return Promise.race([soon, after(PATIENCE).then(() => kept)]);
}

/** @param {Request} request */
async function keptFirst(request) {
  const kept = await caches.match(request, { cacheName: FILES, ignoreVary: true });
  return kept ?? fetched(request);
}

/** @param {Request} request */
async function freshFirst(request) {
  try {
    return await fetched(request);
  } catch (error) {
    const kept = await caches.match(request, { cacheName: FILES, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

/** @param {Request} request */
async function fetched(request) {
  const answer = await fetch(request);
  if (isWhole(answer)) {
    const copy = answer.clone();
    await caches.open(FILES).then((cache) => cache.put(request, copy)).catch(() => {}); // a full disk keeps nothing
  }
  return answer;
}

/**
 * Have a page and its files; the files first, so that a page that is here is whole.
 * @param {string} address @param {string[]} files
 */
async function keep(address, files) {
  const wanted = [...new Set(files)].filter((file) => FILE.test(new URL(file).pathname));
  const cache = await caches.open(FILES);
  const there = await cache.keys();
  const known = new Set(there.map((request) => request.url));
  await Promise.all(wanted.filter((file) => !known.has(file)).map((file) => cache.add(file).catch(() => {})));
  if (there.length > MOST_FILES) {
    const used = new Set(wanted);
    await Promise.all(there.filter((request) => !used.has(request.url)).map((request) => cache.delete(request)));
  }
  const pages = await caches.open(PAGES);
  if (!PAGE.test(address) || (await pages.match(address))) return;
  const answer = await fetch(address);
  if (isWhole(answer)) await pages.put(address, answer);
}

/** Whether an answer is what was asked for, not a sign-in page or a part. @param {Response} answer */
function isWhole(answer) {
  return answer.status === 200 && answer.type === "basic" && !answer.redirected;
}

/** @param {number} ms */
function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
