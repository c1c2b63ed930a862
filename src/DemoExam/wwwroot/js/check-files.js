// Checks files and lists in the reader's own browser: PDF, ZIP of PDFs, CSV of links. Nothing is sent anywhere; the only requests are for
// the issuer's signed status lists, which are the same for everybody.
import { keepForLater, locale } from "./check-app.js";
import { digitsIn, readProof, readStatus, standingOf } from "./passport-proof.js";
import { checkPdf, LARGEST_PDF } from "./pdf-check.js";
import { entriesOf, MOST_ENTRIES } from "./zip-read.js";

// As the table calls two of the states.
const NAMES = { good: "valid", unknown: "statusUnknown" };
const LARGEST_LIST = 4 * 1024 * 1024, MOST_LINES = 5000;
const data = JSON.parse(document.getElementById("files-data").textContent);
const { words } = data;
const box = document.getElementById("files"), input = document.getElementById("files-input"), table = document.getElementById("files-table");
const progress = document.getElementById("files-progress"), bar = progress.querySelector("progress"), count = progress.querySelector("[data-count]");
const summary = document.getElementById("files-summary"), rows = table.querySelector("tbody"), template = document.getElementById("files-row").content;
const points = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
const lists = new Map();
let found = [], run = 0;

if (globalThis.crypto?.subtle) {
  box.hidden = false;
  // The form that sends the file is for browsers that can't check it themselves.
  for (const form of document.querySelectorAll("[data-without-script]")) form.hidden = true;
}

keepForLater(data.base);
input.addEventListener("change", () => check([...input.files]));
document.getElementById("files-save").addEventListener("click", save);

async function check(files) {
  const mine = ++run;
  found = [];
  lists.clear();
  rows.replaceChildren();
  table.hidden = true;
  summary.textContent = "";
  document.getElementById("files-save").hidden = true;
  progress.hidden = false;
  tell(0, 0);
  const tasks = [];
  for (const file of files) tasks.push(...await tasksOf(file));
  for (const [i, task] of tasks.entries()) {
    tell(i, tasks.length);
    // Lets the page draw and the reader choose something else.
    if (i % 10 === 9) await new Promise(go => setTimeout(go));
    const result = await task.run();
    if (mine !== run) return;
    found.push({ name: task.name, ...result });
    rows.append(rowOf(found.at(-1)));
  }
  progress.hidden = true;
  table.hidden = found.length === 0;
  document.getElementById("files-save").hidden = found.length === 0;
  const sum = Object.entries(Object.groupBy(found, r => r.state)).map(([state, all]) => `${words[state]}: ${all.length}`);
  summary.textContent = found.length ? `${words.checked.replace("{0}", found.length)} ${sum.join(", ")}.` : words.nothing;
  summary.dataset.done = "";
}

function tell(done, all) {
  bar.max = Math.max(all, 1);
  bar.value = done;
  count.textContent = words.progress.replace("{0}", done).replace("{1}", all);
}

/** What is to be checked in a file: itself, its entries, or its lines. */
async function tasksOf(file) {
  const name = file.name;
  if (/\.zip$/i.test(name)) {
    const entries = await entriesOf(file, LARGEST_PDF + 1).catch(() => null);
    if (!entries) return [bad(name, "unreadable", "notAZip")];
    const passports = entries.filter(e => /\.pdf$/i.test(e.name));
    return [
      ...passports.slice(0, MOST_ENTRIES).map(e => ({ name: e.name, run: async () => pdf(await e.read()) })),
      ...passports.length > MOST_ENTRIES ? [bad(name, "unreadable", "tooMany")] : [],
    ];
  }
  if (/\.(csv|txt)$/i.test(name)) {
    if (file.size > LARGEST_LIST) return [bad(name, "unreadable", "tooLarge")];
    const lines = (await file.text()).split(/\r?\n/).map((text, i) => [text.trim(), i + 1]).filter(([text]) => text);
    // A line of headings holds nothing that could be a passport.
    if (lines.length && !/\d/.test(lines[0][0])) lines.shift();
    return [
      ...lines.slice(0, MOST_LINES).map(([text, number]) => ({ name: `${name}, ${number}`, run: () => link(text) })),
      ...lines.length > MOST_LINES ? [bad(name, "unreadable", "tooMany")] : [],
    ];
  }
  return [file.size > LARGEST_PDF ? bad(name, "unreadable", "tooLarge") : { name, run: async () => pdf(new Uint8Array(await file.arrayBuffer())) }];
}

