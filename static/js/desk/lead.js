// The lead picture: drop, paste or pick; what readers must be told about it stands open below.
import { library } from "./library.js";
import { upload } from "./upload.js";

export function lead(form, touched) {
  const box = form.querySelector("[data-lead]");
  const frame = box.querySelector("[data-drop]");
  const image = box.querySelector(".lead-picture");
  const words = box.querySelector(".lead-words");
  const said = box.querySelector("[data-lead-said]");
  const file = box.querySelector('[name="lead_file"]');
  const out = box.querySelector("[data-lead-out]");
  const pick = box.querySelector('[data-library="lead"]');
  const { lead_image: id, lead_alt: alt, lead_decorative: decorative, lead_caption: caption, lead_credit: credit } = form.elements;

  const mark = () => box.querySelector(".words-alt").classList.toggle("is-missing", !alt.value.trim() && !decorative.checked);
  function show(picture) {
    id.value = picture?.id ?? "";
    image.hidden = out.hidden = !picture;
    frame.classList.toggle("is-empty", !picture);
    words.toggleAttribute("data-empty", !picture);
    box.querySelector(".lead-file span").textContent = picture ? "Replace" : "Add a lead picture";
    said.hidden = true;
    if (picture) {
      image.src = picture.url;
      alt.value = picture.alt;
      decorative.checked = picture.is_decorative;
      caption.value = picture.caption;
      credit.value = picture.credit;
      if (!picture.alt && !picture.is_decorative) alt.focus();
    } else image.removeAttribute("src");
    mark();
    touched();
  }
  async function take(picture) {
    said.hidden = false;
    said.textContent = "Sending the picture…";
    try {
      show(await upload(form, picture));
    } catch (error) {
      said.textContent = error.message;
    }
    file.value = "";
  }

  pick.hidden = false;
  out.hidden = !id.value;
  pick.addEventListener("click", () => library(form, show));
  out.addEventListener("click", () => show(null));
  file.addEventListener("change", () => file.files[0] && take(file.files[0]));
  alt.addEventListener("input", mark);
  decorative.addEventListener("change", mark);
  for (const type of ["dragenter", "dragover"]) {
    frame.addEventListener(type, (event) => {
      if (![...event.dataTransfer.items].some((item) => item.kind === "file")) return;
      event.preventDefault();
      frame.classList.add("is-over");
    });
  }
  for (const type of ["dragleave", "drop"]) frame.addEventListener(type, () => frame.classList.remove("is-over"));
  frame.addEventListener("drop", (event) => {
    const dropped = [...event.dataTransfer.files].find((one) => one.type.startsWith("image/"));
    if (!dropped) return;
    event.preventDefault();
    take(dropped);
  });
  box.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (!pasted) return;
    event.preventDefault();
    take(pasted);
  });
  mark();
}
