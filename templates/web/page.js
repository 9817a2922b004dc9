// Makes two things live that work without it: the preview beside a question, and the progress of work in hand.
"use strict";

function livePreview(form) {
  const pane = document.querySelector("[data-pane]");
  let timer = 0;
  let newest = 0;
  async function show() {
    const number = ++newest;
    const body = new URLSearchParams(new FormData(form));
    body.append("part", "yes");
    const reply = await fetch(form.dataset.preview, { method: "POST", body });
    const text = await reply.text();
    if (reply.ok && number === newest) pane.innerHTML = text;
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 150);
  });
  form.querySelector("[data-preview-button]").hidden = true;
}

async function liveProgress(place) {
  for (;;) {
    await new Promise((again) => setTimeout(again, 500));
    const reply = await fetch(place.dataset.progress, { redirect: "manual" });
    if (!reply.ok) return location.reload();
    place.innerHTML = await reply.text();
  }
}

for (const form of document.querySelectorAll("form[data-preview]")) livePreview(form);
for (const place of document.querySelectorAll("[data-progress]")) liveProgress(place);
for (const summary of document.querySelectorAll(".summary")) summary.focus();
