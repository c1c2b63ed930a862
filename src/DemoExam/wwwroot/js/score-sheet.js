// The score sheet as a workbench: each entry is kept in the browser at once, computed in view, and sent by itself. Without this
// file the sheet is one form that works by its buttons.
import { evidenceOf } from "./score-evidence.js";
import { newId, openQueue } from "./score-queue.js";
import { compute, fill, offScale, points, pointsShort, read } from "./score-words.js";

// Corrections within this time are one entry: typing "12" must not enter 1 first.
const SETTLE = 700;
const LONGEST_WAIT = 30_000;
const LOOK_AGAIN = 15_000;
const BATCH = 200;

const root = document.getElementById("sheet");
const data = document.getElementById("sheet-data");
if (data) start(JSON.parse(data.textContent));

function start(sheet) {
  const texts = document.getElementById("sheet-texts").dataset;
  const templates = document.getElementById("sheet-texts");
  const form = document.getElementById("sheet-form");
  const { expert, api } = root.dataset;
  const address = `${api}/exams/${sheet.examId}/criteria/${sheet.criterion}/sheets/${sheet.candidate.id}`;

  // What this page knows of each aspect: what the server said, and what waits on this device.
  const aspects = new Map();
  for (const view of sheet.subCriteria.flatMap(sub => sub.aspects)) {
    const article = form.querySelector(`[data-aspect="${view.aspectId}"]`);
    aspects.set(view.aspectId, { view, article, waiting: [] });
  }

  const undoing = [];
  const inFlight = new Set();
  let queue = null;
  let evidence = null;
  let writing = Promise.resolve();
  let writes = 0;
  let order = Date.now() * 1000;
  let trouble = null;
  let wait = 0;
  let timer = 0;
  let others = 0;

  root.classList.add("scripted");
  root.querySelectorAll(".with-script, .step-less, .step-more").forEach(element => { element.hidden = false; });

  // --- what an aspect holds now, as this expert means it ---

  const latest = aspect => aspect.waiting.findLast(entry => !entry.refused) ?? null;

  function content(aspect) {
    const entry = latest(aspect);
    if (entry) return entry.kind === "withdrawn" ? null : { kind: entry.kind, value: entry.value, reason: entry.reason };
    const current = aspect.view.current;
    return current && { kind: current.kind, value: current.value, reason: current.reason };
  }

  const same = (a, b) => (a?.kind ?? null) === (b?.kind ?? null) && (a?.value ?? null) === (b?.value ?? null) && (a?.reason ?? null) === (b?.reason ?? null);

  function enter(aspect, next, isUndo = false) {
    const before = content(aspect);
    if (same(before, next) && aspect.view.state !== "conflict") return;

    const last = latest(aspect);
    const now = Date.now();
    const merges = last && !inFlight.has(last.entryId) && now - last.savedAt < SETTLE;
    // Naming an entry that never arrived does no harm; not naming one that did would be a conflict with oneself.
    const replaces = [...new Set([...aspect.view.replaceable, ...aspect.waiting.flatMap(entry => [...entry.replaces, entry.entryId])])];
    const entry = {
      entryId: newId(now), expert, order: ++order, savedAt: now,
      examId: sheet.examId, candidateId: sheet.candidate.id, aspectId: aspect.view.aspectId,
      candidate: `№ ${sheet.candidate.number} ${sheet.candidate.name}`, code: aspect.view.code, page: location.pathname,
      kind: next?.kind ?? "withdrawn", value: next?.value ?? null, reason: next?.reason ?? null,
      replaces, enteredAt: new Date(now).toISOString(),
    };

    if (!isUndo && !merges) undoing.push({ aspect, before });
    if (merges) aspect.waiting = aspect.waiting.filter(other => other !== last);
    aspect.waiting.push(entry);
    show(aspect);
    keep(async () => {
      await queue.add(entry, merges ? last.entryId : null);
      entry.kept = true;
      showSaved(aspect);
    });
  }

  function keep(write) {
    writes++;
    showSending();
    writing = writing.then(write).then(() => { trouble = trouble === "broken" ? null : trouble; }, () => { trouble = "broken"; }).then(() => {
      writes--;
      showSending();
      sendSoon(SETTLE + 50);
    });
  }

  // --- what the page shows ---

  const badge = name => templates.querySelector(`template[data-badge="${name}"]`).content.cloneNode(true);

  function show(aspect) {
    const { article, view } = aspect;
    const entry = latest(aspect);
    const own = content(aspect);
    let state = view.state;
    let mark = view.mark === null ? null : Math.round(view.mark * 100);
    let words = view.computation ?? "";
    if (entry) {
      const computed = own && compute(view, own.kind, own.value, texts);
      words = computed?.words ?? "";
      mark = view.type === "judgement" ? null : computed?.mark ?? null;
      state = view.type === "judgement" ? (own ? "waiting" : "empty") : own ? "scored" : "empty";
    }

    article.dataset.state = state.toLowerCase();
    article.querySelector("[data-mark]").textContent = mark === null ? "" : points(mark);
    article.querySelector("[data-words]").textContent = words;
    article.querySelector("[data-badge]").replaceChildren(badge(state));
    aspect.mark = mark;
    aspect.state = state;
    sayError(aspect, "");
    setControl(aspect, own);
    showSaved(aspect);
    showProgress();
  }

  function showSaved(aspect) {
    const saved = aspect.article.querySelector("[data-saved]");
    const entry = latest(aspect);
    const kind = !entry ? (aspect.waiting.length > 0 ? "refused" : aspect.sent ? "sent" : "") : inFlight.has(entry.entryId) ? "sending" : entry.kept ? "here" : "";
    saved.dataset.kind = kind;
    saved.textContent = { "": "", sent: texts.savedSent, sending: texts.savedSending, here: texts.savedHere, refused: texts.refused }[kind];
  }

  function setControl(aspect, own) {
    const { article } = aspect;
    const value = own?.kind === "value" ? own.value : null;
    for (const radio of article.querySelectorAll("input[type=radio]")) {
      radio.checked = value !== null && radio.value === String(value);
    }
    const typed = article.querySelector(".stepper-field input");
    // What is being typed is not touched.
    if (typed && !(document.activeElement === typed && read(typed.value) === value)) typed.value = value === null ? "" : document.documentElement.lang === "ru" ? String(value).replace(".", ",") : String(value);
    const box = article.querySelector("input[type=checkbox][value=not-attempted]");
    if (box) {
      box.checked = own?.kind === "notAttempted";
      if (box.checked) {
        article.querySelector(".deeds").open = true;
        article.querySelector(".deed input[type=text]").value = own.reason;
      }
    }
  }

  function sayError(aspect, message) {
    const error = aspect.article.querySelector("[data-error]");
    if (!error) return;
    error.textContent = message;
    error.hidden = message === "";
    aspect.article.classList.toggle("invalid", message !== "");
  }

  function showProgress() {
    const all = [...aspects.values()];
    const scored = all.filter(aspect => (aspect.state ?? aspect.view.state) === "scored").length;
    const sum = all.reduce((total, aspect) => total + (aspect.state === undefined ? Math.round((aspect.view.mark ?? 0) * 100) : aspect.mark ?? 0), 0);
    document.getElementById("scored").textContent = fill(texts.progress, scored, all.length);
    document.getElementById("points").textContent = fill(texts.points, points(sum), pointsShort(Math.round(sheet.maximum * 100)));
    document.getElementById("progress").value = scored;
  }

  async function showSending() {
    // What is on its way into the browser's store is not sent yet, and is said at once, before the store is asked.
    const unwritten = navigator.onLine && trouble === null ? writes : 0;
    const waiting = unwritten > 0 ? unwritten : queue ? (await queue.of(expert)).filter(entry => !entry.refused).length + evidence.waiting() : 0;
    const name = trouble === "broken" ? "broken"
      : waiting === 0 ? (navigator.onLine && trouble !== "online" ? "sent" : "offlineEmpty")
      : trouble === "signIn" ? "signIn"
      : !navigator.onLine ? "offline"
      : trouble === "online" ? "online" : "sending";
    const place = document.getElementById("sending");
    if (place.dataset.state === `${name} ${waiting}`) return;
    place.dataset.state = `${name} ${waiting}`;
    place.dataset.sending = name;
    const chip = templates.querySelector(`template[data-sending="${name}"]`).content.cloneNode(true);
    for (const text of chip.firstElementChild.childNodes) {
      if (text.nodeType === Node.TEXT_NODE) text.textContent = fill(text.textContent, waiting);
    }
    place.replaceChildren(chip);
  }

  async function showRefused() {
    const refused = (await queue.of(expert)).filter(entry => entry.refused);
    const place = document.getElementById("refused");
    const others = evidence.refused();
    place.hidden = refused.length + others.length === 0;
    if (place.hidden) return place.replaceChildren();
    const notice = document.createElement("div");
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    const body = document.createElement("div");
    body.className = "notice-body";
    const title = document.createElement("p");
    title.className = "notice-title";
    title.textContent = texts.refusedTitle;
    const intro = document.createElement("p");
    intro.textContent = texts.refusedText;
    const list = document.createElement("ul");
    for (const item of [...refused, ...others]) {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = item.page;
      link.textContent = `${item.candidate}, ${item.code}`;
      line.append(link, `: ${item.kind === "value" ? String(item.value) : item.reason ?? item.note ?? "—"}. ${item.refused} `);
      if (item.photo) {
        // The picture is this device's alone now: it can be kept elsewhere before it is dismissed.
        const picture = document.createElement("a");
        picture.href = URL.createObjectURL(item.photo);
        picture.download = `${item.code}.jpg`;
        picture.textContent = texts.evidencePhoto;
        line.append(picture);
      }
      list.append(line);
    }
    const dismiss = document.createElement("button");
    dismiss.type = "button";
    dismiss.className = "button small";
    dismiss.textContent = texts.dismiss;
    dismiss.addEventListener("click", async () => {
      await queue.remove(refused.map(entry => entry.entryId));
      await evidence.dismiss();
      const gone = new Set(refused.map(entry => entry.entryId));
      for (const aspect of aspects.values()) {
        if (aspect.waiting.some(entry => gone.has(entry.entryId))) {
          aspect.waiting = aspect.waiting.filter(entry => !gone.has(entry.entryId));
          show(aspect);
        }
      }
      showRefused();
    });
    body.append(title, intro, list, dismiss);
    notice.append(body);
    place.replaceChildren(notice);
  }

  // --- sending ---

  function sendSoon(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  async function send() {
    if (!queue) return;
    // One tab sends at a time; what another tab sends meanwhile is gone when it is this one's turn.
    await alone(async () => {
      while (true) {
        const waiting = (await queue.of(expert)).filter(entry => !entry.refused);
        const settled = waiting.filter(entry => Date.now() - entry.savedAt >= SETTLE);
        if (settled.length === 0) {
          if (waiting.length > 0) sendSoon(SETTLE); else await sendEvidence();
          break;
        }

        const batch = settled.filter(entry => entry.examId === settled[0].examId).slice(0, BATCH);
        batch.forEach(entry => inFlight.add(entry.entryId));
        mine(batch).forEach(showSaved);
        let went;
        try {
          went = await deliver(batch);
        } finally {
          batch.forEach(entry => inFlight.delete(entry.entryId));
          mine(batch).forEach(showSaved);
        }
        if (!went) {
          sendLater();
          break;
        }
        wait = 0;
        trouble = null;
        showSending();
      }
    });
    showSending();
  }

  function sendLater() {
    wait = Math.min(wait === 0 ? 2000 : wait * 2, LONGEST_WAIT);
    sendSoon(wait);
  }

  // After all marks: a photo must not hold them up.
  async function sendEvidence() {
    const outcome = await evidence.send();
    if (typeof outcome === "string") {
      trouble = outcome;
      return sendLater();
    }
    if (outcome > 0) {
      wait = 0;
      trouble = null;
    }
    showRefused();
  }

  // Browsers give locks to safe addresses only; elsewhere two tabs may send the same entry, which does no harm.
  let sending = Promise.resolve();
  const alone = work => navigator.locks ? navigator.locks.request("demoexam-scoring", work) : (sending = sending.then(work, work));

  const mine = batch => batch.filter(entry => entry.candidateId === sheet.candidate.id).map(entry => aspects.get(entry.aspectId)).filter(Boolean);

  // True when the server has said what became of each entry.
  async function deliver(batch) {
    let answer;
    try {
      answer = await fetch(`${api}/exams/${batch[0].examId}/scores`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ events: batch.map(({ entryId, candidateId, aspectId, kind, value, reason, replaces, enteredAt }) => ({ entryId, candidateId, aspectId, kind, value, reason, replaces, enteredAt })) }),
        signal: AbortSignal.timeout(20_000),
      });
    } catch {
      trouble = "online";
      return false;
    }

    if (answer.status === 401) {
      trouble = "signIn";
      return false;
    }
    if (answer.ok) {
      await settle(batch, (await answer.json()).events);
      return true;
    }
    if (answer.status === 409 || answer.status === 429 || answer.status >= 500) {
      trouble = "online";
      return false;
    }
    if (answer.status === 400 && batch.length > 1) {
      // One entry that can't be read must not hold up the others.
      for (const entry of batch) {
        if (!await deliver([entry])) return false;
      }
      return true;
    }

    const problem = await answer.json().catch(() => ({}));
    const message = Object.values(problem.errors ?? {}).flat().join(" ") || problem.title || `${answer.status}`;
    await settle(batch, batch.map(entry => ({ entryId: entry.entryId, taken: false, message })));
    return true;
  }

  async function settle(batch, outcomes) {
    const byId = new Map(outcomes.map(outcome => [outcome.entryId, outcome]));
    await queue.remove(batch.filter(entry => byId.get(entry.entryId)?.taken).map(entry => entry.entryId));
    for (const entry of batch) {
      const outcome = byId.get(entry.entryId);
      if (!outcome) continue;
      if (!outcome.taken) await queue.refuse(entry, outcome.message);
      const aspect = entry.candidateId === sheet.candidate.id ? aspects.get(entry.aspectId) : null;
      if (!aspect) continue;
      if (outcome.taken) {
        aspect.waiting = aspect.waiting.filter(other => other.entryId !== entry.entryId);
        aspect.sent = true;
      } else {
        aspect.waiting = aspect.waiting.map(other => other.entryId === entry.entryId ? { ...other, refused: outcome.message } : other);
      }
      if (outcome.aspect) learn(aspect, outcome.aspect);
      show(aspect);
      if (!outcome.taken) sayError(aspect, outcome.message);
    }
    if (outcomes.some(outcome => !outcome.taken)) showRefused();
    // A sheet that is complete can be signed, and an entry makes signatures void: the server says which.
    if ([...aspects.values()].every(aspect => aspect.view.state === "scored")) redrawSoon();
  }

  // --- what others did ---

  function learn(aspect, view) {
    const changed = view.state !== aspect.view.state || view.judgesIn.length !== aspect.view.judgesIn.length || view.entries.some((entry, i) => entry.entryId !== aspect.view.entries[i]?.entryId);
    aspect.view = view;
    if (changed && (view.type === "judgement" || view.state === "conflict" || aspect.article.querySelector(".entries"))) {
      redrawSoon();
    }
  }

  function redrawSoon() {
    clearTimeout(others);
    others = setTimeout(redrawOthers, 200);
  }

  // Who said what is drawn by the server, in one place and one language.
  async function redrawOthers() {
    try {
      const answer = await fetch(location.href, { headers: { "x-fresh": "1" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const { article } of aspects.values()) {
        const drawn = fresh.getElementById(article.id)?.querySelector("[data-others]");
        const shown = article.querySelector("[data-others]");
        if (drawn && shown.innerHTML !== drawn.innerHTML) shown.replaceWith(document.adoptNode(drawn));
      }
      const drawn = fresh.getElementById("signatures");
      const shown = document.getElementById("signatures");
      if (drawn && shown && shown.innerHTML !== drawn.innerHTML) shown.replaceWith(document.adoptNode(drawn));
    } catch {
      // Without a network the page keeps what it knows.
    }
  }

  async function look() {
    if (document.visibilityState !== "visible" || !navigator.onLine) return;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) return;
      const fresh = await answer.json();
      if (fresh.status === "locked" && [...aspects.values()].every(aspect => aspect.waiting.length === 0)) return location.reload();
      const signatures = JSON.stringify(fresh.signatures);
      if (signatures !== JSON.stringify(sheet.signatures)) {
        sheet.signatures = fresh.signatures;
        redrawSoon();
      }
      evidence.fresh(fresh.evidence);
      for (const view of fresh.subCriteria.flatMap(sub => sub.aspects)) {
        const aspect = aspects.get(view.aspectId);
        const before = JSON.stringify(aspect.view);
        if (before === JSON.stringify(view)) continue;
        learn(aspect, view);
        show(aspect);
      }
    } catch {
      // The next look will tell.
    }
  }

  // --- hands: touch, mouse, keyboard ---

  const aspectOf = element => aspects.get(element.closest?.(".aspect")?.dataset.aspect);

  function attempt(aspect, typed) {
    if (typed.trim() === "") return sayError(aspect, "");
    const value = read(typed);
    if (value === null) return sayError(aspect, texts.notANumber);
    const allowed = offScale(aspect.view.scale, value);
    if (allowed) return sayError(aspect, fill(texts.offScale, allowed));
    enter(aspect, { kind: "value", value, reason: null });
  }

  function markNotAttempted(aspect) {
    const reason = aspect.article.querySelector(".deed input[type=text]");
    if (reason.value.trim() === "") {
      sayError(aspect, texts.reasonMissing);
      return reason.focus();
    }
    enter(aspect, { kind: "notAttempted", value: null, reason: reason.value.trim() });
  }

  form.addEventListener("submit", event => {
    // Only "keep this one" still goes by the form: it confirms what the server shows. All else is sent already.
    if (event.submitter?.name !== "keep") return event.preventDefault();
    event.preventDefault();
    const aspect = aspectOf(event.submitter);
    const chosen = aspect.view.entries.find(entry => entry.entryId === event.submitter.value);
    if (chosen) enter(aspect, { kind: chosen.kind, value: chosen.value, reason: chosen.reason });
  });

  form.addEventListener("change", event => {
    const aspect = aspectOf(event.target);
    if (!aspect) return;
    if (event.target.type === "radio") attempt(aspect, event.target.value);
    else if (event.target.type === "checkbox" && event.target.value === "not-attempted") {
      if (event.target.checked) markNotAttempted(aspect); else enter(aspect, null);
    }
  });

  form.addEventListener("input", event => {
    if (event.target.matches(".stepper-field input")) {
      const value = read(event.target.value);
      // Half a number is no entry yet: errors are told when the field is left.
      if (value !== null && !offScale(aspectOf(event.target).view.scale, value)) attempt(aspectOf(event.target), event.target.value);
    }
  });

  form.addEventListener("focusout", event => {
    if (event.target.matches(".stepper-field input")) attempt(aspectOf(event.target), event.target.value);
  });

  form.addEventListener("click", event => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const aspect = aspectOf(step);
    const own = content(aspect);
    const value = own?.kind === "value" ? own.value + Number(step.dataset.step) : step.dataset.step === "1" ? 1 : 0;
    if (offScale(aspect.view.scale, value) === null) enter(aspect, { kind: "value", value, reason: null });
  });

  const articles = () => [...form.querySelectorAll(".aspect")].filter(article => article.querySelector(".aspect-control input:not([type=hidden])"));

  function goTo(article) {
    const control = article.querySelector(".picks input:checked") ?? article.querySelector(".picks input, .stepper-field input");
    control.focus();
    control.select?.();
    article.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function move(from, by) {
    const all = articles();
    const target = all[all.indexOf(from) + by];
    if (target) goTo(target);
    else if (by > 0) document.querySelector(".sheet-end a:not([hidden])")?.focus();
  }

  form.addEventListener("keydown", event => {
    const article = event.target.closest(".aspect");
    const aspect = article && aspectOf(article);
    if (!aspect || event.altKey || event.metaKey || event.isComposing) return;
    const inReason = event.target.matches(".deed input[type=text]");
    const inNumber = event.target.matches(".stepper-field input");
    const inPicks = event.target.matches(".picks input");

    if (event.ctrlKey) {
      if (event.key === "Enter") {
        event.preventDefault();
        (document.getElementById("next") ?? document.querySelector(".sheet-end a:not([hidden])"))?.click();
      } else if (event.code === "KeyZ" && !inReason) {
        event.preventDefault();
        undo();
      }
      return;
    }

    if (event.key === "Enter" && inReason) {
      event.preventDefault();
      markNotAttempted(aspect);
      if (content(aspect)?.kind === "notAttempted") move(article, 1);
    } else if (event.key === "Enter" && (inNumber || inPicks)) {
      event.preventDefault();
      if (inNumber) attempt(aspect, event.target.value);
      if (article.querySelector("[data-error]").hidden) move(article, 1);
    } else if (event.key === "ArrowDown" && (inNumber || inPicks)) {
      event.preventDefault();
      move(article, 1);
    } else if (event.key === "ArrowUp" && (inNumber || inPicks)) {
      event.preventDefault();
      move(article, -1);
    } else if (inPicks && /^\d$/.test(event.key)) {
      event.preventDefault();
      const radio = article.querySelector(`.picks input[value="${event.key}"]`);
      if (!radio) return sayError(aspect, fill(texts.offScale, offScale(aspect.view.scale, 99)));
      radio.checked = true;
      radio.focus();
      attempt(aspect, event.key);
    } else if ((inPicks || inNumber) && event.code === "KeyN") {
      event.preventDefault();
      article.querySelector(".deeds").open = true;
      const reason = article.querySelector(".deed input[type=text]");
      if (reason.value === "") reason.value = texts.defaultReason;
      reason.focus();
      reason.select();
    } else if ((inPicks && (event.key === "Delete" || event.key === "Backspace")) || (inNumber && event.key === "Delete")) {
      event.preventDefault();
      enter(aspect, null);
    } else if (event.key === "Escape" && inReason) {
      article.querySelector(".deeds").open = false;
      goTo(article);
    }
  });

  // The first key on a fresh page starts at the first aspect that has no mark.
  document.addEventListener("keydown", event => {
    if (document.activeElement === document.body && /^(ArrowDown|Enter|\d)$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      const article = articles().find(article => content(aspectOf(article)) === null) ?? articles()[0];
      goTo(article);
      const radio = article.querySelector(`.picks input[value="${event.key}"]`);
      if (radio) attempt(aspectOf(article), event.key);
    }
  });

  function undo() {
    const last = undoing.pop();
    if (!last) return;
    enter(last.aspect, last.before, true);
    goTo(last.aspect.article);
  }

  document.getElementById("undo")?.addEventListener("click", undo);

  window.addEventListener("beforeunload", event => { if (writes > 0 || trouble === "broken") event.preventDefault(); });
  window.addEventListener("online", () => { wait = 0; trouble = null; showSending(); sendSoon(0); look(); });
  window.addEventListener("offline", showSending);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") { sendSoon(0); look(); } });
  setInterval(look, LOOK_AGAIN);

  // --- begin: what waited here since the last time is on the sheet again ---

  (async () => {
    try {
      const stores = await openQueue();
      queue = stores.entries;
      evidence = evidenceOf({ sheet, root, texts, store: stores.evidence, changed: () => { showSending(); sendSoon(0); } });
      await evidence.learn();
      navigator.storage?.persist?.();
    } catch {
      trouble = "broken";
      return showSending();
    }
    for (const entry of await queue.of(expert)) {
      const aspect = entry.candidateId === sheet.candidate.id ? aspects.get(entry.aspectId) : null;
      if (aspect) {
        aspect.waiting.push({ ...entry, kept: true });
        show(aspect);
      }
    }
    showRefused();
    showSending();
    sendSoon(0);
    root.dataset.ready = "";
    // The page may be the one that was kept for times without a network.
    look();
    keepForOffline();
  })();

  // --- without a network: this page opens again, and so do those of the other candidates ---

  async function keepForOffline() {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope });
    const store = await caches.open("demoexam-sheets");
    // The first visit was not seen by the worker: what this page is made of is kept now.
    const parts = [location.href, ...performance.getEntriesByType("resource").map(part => part.name).filter(name => /\.(css|js|svg)(\?|$)/.test(name))];
    const others = sheet.candidates.map(candidate => new URL(candidate.id, location.href).href).filter(page => page !== location.href);
    for (const part of [...new Set([...parts, ...others])]) {
      try {
        if (await store.match(part, { ignoreVary: true })) continue;
        const answer = await fetch(part, { headers: { "x-fresh": "1" } });
        if (answer.ok && !answer.redirected) await store.put(part, answer);
      } catch {
        return;
      }
      root.dataset.kept = String(Number(root.dataset.kept ?? 0) + 1);
    }
    root.dataset.offline = "ready";
  }
}
