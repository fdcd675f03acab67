// “3 days ago” for exact times, and today's date in a tab that was left open.
const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [86400 * 7, "day", 86400],
];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });

function relative(element) {
  const at = new Date(element.dateTime);
  const age = (Date.now() - at) / 1000;
  if (!(age >= 0)) return;
  element.dataset.exact ??= element.textContent;
  const step = STEPS.find(([below]) => age < below);
  if (!step) element.textContent = element.dataset.exact;
  else if (age < 60) element.textContent = "just now";
  else element.textContent = words.format(-Math.floor(age / step[2]), step[1]);
}

function today(element) {
  const options = { weekday: "short", month: "short", day: "numeric", year: "numeric", timeZone: element.dataset.today };
  try {
    element.textContent = new Intl.DateTimeFormat("en-US", options).format(new Date());
  } catch (_error) {
    // a zone this browser does not know: the server's date stands
  }
}

function mend() {
  document.querySelectorAll("time[title]").forEach(relative);
  document.querySelectorAll("time[data-today]").forEach(today);
}

export function mendTimes() {
  mend();
  setInterval(mend, 60000);
}