const bad = (name, state, why) => ({ name, run: async () => ({ state, why: words[why] }) });

async function pdf(bytes) {
  if (!bytes) return { state: "unreadable", why: words.tooLarge };
  const { state, reason, claims } = await checkPdf(bytes, data);
  if (state !== "genuine") return { state, why: words[reason] ?? "" };
  const { credentialSubject: subject, credentialStatus: entry } = claims;
  const place = entry?.statusListCredential?.startsWith(`${data.site}/status/`) ? { list: entry.statusListCredential.slice(data.site.length + 8), index: Number(entry.statusListIndex) } : null;
  const total = subject.result?.[0]?.value, most = subject.achievement?.resultDescription?.[0]?.valueMax;
  return standing({
    number: subject.licenseNumber, holder: subject.identifier?.[0]?.identityHash ?? "", skill: subject.achievement?.name ?? "",
    total: total ? of(Number(total), Number(most)) : "", expires: claims.exp ? new Date(claims.exp * 1000) : null, issued: new Date(claims.nbf * 1000),
  }, place);
}

async function link(text) {
  const cell = text.split(/[;,\t]/).map(c => c.trim().replace(/^"|"$/g, ""));
  const digits = cell.map(digitsIn).find(Boolean);
  // A number says nothing by itself; asking for it would tell the server who is being checked.
  if (!digits) return { state: "ask", number: cell.find(c => c) ?? "", why: words.askWhy };
  const { finding, claims } = await readProof(digits, data.issuer, data.keys);
  if (finding !== "good") return { state: finding === "unreadable" ? "unreadable" : finding === "unknownKey" ? "foreign" : "tampered", why: "" };
  return standing({
    number: claims.number, holder: claims.name, skill: claims.packageName, total: of(claims.total, claims.maximum), expires: claims.expires, issued: claims.issued,
  }, claims.status);
}

async function standing(values, place) {
  const status = place && await statusOf(place);
  const asOf = status ? words.asOf.replace("{0}", moment.format(status.madeAt)) : "";
  const state = standingOf(values, status);
  return { state: NAMES[state] ?? state, ...values, why: asOf };
}

// Each list is fetched once for a whole batch; it tells the server nothing about whom it is for.
async function statusOf({ list, index }) {
  if (!/^\d{1,6}$/.test(String(list))) return null;
  if (!lists.has(list)) lists.set(list, fetch(`${data.base}status/${list}`, { credentials: "omit" }).then(answer => answer.ok ? answer.text() : null).catch(() => null));
  const token = await lists.get(list);
  return token && readStatus(token, `${data.site}/status/${list}`, data.issuer, data.keys, index);
}

function rowOf(result) {
  const row = template.firstElementChild.cloneNode(true);
  row.dataset.state = result.state;
  const kind = { valid: "good", withdrawn: "bad", tampered: "bad", foreign: "bad", expired: "warning", early: "warning", stale: "warning", statusUnknown: "warning", ask: "info" }[result.state] ?? "neutral";
  const badge = row.querySelector("[data-state-badge]");
  badge.className = `badge ${kind}`;
  badge.textContent = words[result.state];
  for (const field of ["name", "number", "holder", "skill", "total", "why"]) row.querySelector(`[data-${field}]`).textContent = result[field] ?? "";
  return row;
}

function save() {
  const fields = ["name", "state", "number", "holder", "skill", "total", "why"];
  const lines = [fields.map(f => words[`column.${f}`]), ...found.map(r => fields.map(f => f === "state" ? words[r.state] : r[f] ?? ""))];
  // A cell that begins like a formula is made a text, and the mark at the front tells office programs the encoding.
  const text = lines.map(line => line.map(cell => `"${String(cell).replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`).join(";")).join("\r\n");
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  Object.assign(document.createElement("a"), { href: address, download: `${words.fileName}.csv` }).click();
  URL.revokeObjectURL(address);
}

const of = (mark, maximum) => words.of.replace("{0}", points.format(mark)).replace("{1}", points.format(maximum));
