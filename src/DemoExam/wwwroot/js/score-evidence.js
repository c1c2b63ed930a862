// Notes and photos for an aspect, written in a dialog on the sheet and kept like entries: in the browser first, sent when there is a
// network. Without this file the link leads to the page that takes them.
import { newId } from "./score-queue.js";
import { fill } from "./score-words.js";

// A tablet's camera makes more than a screen shows and more than a weak network carries.
const LONGEST_SIDE = 2000;
const QUALITY = 0.85;

// sheet: what the server said of it. changed: called when something was kept or has left.
export function evidenceOf({ sheet, root, texts, store, changed }) {
  const { expert, api } = root.dataset;
  const dialog = document.getElementById("evidence");
  const note = dialog.querySelector("textarea");
  const photo = dialog.querySelector("input[type=file]");
  const problem = dialog.querySelector("[data-problem]");
  let about = null;
  let order = Date.now() * 1000;
  let items = [];
  let known = sheet.evidence;

  const waitingFor = aspect => items.filter(item => item.candidateId === sheet.candidate.id && item.aspectId === aspect && !item.refused);

  function show() {
    for (const link of document.querySelectorAll("[data-evidence]")) {
      const [kept, waiting] = [known[link.dataset.code] ?? 0, waitingFor(link.dataset.evidence).length];
      link.querySelector("[data-kept]").textContent = kept > 0 ? `: ${kept}` : "";
      link.parentElement.querySelector("[data-waiting]").textContent = waiting > 0 ? fill(texts.evidenceWaiting, waiting) : "";
    }
  }

  function say(message) {
    problem.textContent = message;
    problem.hidden = message === "";
  }

  document.addEventListener("click", event => {
    const link = event.target.closest("[data-evidence]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    about = { aspectId: link.dataset.evidence, code: link.dataset.code };
    dialog.querySelector("h2").textContent = fill(texts.evidenceTitle, about.code);
    dialog.querySelector("[data-about]").textContent = link.closest(".aspect").querySelector("h3").lastChild.textContent.trim();
    const all = dialog.querySelector("[data-all]");
    all.href = link.href;
    all.hidden = !(known[about.code] > 0);
    const list = dialog.querySelector("[data-list]");
    list.replaceChildren(...waitingFor(about.aspectId).map(item => {
      const line = document.createElement("li");
      line.textContent = [item.note, item.photo ? texts.evidencePhoto : null].filter(Boolean).join(" · ");
      return line;
    }));
    dialog.querySelector("[data-here]").hidden = list.children.length === 0;
    say("");
    dialog.showModal();
    note.focus();
  });

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  dialog.querySelector("form").addEventListener("submit", async event => {
    event.preventDefault();
    const button = event.submitter;
    button.disabled = true;
    try {
      const picture = photo.files.length > 0 ? await smaller(photo.files[0]) : null;
      if (note.value.trim() === "" && picture === null) {
        say(texts.evidenceEmpty);
        return note.focus();
      }
      const now = Date.now();
      await store.add({
        evidenceId: newId(now), expert, order: ++order, savedAt: now, examId: sheet.examId, candidateId: sheet.candidate.id, ...about,
        candidate: `№ ${sheet.candidate.number} ${sheet.candidate.name}`, page: location.pathname, note: note.value.trim() || null, photo: picture,
      });
      note.value = photo.value = "";
      dialog.close();
      await learn();
      changed();
    } catch (error) {
      say(error.message === "no picture" ? texts.evidenceNoPicture : texts.evidenceNoStorage);
    } finally {
      button.disabled = false;
    }
  });

  async function learn() {
    items = await store.of(expert);
    show();
  }

  // What became of one: "sent", "refused", or the trouble that keeps it here.
  async function deliver(item) {
    let answer;
    try {
      answer = await fetch(`${api}/exams/${item.examId}/candidates/${item.candidateId}/evidence/${item.aspectId}`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ evidenceId: item.evidenceId, note: item.note, photo: item.photo ? await base64(item.photo) : null }),
        signal: AbortSignal.timeout(60_000),
      });
    } catch {
      return "online";
    }
    if (answer.ok) {
      await store.remove([item.evidenceId]);
      if (item.candidateId === sheet.candidate.id && item.examId === sheet.examId) known = { ...known, [item.code]: (known[item.code] ?? 0) + 1 };
      return "sent";
    }
    if (answer.status === 401) return "signIn";
    const refusal = await answer.json().catch(() => ({}));
    if (answer.status === 429 || answer.status >= 500 || refusal.code === "changed-meanwhile") return "online";
    await store.refuse(item, { "scoring.sheet-locked": texts.evidenceLocked, "scoring.evidence-too-much": texts.evidenceTooMuch }[refusal.code] ?? texts.refused);
    return "refused";
  }

  return {
    learn,
    waiting: () => items.filter(item => !item.refused).length,
    refused: () => items.filter(item => item.refused),
    dismiss: async () => {
      await store.remove(items.filter(item => item.refused).map(item => item.evidenceId));
      await learn();
    },
    // How many have left, when nothing is left to be sent; otherwise the trouble.
    send: async () => {
      await learn();
      let left = 0;
      for (const item of items.filter(item => !item.refused)) {
        const outcome = await deliver(item);
        if (outcome === "online" || outcome === "signIn") return outcome;
        left++;
        await learn();
      }
      return left;
    },
    fresh: counts => {
      known = counts;
      show();
    },
  };
}

// Drawn again: small enough to send, upright, and without what the camera wrote into it, such as the place.
async function smaller(file) {
  const picture = await createImageBitmap(file).catch(() => { throw new Error("no picture"); });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

const base64 = blob => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => reject(reader.error);
  reader.readAsDataURL(blob);
});
