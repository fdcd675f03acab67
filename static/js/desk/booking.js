// A booking's page: links to copy, and figures that move while somebody looks.
const AGAIN = 5000; // milliseconds

for (const button of document.querySelectorAll("[data-copy-link]")) {
  const field = button.parentElement.querySelector("input");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // not allowed to: the link is selected, for Ctrl+C
    }
    button.textContent = "Copied";
  });
}

const figures = document.querySelector("[data-figures]");

async function look() {
  if (document.visibilityState !== "visible" || figures.contains(document.activeElement)) return;
  try {
    const answer = await fetch(figures.dataset.figures, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const frames = () => figures.querySelectorAll(".calendar__frame");
    const turned = [...frames()].map((frame) => frame.scrollLeft);
    figures.innerHTML = await answer.text();
    frames().forEach((frame, place) => (frame.scrollLeft = turned[place] ?? 0)); // a phone stays at its column
  } catch {
    // offline: the time beside the figures says how old they are
  }
}

if (figures) {
  setInterval(look, AGAIN);
  document.addEventListener("visibilitychange", look);
}
