// Comfort only: the plan is sent and shown again in place, as soon as something was chosen. Without this file the buttons do it.
const form = () => document.getElementById("plan");
const pause = 1000;
let latest = 0;

const said = field => field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
const fields = () => [...form().elements].filter(field => field.id && field.name && field.type !== "hidden");

async function show(handler, submitter, again = false) {
  const mine = ++latest;
  const body = new FormData(form(), submitter);
  const sent = new Map(fields().map(field => [field.id, said(field)]));
  const focus = document.activeElement?.id;
  form().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(handler, { method: "POST", body, headers: { Accept: "text/html" } });
    // A later choice has its own answer on the way.
    if (mine !== latest) return;
    if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("plan");
    if (!fresh) throw new Error("no plan");
    // What was typed while the answer was on the way stays, and is asked about next.
    const typed = fields().filter(field => sent.get(field.id) !== said(field)).map(field => [field.id, said(field)]);
    form().replaceChildren(...fresh.childNodes);
    for (const [id, value] of typed) {
      const field = document.getElementById(id);
      if (field) field[typeof value === "boolean" ? "checked" : "value"] = value;
    }
    if (focus) document.getElementById(focus)?.focus();
    if (typed.length > 0) show("?handler=Show", null);
  } catch {
    if (mine !== latest) return;
    // Signed out, or no network: the whole page says so. A choice is asked about once more, then its form says that the answer is lacking.
    if (submitter) HTMLFormElement.prototype.submit.call(withHandler(handler, submitter));
    else if (again) document.getElementById("plan-silent").hidden = false;
    else setTimeout(() => { if (mine === latest) show(handler, null, true); }, pause);
  } finally {
    if (mine === latest) form().removeAttribute("aria-busy");
  }
}

function withHandler(handler, submitter) {
  form().action = handler;
  if (submitter.name) form().append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  return form();
}

document.addEventListener("change", event => {
  if (event.target.matches("#plan [data-plan]")) show("?handler=Show", null);
});

document.addEventListener("submit", event => {
  const button = event.submitter;
  const handler = button?.getAttribute("formaction");
  if (event.target.id !== "plan" || !handler) return;
  event.preventDefault();
  show(handler, button);
}, true);
