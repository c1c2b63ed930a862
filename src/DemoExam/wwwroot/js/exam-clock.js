// The clock of the room. The page is a time table without this file. With it the clock counts by the time of the server, keeps
// what it knows for a reload without a network, and says the time at the moments that the rules require.
const root = document.getElementById("clock");
const words = root.dataset;
const key = `demoexam-clock ${words.source}`;
const said = document.querySelector("[data-clock-say]");
const SAY_FOR = 60000;
let state = null;
let skew = 0;
let offline = false;
let sayUntil = 0;

const pad = number => String(number).padStart(2, "0");
const wall = new Intl.DateTimeFormat("ru", { timeZone: words.zone, hour: "2-digit", minute: "2-digit" });
const wallSeconds = new Intl.DateTimeFormat("ru", { timeZone: words.zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const at = moment => wall.format(new Date(moment));
const now = () => Date.now() + skew;

function span(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  return `${hours}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

// What the end is now: while a clock stands, its end moves on.
const end = time => Date.parse(time.endsAt) + (time.isStopped ? now() - Date.parse(state.now) : 0);

async function load() {
  try {
    const before = Date.now();
    const answer = await fetch(words.source, { headers: { Accept: "application/json", "x-fresh": "1" }, cache: "no-store" });
    if (!answer.ok) return;
    state = await answer.json();
    // Half of the way there and back.
    skew = Date.parse(state.now) - (before + Date.now()) / 2;
    offline = false;
    try { localStorage.setItem(key, JSON.stringify({ state, skew })); } catch { /* a clock without memory is still a clock */ }
  } catch {
    offline = true;
    if (!state) recall();
  }
  draw();
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    if (kept) ({ state, skew } = kept);
  } catch { /* nothing was kept */ }
}

function draw() {
  document.querySelector("[data-clock-now]").textContent = wallSeconds.format(new Date(now()));
  if (!state) return;
  for (const group of state.groups) {
    const box = root.querySelector(`[data-group="${group.number}"]`);
    if (!box) { location.reload(); return; }
    const { time } = group;
    const left = end(time) - now();
    const works = time.startedAt && !time.finishedAt;
    const shown = works ? span(left) : time.finishedAt ? "0:00:00" : at(group.plannedAt);
    box.querySelector("[data-left]").textContent = shown;
    box.classList.toggle("stopped", Boolean(works && time.isStopped));
    box.classList.toggle("soon", Boolean(works && !time.isStopped && left <= 30 * 60000 && left > 0));
    box.classList.toggle("over", Boolean(time.finishedAt || (works && left <= 0)));
    const line = !time.startedAt ? words.waits.replace("{0}", at(group.plannedAt)) : works && left > 0 ? `${at(time.startedAt)} – ${at(end(time))}` : words.over;
    box.querySelector("[data-line]").textContent = [line, works && time.isStopped ? words.stopped : "", offline ? words.offline : ""].filter(Boolean).join(" · ");
    own(box, group);
    plan(box, group, works);
  }
  if (sayUntil < Date.now()) said.hidden = true;
}

function own(box, group) {
  const list = box.querySelector("[data-own]");
  const rows = group.own.map(seat => {
    const left = end(seat.time) - now();
    const row = document.createElement("li");
    const name = document.createElement("strong");
    name.textContent = words.place.replace("{0}", seat.workplace) + (seat.time.extraMinutes ? ` ${words.extra.replace("{0}", seat.time.extraMinutes)}` : "");
    const value = document.createElement("span");
    value.textContent = `${seat.time.startedAt ? span(left) : at(seat.time.endsAt)}${seat.time.isStopped ? " ‖" : ""}`;
    row.append(name, value);
    return row;
  });
  list.replaceChildren(...rows);
}

function plan(box, group, works) {
  const moments = [...group.announcements.map(a => a.left), 0];
  box.querySelectorAll("[data-plan] li").forEach((item, index) => {
    const moment = end(group.time) - (moments[index] ?? 0) * 60000;
    item.querySelector(".num").textContent = at(moment);
    const past = works && !group.time.isStopped && moment <= now();
    item.classList.toggle("past", Boolean(past));
    if (past && now() - moment < SAY_FOR && said.dataset.last !== `${group.number} ${moments[index]}`) say(group, moments[index]);
  });
}

function say(group, left) {
  said.dataset.last = `${group.number} ${left}`;
  said.textContent = (left ? words.say.replace("{1}", left >= 60 ? `${Math.floor(left / 60)}:${pad(left % 60)}` : `0:${pad(left)}`) : words.end).replace("{0}", group.number);
  said.hidden = false;
  sayUntil = Date.now() + SAY_FOR;
}

const full = document.querySelector("[data-clock-full]");
if (document.documentElement.requestFullscreen) {
  full.hidden = false;
  full.addEventListener("click", () => document.documentElement.requestFullscreen());
}

async function keep() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(words.worker, { scope: words.scope });
  const store = await caches.open("demoexam-sheets");
  const parts = [location.href, ...performance.getEntriesByType("resource").map(part => part.name).filter(name => /\.(css|js|svg)(\?|$)/.test(name))];
  for (const part of new Set(parts)) await store.add(part).catch(() => {});
}

recall();
draw();
load();
setInterval(draw, 500);
setInterval(load, 60000);
addEventListener("online", load);
const source = new EventSource(words.events);
source.addEventListener("board", load);
source.addEventListener("error", () => { offline = !navigator.onLine; });
keep().catch(() => {});
