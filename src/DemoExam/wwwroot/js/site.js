// Comfort only: every page works without this file.

// Questions before a deed open as dialogs instead of unfolding in place. The page listens as a whole, since parts of it may be
// renewed later; what was unfolded before this file arrived becomes a dialog at once.
function ask(details) {
  const dialog = details.nextElementSibling?.matches("dialog.confirm-dialog") ? details.nextElementSibling : wrap(details);
  details.open = false;
  dialog.showModal();
  // The harmless answer has the focus: a stray Enter must not destroy anything.
  (dialog.querySelector("input:not([type=hidden]), textarea, select") ?? dialog.querySelector("[data-close]")).focus();
}

function wrap(details) {
  const panel = details.querySelector(".confirm-panel");
  const dialog = document.createElement("dialog");
  dialog.className = "confirm-dialog";
  dialog.setAttribute("aria-labelledby", panel.querySelector("h2").id);
  const cancel = panel.querySelector("[data-close]");
  cancel.hidden = false;
  cancel.addEventListener("click", () => dialog.close());
  details.after(dialog);
  dialog.append(panel);
  return dialog;
}

document.addEventListener("click", event => {
  const details = event.target.closest("details.confirm > summary")?.parentElement;
  if (details) {
    event.preventDefault();
    ask(details);
  }
});
document.querySelectorAll("details.confirm[open]").forEach(ask);

// Leaving a form with unsaved work asks. The browser chooses the words.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let touched = form.querySelector(".invalid") !== null;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", event => { if (touched) event.preventDefault(); });
}

// The browser's own print command does the same where there is no script.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What one person opened is not for the next one at the same device.
document.querySelector("form[action$='/sign-out']")?.addEventListener("submit", () => { globalThis.caches?.delete("demoexam-sheets"); });

// Files may be dropped anywhere on their frame.
for (const drop of document.querySelectorAll(".drop")) {
  const input = drop.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", event => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// The menu of the bottom bar closes by Escape and by a tap beside it.
const more = document.querySelector("details.more");
if (more) {
  document.addEventListener("click", event => { if (!more.contains(event.target)) more.open = false; });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && more.open) {
      more.open = false;
      more.querySelector("summary").focus();
    }
  });
}

// A second press of a slow button must not send the form twice. It wakes up again, because an answer may be a file, after
// which the page is still there.
document.addEventListener("submit", event => {
  const button = event.submitter;
  if (button && event.target.method === "post" && !event.defaultPrevented) {
    setTimeout(() => { button.disabled = true; });
    setTimeout(() => { button.disabled = false; }, 4000);
  }
});
