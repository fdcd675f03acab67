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
  // first of all: a picture alone, as a file
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
      take(files);
      return;
    }
  }, null, null, 0);

  // when the filters have done their work: no picture but the library's, and a pasted one goes there
  instance.on("paste", (event) => {
    const page = new DOMParser().parseFromString(event.data.dataValue || "", "text/html");
    const strangers = [...page.images].filter((image) => !isOurs(image));
    if (!strangers.length) return;
    const inside = strangers.map((image) => fileFrom(image.getAttribute("src") || "")).filter(Boolean);
    const lost = strangers.length - inside.length;
    for (const image of strangers) image.remove();
    event.data.dataValue = page.body.innerHTML;
    if (lost) instance.showNotification(`${lost === 1 ? "A picture" : `${lost} pictures`} could not come along from where it was copied. Save it there as a file, then add it here with “Picture”.`, "warning", 0);
    if (inside.length) setTimeout(() => take(inside), 0);
  }, null, null, 980);

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

  // last of all, when the filters have done their work: what stands for an empty line is no paragraph
  instance.on("paste", (event) => {
    event.data.dataValue = withoutBlanks(event.data.dataValue || "");
  }, null, null, 990);

  instance.on("instanceReady", () => guard(ck, instance));
}

function withoutBlanks(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const line of [...page.body.children]) {
    const isBreak = line.matches("br") && (!line.previousElementSibling || line.previousElementSibling.matches("p, ul, ol, h1, h2, h3, h4, blockquote, table"));
    const isBlank = line.matches("p") && !line.textContent.replace(/\u00a0/g, "").trim() && !line.querySelector("img");
    if (isBlank || (isBreak && page.body.querySelector("p, ul, ol, h2, h3, h4"))) line.remove();
  }
  return page.body.innerHTML;
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
