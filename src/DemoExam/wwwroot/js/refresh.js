// Comfort only: a part of the page that says data-refresh="3" is fetched anew every three seconds, until the service stops
// saying so. Without this file the reader reloads the page.
async function refresh() {
  for (const part of document.querySelectorAll("[data-refresh]")) {
    // Not while somebody is working in it: the focus must not be lost.
    if (document.hidden || part.contains(document.activeElement)) continue;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceWith(fresh);
  }
}

setInterval(() => refresh().catch(() => {}), 3000);
