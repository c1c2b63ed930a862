// Checks in the reader's own browser that the passport's issuing stands in the public log: that of this passport, and no other line.
import { checkLogProof } from "./log-proof.js";
import { digitsIn, readProof } from "./passport-proof.js";

const line = document.getElementById("log-check");
const { issuer, keys } = JSON.parse(document.getElementById("proof-data").textContent);
if (globalThis.crypto?.subtle) {
  try {
    const answer = await fetch(line.dataset.proof, { credentials: "omit" });
    const { finding, leaf } = answer.ok ? await checkLogProof(await answer.text(), keys) : {};
    if (finding) {
      line.dataset.state = finding === "good" && !await isOf(leaf) ? "otherDocument" : finding;
      line.textContent = line.dataset.state === "good" ? line.dataset.good : line.dataset.bad;
    }
  } catch {
    // No network: the words of the server stay.
  }
}

// A line names the passport by its bit of the status lists. Where the paper's own code stands in the address, its signed values say which bit that is, else the
// register says so.
async function isOf({ kind, list, index }) {
  const digits = digitsIn(location.hash);
  const { claims } = digits ? await readProof(digits, issuer, keys) : {};
  const place = claims?.status ?? { list: Number(line.dataset.list), index: Number(line.dataset.index) };
  return kind === "issue" && list === place.list && index === place.index;
}
