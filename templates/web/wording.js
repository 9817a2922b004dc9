// Shows what the guard finds while a clause is being written. Without this script the button "Check wording" does.
"use strict";

const form = document.querySelector("form[data-check]");
const findings = document.getElementById("findings");
const PAUSE = 400; // milliseconds without a key before the draft is sent
let waiting;
let asked;

async function check() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: asked.signal,
    });
    if (answer.ok) {
      findings.innerHTML = await answer.text(); // made by this server's templates, which escape every text
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      findings.textContent = "The wording could not be checked. Use the button.";
    }
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
});
