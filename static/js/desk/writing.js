// The writing page: the editor, saving while one types, and the panels. It works without this, as a plain form.
import { bylines } from "./byline.js";
import { editor } from "./editor.js";
import { keeping } from "./keeping.js";
import { lead } from "./lead.js";
import { inField } from "./quotes.js";
import { topics } from "./topics.js";

const form = document.getElementById("story");
document.documentElement.classList.add("js");

const words = () => {
  const instance = window.CKEDITOR?.instances.id_body;
  const text = instance?.editable() ? instance.editable().getText() : form.elements.body.value.replace(/<[^>]*>/g, " ");
  const count = text.split(/\s+/).filter(Boolean).length;
  form.querySelector("[data-count]").textContent = count ? `${count} words, ${Math.max(1, Math.round(count / 230))} min` : "";
};

// A headline and a standfirst are as high as what stands in them.
const grow = (area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
};
for (const area of form.querySelectorAll("textarea.grows")) {
  if (!CSS.supports("field-sizing", "content")) {
    area.addEventListener("input", () => grow(area));
    window.addEventListener("resize", () => grow(area)); // a phone turned on its side
    grow(area);
  }
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (area.name === "headline") form.elements.standfirst.focus();
    else window.CKEDITOR?.instances.id_body?.focus();
  });
}

const keeper = keeping(form);
bylines(form, keeper.touched);
topics(form, keeper.touched);
lead(form, keeper.touched);
editor(form, () => {
  keeper.touched();
  words();
}, words);
form.addEventListener("input", keeper.touched);
form.addEventListener("change", keeper.touched);
words();

for (const name of ["headline", "standfirst", "lead_caption"]) inField(form.elements[name], form.dataset.language);

// Panels: closed by Escape, by their Close and by a press elsewhere; opening one renews its checks.
for (const panel of document.querySelectorAll("[data-panel]")) {
  const close = () => {
    panel.open = false;
    panel.querySelector("summary").focus();
  };
  const button = panel.querySelector("[data-close]");
  button.hidden = false;
  button.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && panel.open && close());
  panel.addEventListener("toggle", () => panel.open && keeper.keep(true));
  document.addEventListener("pointerdown", (event) => {
    if (panel.open && !panel.contains(event.target)) panel.open = false;
  });
  const confirm = panel.querySelector("[data-confirm]");
  if (!confirm) continue;
  const now = confirm.textContent;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
  const say = () => {
    const later = panel.querySelector('[name="when"][value="later"]').checked;
    const at = panel.querySelector('[name="at"]').value;
    confirm.textContent = later ? (at ? `Schedule for ${clock.format(new Date(at))}` : "Schedule") : now;
  };
  panel.addEventListener("input", say);
  say();
}

// A finding leads to its field.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-jump]");
  if (!link) return;
  event.preventDefault();
  for (const panel of document.querySelectorAll("[data-panel][open]")) panel.open = false;
  const place = document.getElementById(`field-${link.dataset.jump}`) ?? form.elements[link.dataset.jump]?.parentElement;
  if (!place) return;
  place.closest("details")?.setAttribute("open", "");
  place.scrollIntoView({ block: "center" });
  if (link.dataset.jump === "body" && window.CKEDITOR?.instances.id_body) window.CKEDITOR.instances.id_body.focus();
  else place.querySelector("input:not([type=hidden]), textarea, select, button")?.focus();
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      window.prompt("Copy the address", button.dataset.copy);
    }
  });
}
