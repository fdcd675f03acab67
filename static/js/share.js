// Sharing with what the reader's own device offers: its share sheet, or a copied link.
export function start(box) {
  const { url, title } = box.dataset;
  const said = box.querySelector(".share__said");
  const native = box.querySelector("[data-share-native]");
  const copy = box.querySelector("[data-share-copy]");

  if (navigator.share) {
    native.hidden = false;
    native.addEventListener("click", () => navigator.share({ title, url }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      said.textContent = "Link copied.";
    });
  }
}
