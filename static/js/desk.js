// The desk's small manners: menus that close, and saves that say so.

for (const menu of document.querySelectorAll(".desk-account, .desk-filter")) {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Of tabs wider than the screen, the one that is open is in sight.
document.querySelector(":is(.desk-tabs, .stories-states) [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Ctrl+S or Cmd+S saves an ordinary form of the desk.
document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const save = document.querySelector('.submit-row [name="_save"]');
  if (!save) return;
  event.preventDefault();
  save.click();
});

// Django's search-and-choose boxes are named by nothing: they get the words of their field.
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".select2-selection")) {
    const field = box.closest(".related-widget-wrapper, .field-box, .form-row")?.querySelector("select");
    const words = field && document.querySelector(`label[for="${field.id}"]`)?.textContent.trim();
    if (!words) continue;
    for (const part of [box, box.querySelector(".select2-selection__rendered")]) part.setAttribute("aria-label", words);
  }
});
