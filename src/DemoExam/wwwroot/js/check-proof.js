// Checks the signed digits in the address of a QR code in the reader's own browser. Where the server has answered already it adds one
// line to the answer; on the page that stands in for the server when there is no network it is the whole answer.
import { keepForLater, locale } from "./check-app.js";
import { digitsIn, readProof, readStatus, standingOf } from "./passport-proof.js";

const KINDS = { withdrawn: "bad", good: "good" };
const data = JSON.parse(document.getElementById("proof-data").textContent);
const box = document.getElementById("proof");
const whole = box.dataset.whole !== undefined;
const words = data.words;
const points = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
const moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });

keepForLater(data.base).then(ready);

// Says that the next check works without a network.
function ready(registration) {
  const worker = registration?.installing ?? registration?.waiting ?? registration?.active;
  const tell = () => worker?.state === "activated" && (box.dataset.offline = "ready");
  worker?.addEventListener("statechange", tell);
  tell();
}

document.getElementById("proof-form")?.addEventListener("submit", event => {
  event.preventDefault();
  check(new FormData(event.target).get("code") ?? "");
});
addEventListener("hashchange", () => check(location.hash));
if (location.hash.length > 1) check(location.hash);

async function check(text) {
  const digits = digitsIn(text);
  if (!digits) {
    if (whole && text) show("neutral", "unreadable");
    return;
  }
  if (!globalThis.crypto?.subtle) return show("neutral", "insecure");
  const { finding, claims } = await readProof(digits, data.issuer, data.keys);
  if (finding !== "good") return show("bad", finding === "unreadable" ? "unreadable" : finding === "unknownKey" ? "foreign" : "changed");
  // The server answered for the path of the address; the digits must be of the same passport.
  if (!whole && data.number && data.number !== claims.number) return show("bad", "other", claims);
  const status = claims.status && await statusOf(claims.status);
  const state = standingOf(claims, status);
  show(KINDS[state] ?? "warning", state, claims, status);
}

// The kept list helps out when the network fails; its own signature and date say what it is worth.
async function statusOf({ list, index }) {
  try {
    const answer = await fetch(`${data.base}status/${list}`, { credentials: "omit" });
    return answer.ok ? await readStatus(await answer.text(), `${data.site}/status/${list}`, data.issuer, data.keys, index) : null;
  } catch {
    return null;
  }
}

function show(kind, state, claims, status) {
  const asOf = status ? words.asOf.replace("{0}", moment.format(status.madeAt)) : "";
  const answer = document.getElementById(`proof-${kind}`).content.firstElementChild.cloneNode(true);
  answer.querySelector("[data-title]").textContent = words[whole ? state : `${state}.fact`] ?? words[state];
  answer.querySelector("[data-text]").textContent = [words[`${state}.text`], asOf].filter(Boolean).join(" ");
  answer.dataset.state = state;
  const facts = document.createElement("dl");
  facts.className = "facts";
  if (claims && (whole || state === "good")) {
    const { number, name, total, maximum, packageName, level, modules } = claims;
    // Of a passport that is not in force nothing is told but which one it is, as on the page of the register.
    const lines = state === "withdrawn" || state === "early" ? [[words.number, number]] : [
      [words.number, number], [words.holder, name], [words.total, of(total, maximum)], [words.skill, packageName], [words.level, level],
      ...modules.map(m => [`${words.module} ${m.code}`, of(m.mark, m.maximum)]),
    ];
    for (const [label, value] of lines) {
      const line = document.createElement("div");
      line.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: value }));
      facts.append(line);
    }
  }
  box.replaceChildren(answer, ...(facts.children.length ? [facts] : []));
  box.hidden = false;
  if (whole) document.title = answer.querySelector("[data-title]").textContent;
}

const of = (mark, maximum) => words.of.replace("{0}", points.format(mark)).replace("{1}", points.format(maximum));
