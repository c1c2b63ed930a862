// What the pages that check passports share: how their days are written, and that they stay on the reader's device.

/** As the rest of the pages write days: the server's English is that of Britain. */
export const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

/**
 * Keeps the check on the reader's device, so that it works without a network after one visit. Answers the worker's registration for the
 * pages of passports; nothing when the browser has no workers or the page lies on another server without one.
 */
export async function keepForLater(base) {
  if (!("serviceWorker" in navigator)) return;
  try {
    await Promise.all(["p/", "check"].map(scope => navigator.serviceWorker.register(base + "check-worker.js", { scope: base + scope })));
    return await navigator.serviceWorker.getRegistration(base + "p/");
  } catch {
    return;
  }
}
