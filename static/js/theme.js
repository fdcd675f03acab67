// Sets the theme a reader chose, before the first paint. Without a choice the system decides.
(function () {
  document.documentElement.dataset.scripts = ""; // what only a script can do has its place from the start
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (_error) {
    // storage is off: the system's theme stands
  }
})();
