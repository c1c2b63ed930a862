// Checks in the reader's own browser that the passport's issuing stands in the public log.
import { checkLogProof } from "./log-proof.js";

const line = document.getElementById("log-check");
const { keys } = JSON.parse(document.getElementById("proof-data").textContent);
if (globalThis.crypto?.subtle) {
  try {
    const answer = await fetch(line.dataset.proof, { credentials: "omit" });
    const { finding } = answer.ok ? await checkLogProof(await answer.text(), keys) : {};
    if (finding) {
      line.textContent = finding === "good" ? line.dataset.good : line.dataset.bad;
      line.dataset.state = finding;
    }
  } catch {
    // No network: the words of the server stay.
  }
}
