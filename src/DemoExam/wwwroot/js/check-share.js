// Checks in the reader's own browser that the issuer has signed what a holder's link shows.
import { readSelection } from "./passport-proof.js";

const line = document.getElementById("share-check");
const { keys, issuer, number } = JSON.parse(document.getElementById("proof-data").textContent);
if (globalThis.crypto?.subtle) {
  try {
    const answer = await fetch(line.dataset.selection, { credentials: "omit" });
    const found = answer.ok ? await readSelection((await answer.text()).trim(), issuer, keys) : null;
    const good = found && found.shown.number === number && found.claims.exp * 1000 > Date.now();
    line.textContent = good ? line.dataset.good.replace("{0}", Object.keys(found.shown).length) : line.dataset.bad;
    line.dataset.state = good ? "good" : "bad";
  } catch {
    // No network: the words of the server stay.
  }
}
