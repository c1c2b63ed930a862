// Keeps the pages of the workbench and what they are made of, so that a sheet that was opened once opens again without a
// network. Entries are not its business: they wait in the browser's database (js/score-queue.js).
const STORE = "demoexam-sheets";
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", event => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin || request.headers.has("x-fresh")) return;
  if (request.mode === "navigate" || ["style", "script", "image", "font"].includes(request.destination)) {
    event.respondWith(freshOrKept(event, request));
  }
});

// What is fresh wins; what is kept helps out when the network fails, or is so slow that it might as well.
async function freshOrKept(event, request) {
  const store = await caches.open(STORE);
  const fresh = fetch(request).then(answer => {
    if (answer.ok && !answer.redirected) event.waitUntil(store.put(request, answer.clone()));
    return answer;
  });
  const kept = await store.match(request, { ignoreVary: true });
  if (!kept) return fresh;
  fresh.catch(() => {});
  const late = new Promise(resolve => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([fresh.catch(() => kept), late]);
}
