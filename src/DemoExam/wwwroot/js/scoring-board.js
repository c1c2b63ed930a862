// Keeps the board up to date: the server tells that something changed, the page fetches itself and puts the new parts in place.
const board = document.getElementById("board");
const shown = new Map(parts(document).map(part => [part.dataset.live, part.innerHTML]));

function parts(page) {
  return [...page.querySelectorAll("#board [data-live]")];
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { headers: { "x-fresh": "1" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts(fresh)) {
      const place = board.querySelector(`[data-live="${part.dataset.live}"]`);
      // Nothing is taken away from under a question that is being answered.
      if (!place || place.querySelector("dialog[open], details[open]") || shown.get(part.dataset.live) === part.innerHTML) continue;
      shown.set(part.dataset.live, part.innerHTML);
      place.replaceChildren(...document.adoptNode(part).childNodes);
    }
  } catch {
    // Without a network the board keeps what it knows; the stream comes back by itself.
  }
}

if (board?.dataset.events) {
  const source = new EventSource(board.dataset.events);
  let first = true;
  source.addEventListener("board", () => {
    if (!first) refresh();
    first = false;
  });
  source.addEventListener("open", () => { board.dataset.watching = ""; });
  source.addEventListener("error", () => { delete board.dataset.watching; });
}
