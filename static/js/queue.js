// The queue by keys: j and k walk, a approves or restores, r rejects or hides (first asking for the reason).
const cards = [...document.querySelectorAll("[data-card]")];
let at = -1;

function walk(step) {
  at = Math.min(Math.max(at + step, 0), cards.length - 1);
  cards[at]?.focus();
}

function act(key) {
  if (at < 0) return walk(1); // the first press shows which comment the keys mean
  const card = cards[at];
  const button = card?.querySelector(`[data-key="${key}"]`);
  const reason = card?.querySelector("[data-reason]");
  if (!button) return;
  if (key === "r" && !reason.value.trim()) reason.focus();
  else button.click();
}

for (const card of cards) {
  card.addEventListener("focusin", () => (at = cards.indexOf(card)));
  const reason = card.querySelector("[data-reason]");
  // a reason that was asked for is not needed any more by who approves after all
  card.querySelector('[data-key="a"]')?.addEventListener("click", () => reason?.setCustomValidity(""));
  card.querySelector("form").addEventListener("submit", (event) => {
    const needed = ["reject", "hide"].includes(event.submitter?.value) && !reason.value.trim();
    reason?.setCustomValidity(needed ? "Please give a reason; its writer may ask for it." : "");
    if (needed) event.preventDefault();
    reason?.reportValidity();
  });
  reason?.addEventListener("input", () => reason.setCustomValidity(""));
  reason?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    card.querySelector('[data-key="r"]').click();
  });
}

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "a" || event.key === "r") {
    event.preventDefault();
    act(event.key);
  }
});
