// A picture's page: the focal point by a press on the picture; the upload page takes a dropped file.
const frame = document.querySelector("[data-focal]");
if (frame) {
  const x = document.getElementById("id_focal_x");
  const y = document.getElementById("id_focal_y");
  const point = frame.querySelector(".focal-point");
  const show = () => {
    point.hidden = false;
    point.style.left = `${x.value}%`;
    point.style.top = `${y.value}%`;
  };
  if (x && y) {
    frame.addEventListener("click", (event) => {
      const box = frame.querySelector("img").getBoundingClientRect();
      x.value = Math.round(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * 100);
      y.value = Math.round(Math.min(1, Math.max(0, (event.clientY - box.top) / box.height)) * 100);
      show();
    });
    for (const field of [x, y]) field.addEventListener("input", show);
    show();
  }
}

const zone = document.querySelector("[data-dropzone]");
if (zone) {
  const field = zone.querySelector("input");
  for (const type of ["dragenter", "dragover"]) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
}
