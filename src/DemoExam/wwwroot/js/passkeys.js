// Passkeys need script: the browser talks to the authenticator. Forms for it stay hidden where there is none.
const forms = window.PublicKeyCredential?.parseCreationOptionsFromJSON ? document.querySelectorAll("form[data-passkey]") : [];

for (const form of forms) {
  form.hidden = false;
  form.addEventListener("submit", async event => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const error = form.querySelector("[data-passkey-error]");
    error.hidden = true;
    try {
      const address = new URL(form.action);
      address.searchParams.set("handler", "PasskeyOptions");
      const answer = await fetch(address, { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error(answer.statusText);
      const options = await answer.json();
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.requestSubmit();
    } catch {
      // Cancelled, no authenticator, or none that knows this site.
      error.hidden = false;
    }
  });
}
