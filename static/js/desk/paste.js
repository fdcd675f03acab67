// Pasting: Docs and Word keep headings, bold, italic, links and lists; nothing that was pasted is ever lost.
import { fileFrom } from "./upload.js";

// The Docs filter throws on a span without style, and then the whole paste would vanish: such spans say nothing.
export function withoutBareSpans(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const span of [...page.querySelectorAll("span:not([style])")].reverse()) span.replaceWith(...span.childNodes);
  for (const blank of page.querySelectorAll("p")) {
    if (!blank.textContent.replace(/\u00a0/g, "").trim() && !blank.querySelector("img, table")) blank.remove();
  }
  return page.body.innerHTML;
}

export function paste(ck, instance, take) {
  // first of all: pictures out of the paste, and the spans that break the filter
  instance.on("paste", (event) => {
    const { data } = event;
    const files = [];
    for (let index = 0; index < data.dataTransfer.getFilesCount(); index += 1) {
      const file = data.dataTransfer.getFile(index);
      if (file?.type.startsWith("image/")) files.push(file);
    }
    const html = data.dataValue || data.dataTransfer.getData("text/html", true) || "";
    if (files.length && !/<(?:p|h[1-6]|li|table)\b/i.test(html)) {
      event.cancel();
      take(files[0]);
      return;
    }
    const page = new DOMParser().parseFromString(data.dataValue || "", "text/html");
    const inside = [...page.images].map((image) => fileFrom(image.getAttribute("src") || "")).find(Boolean);
    let taken = false;
    for (const image of [...page.images]) {
      if (isOurs(image)) continue;
      image.remove();
      taken = true;
    }
    if (taken) data.dataValue = page.body.innerHTML;
    if (inside) setTimeout(() => take(inside), 0);
  }, null, null, 0);

  // CKEditor reads the clipboard itself for its filters: what it reads is guarded too
  instance.on("paste", (event) => {
    const { data } = event;
    const transfer = data.dataTransfer;
    if (transfer.guarded) return;
    transfer.guarded = true;
    const read = transfer.getData.bind(transfer);
    transfer.getData = (type, ...rest) => {
      const value = read(type, ...rest);
      return type === "text/html" && value && /docs-internal-guid/.test(value) ? withoutBareSpans(value) : value;
    };
  }, null, null, 1);

  instance.on("instanceReady", () => guard(ck, instance));
}

const isOurs = (image) => /\/i\/[0-9a-f]{12}-\d+\.\w+$/.test(image.getAttribute("src") || "");

// A filter that throws lets the paste in as it came; the server cleans it at save.
function guard(ck) {
  for (const name of ["gdocs", "word", "libreoffice", "common"]) {
    const filter = ck.pasteFilters?.[name];
    if (typeof filter !== "function" || filter.guarded) continue;
    const careful = function careful(html, ...rest) {
      try {
        return filter.call(this, html, ...rest);
      } catch {
        return html;
      }
    };
    ck.pasteFilters[name] = Object.assign(careful, filter, { guarded: true });
  }
}
