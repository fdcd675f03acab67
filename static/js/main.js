// What every page may have: times, the theme's switch; and one module for each behaviour a page asks for.
import { mendTimes } from "./times.js";

mendTimes();

const button = document.querySelector("[data-theme-switch]");
if (button) {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  tell();
  system.addEventListener("change", tell);
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch (_error) {
      // storage is off: the choice lasts for this page
    }
    tell();
  });
}

const share = document.querySelector("[data-share]");
if (share) import("./share.js").then((module) => module.start(share));
if (document.querySelector("[data-embed]")) import("./embeds.js").then((module) => module.start());
const story = !document.querySelector(".bar") && document.querySelector("[data-bar]"); // a preview has a bar of its own
if (story && document.cookie.split("; ").includes("cm=1")) import("./bar.js").then((module) => module.start(story.dataset.bar));
if (document.querySelector("[data-slot]")) import("./slots.js").then((module) => module.start());
