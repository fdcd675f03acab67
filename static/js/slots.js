// A page's slots: asked for at once, shown in the place kept for them, and told about when they were seen.
const SEEN_SHARE = 0.5; // half of it, or three tenths of a very large one
const LARGE = 242500; // square pixels
const SEEN_FOR = 1000; // milliseconds without a break

const rendered = [];
const seen = [];
let view = null;

export async function start() {
  const boxes = new Map([...document.querySelectorAll("[data-slot]")].map((box) => [box.dataset.slot, box]));
  if (!boxes.size) return;
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", start, { once: true });
    return;
  }
  const slots = Object.fromEntries([...boxes].map(([code, box]) => [code, box.dataset.facts]));
  let answer;
  try {
    const response = await fetch("/-/fill", { method: "POST", body: JSON.stringify({ slots }) });
    answer = await response.json();
  } catch {
    answer = { slots: {} }; // blocked or offline: the house's own stays, an empty box folds
  }
  view = answer.view ?? null;
  for (const [code, box] of boxes) show(box, answer.slots[code]);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  if (view) setTimeout(tell, SEEN_FOR);
}

function show(box, chosen) {
  const inside = box.querySelector(".slot__box");
  if (!chosen) {
    if (!inside.firstElementChild && !isOnScreen(box)) box.hidden = true;
    return;
  }
  const link = document.createElement("a");
  link.className = "slot__link";
  link.href = chosen.go;
  link.rel = "sponsored nofollow noopener";
  link.target = "_blank";
  const picture = document.createElement("picture");
  for (const [type, srcset] of chosen.srcsets) {
    const source = document.createElement("source");
    source.type = type;
    source.srcset = srcset;
    source.sizes = "(min-width: 48rem) 728px, 320px";
    picture.append(source);
  }
  const image = document.createElement("img");
  image.className = "slot__picture";
  image.width = chosen.width;
  image.height = chosen.height;
  image.alt = chosen.alt;
  // not before it is there: its words would stand in its place, narrower, and the picture would jump
  image.addEventListener("load", () => {
    inside.replaceChildren(link);
    rendered.push(chosen.token);
    watch(box, chosen.token);
  });
  picture.append(image);
  link.append(picture);
  image.src = chosen.src;
}

function watch(box, token) {
  let timer = null;
  const { width, height } = box.getBoundingClientRect();
  const share = width * height >= LARGE ? 0.3 : SEEN_SHARE;
  const observer = new IntersectionObserver(
    ([entry]) => {
      const visible = entry.intersectionRatio >= share && document.visibilityState === "visible";
      if (visible && timer === null) {
        timer = setTimeout(() => {
          observer.disconnect();
          if (document.visibilityState !== "visible") return;
          seen.push(token);
          tell();
        }, SEEN_FOR);
      } else if (!visible && timer !== null) {
        clearTimeout(timer);
        timer = null;
      }
    },
    { threshold: [share] },
  );
  observer.observe(box.querySelector(".slot__box"));
}

function tell() {
  if (!rendered.length && !seen.length && !view) return;
  const body = JSON.stringify({ rendered: rendered.splice(0, 20), seen: seen.splice(0, 20), view });
  view = null;
  navigator.sendBeacon("/-/seen", body);
}

function isOnScreen(box) {
  const { top, bottom } = box.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
