// A player from elsewhere is fetched only when a reader presses its button.
const PLAYERS = {
  youtube: (video) => `https://www.youtube-nocookie.com/embed/${encodeURIComponent(video)}?autoplay=1`,
  vimeo: (video) => `https://player.vimeo.com/video/${encodeURIComponent(video)}?autoplay=1&dnt=1`,
};

function play(box) {
  const { embed, video } = box.dataset;
  const title = box.dataset.title || "Video";
  let player;
  if (embed === "hls") {
    player = document.createElement("video");
    player.controls = true;
    player.autoplay = true;
    player.src = video;
  } else if (PLAYERS[embed]) {
    player = document.createElement("iframe");
    player.src = PLAYERS[embed](video);
    player.allow = "autoplay; fullscreen; picture-in-picture";
    player.allowFullscreen = true;
  }
  if (!player) return;
  player.title = title;
  player.className = "player__frame";
  box.replaceChildren(player);
  player.focus();
}

export function start() {
  for (const box of document.querySelectorAll("[data-embed]")) {
    const button = box.querySelector("button");
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => play(box));
  }
}
