// The People page: links are copied with one press, and one open panel closes the other.

for (const button of document.querySelectorAll("[data-copy]")) {
  const link = button.parentElement.querySelector("[data-link]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
    } catch {
      document.execCommand("copy"); // without https there is no clipboard, and this still works
    }
    button.textContent = "Copied";
  });
}

for (const link of document.querySelectorAll("[data-link]")) {
  link.addEventListener("focus", () => link.select());
}

const panels = [...document.querySelectorAll(".person-change")];
for (const panel of panels) {
  panel.addEventListener("toggle", () => {
    if (!panel.open) return;
    for (const other of panels) if (other !== panel) other.open = false;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
}
document.addEventListener("click", (event) => {
  for (const panel of panels) if (panel.open && !panel.contains(event.target)) panel.open = false;
});
