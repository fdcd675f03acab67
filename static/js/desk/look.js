// The paper's colour as it is chosen: on a light page, on a dark one, and whether it can be read. As newsroom/site/colours.py.

const field = document.querySelector("input[name=accent]");
const look = document.querySelector("[data-look]");
const LIGHT = "#f6f3ec";
const DARK = "#1f1d1a";
const READABLE = 4.5;
const STEPS = 50;

if (field && look) {
  look.hidden = false;
  field.closest(".form-row")?.after(look);
  field.addEventListener("input", show);
  const name = document.querySelector("input[name=name]");
  name?.addEventListener("input", () => {
    for (const place of look.querySelectorAll("[data-look-name]")) place.textContent = name.value;
  });
  show();
}

function show() {
  const colour = field.value.toLowerCase();
  if (!/^#[0-9a-f]{6}$/.test(colour)) return;
  const light = towards("#000000", colour, LIGHT);
  const dark = towards("#ffffff", colour, DARK);
  look.querySelector(".is-light").style.setProperty("--look", colour);
  look.querySelector(".is-dark").style.setProperty("--look", dark);
  const words = look.querySelector("[data-look-says]");
  if (light !== colour) words.textContent = `Too pale to read on light pages. ${light} would do.`;
  else if (dark !== colour) words.textContent = `Readable. On dark pages it is lightened to ${dark}.`;
  else words.textContent = "Readable on light pages and on dark ones.";
}

function channels(colour) {
  return [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
}

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function towards(end, colour, ground) {
  const [from, to] = [channels(colour), channels(end)];
  for (let step = 0; step <= STEPS; step++) {
    const parts = from.map((a, i) => Math.round(a + ((to[i] - a) * step) / STEPS));
    const mixed = `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return end;
}
