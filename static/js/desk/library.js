// The library's picker: search what is there, or send a new picture with its words.
import { upload } from "./upload.js";

export async function library(form, chosen, { file = null, needsAlt = false } = {}) {
  const dialog = document.querySelector("[data-library-dialog]");
  const address = form.dataset.library;
  const load = async (query) => {
    const answer = await fetch(query).catch(() => null);
    if (!answer?.ok) return '<p class="library-said">The library cannot be reached.</p>';
    return answer.text();
  };
  dialog.innerHTML = await load(address);
  if (!dialog.open) dialog.showModal();

  const query = dialog.querySelector("[data-library-search]");
  const sheet = dialog.querySelector("[data-library-upload]");
  if (!query || !sheet) return;
  const said = dialog.querySelector("[data-library-said]");
  const field = sheet.elements.upload;
  const say = (text) => {
    said.textContent = text;
    said.hidden = !text;
  };
  let asked = 0;
  const done = (picture) => {
    dialog.close();
    chosen(picture);
  };
  if (file) {
    const carrier = new DataTransfer();
    carrier.items.add(file);
    field.files = carrier.files;
    sheet.elements.alt.focus();
    say(needsAlt ? "A pasted picture goes to the library: say what it shows." : "");
  } else query.focus();

  query.addEventListener("input", async () => {
    const mine = ++asked;
    const found = await load(`${address}?part=grid&q=${encodeURIComponent(query.value)}`);
    if (mine === asked) dialog.querySelector("[data-library-grid]").innerHTML = found;
  });
  dialog.querySelector("[data-library-grid]").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-picture]");
    if (button) done(JSON.parse(button.dataset.picture));
    const more = event.target.closest("[data-more]");
    if (more) more.closest("p").outerHTML = await load(more.dataset.more);
  });
  sheet.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!field.files[0]) return say("Choose a picture first.");
    if (!sheet.elements.alt.value.trim() && !sheet.elements.is_decorative.checked) {
      sheet.elements.alt.focus();
      return say("Say what the picture shows, or mark it as decorative.");
    }
    say("Sending the picture…");
    const words = Object.fromEntries(new FormData(sheet));
    delete words.upload;
    try {
      done(await upload(form, field.files[0], words));
    } catch (error) {
      say(error.message);
    }
    return undefined;
  });
  dialog.querySelector("[data-library-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
