// Lets the check of QR codes work without a network after one visit: keeps the page that checks, its scripts, and the signed status
// lists that it has seen. Pages about a passport are not kept.
const STORE = "demoexam-check";
const base = new URL("./", self.location).pathname;
const SHELLS = ["ru", "en"].map(language => `${base}check/offline?lang=${language}`);
const PATIENCE = 4000;

self.addEventListener("install", event => event.waitUntil(keepShells().then(() => self.skipWaiting())));
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", event => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOrShell(event, request, address));
  else if (request.destination === "script" || address.pathname.startsWith(`${base}status/`)) event.respondWith(freshOrKept(event, request));
});

async function keepShells() {
  const store = await caches.open(STORE);
  await Promise.all(SHELLS.map(async shell => {
    const answer = await fetch(shell, { cache: "no-cache" });
    if (!answer.ok) throw new Error(shell);
    await store.put(shell, answer.clone());
    const scripts = (await answer.text()).matchAll(/<script[^>]+src="([^"]+)"/g);
    await Promise.all([...scripts].map(([, address]) => keep(store, address)));
    // What the scripts import.
    await Promise.all(["check-app", "passport-proof", "pdf-check", "log-proof", "zip-read"].map(name => keep(store, `${base}js/${name}.js`)));
  }));
}

const keep = async (store, address) => store.put(address, await fetch(address, { cache: "no-cache" }));

async function pageOrShell(event, request, address) {
  try {
    const answer = await soon(fetch(request));
    // Keys change over the years; a visit is the time to learn of it.
    event.waitUntil(keepShells().catch(() => {}));
    return answer;
  } catch {
    const language = address.searchParams.get("lang") ?? (navigator.language.startsWith("ru") ? "ru" : "en");
    const shell = await caches.match(SHELLS[language === "en" ? 1 : 0]);
    return shell ?? Response.error();
  }
}

async function freshOrKept(event, request) {
  const store = await caches.open(STORE);
  try {
    const answer = await soon(fetch(request));
    if (answer.ok) event.waitUntil(store.put(request, answer.clone()));
    return answer;
  } catch {
    return await store.match(request, { ignoreVary: true, ignoreSearch: true }) ?? Response.error();
  }
}

const soon = answer => Promise.race([answer, new Promise((_, fail) => setTimeout(() => fail(new Error("slow")), PATIENCE))]);
