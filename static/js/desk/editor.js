// CKEditor on the writing page: its picture button opens the library, its frame follows the desk's theme.
import { library } from "./library.js";
import { paste } from "./paste.js";
import { inEditor } from "./quotes.js";

export function editor(form, changed, ready) {
  const ck = window.CKEDITOR;
  if (!ck) return; // the plain field stays

  const insert = (instance, picture) => {
    const image = new ck.dom.element("img", instance.document);
    image.setAttributes({ src: picture.url, alt: picture.alt, width: picture.width, height: picture.height });
    const words = [picture.caption, picture.credit].filter(Boolean).join(" ");
    let markup = image.getOuterHtml();
    if (words) markup = `<figure class="image">${markup}<figcaption>${ck.tools.htmlEncode(words)}</figcaption></figure>`;
    instance.focus();
    const last = instance.widgets.focused; // the picture put there before: the next one stands after it, not in its place
    if (last) {
      const range = instance.createRange();
      range.moveToPosition(last.wrapper, ck.POSITION_AFTER_END);
      range.select();
    }
    instance.insertHtml(markup);
    instance.fire("change");
  };

  ck.plugins.add("library", {
    init(instance) {
      instance.addCommand("library", {
        allowedContent: "figure(!image,align-*); figcaption; img[!src,alt,width,height]",
        exec: () => library(form, (picture) => insert(instance, picture)),
      });
      instance.ui.addButton("Library", { label: "Picture", command: "library", toolbar: "insert" });
    },
  });

  ck.on("instanceCreated", ({ editor: instance }) => {
    paste(ck, instance, async (files) => {
      const dialog = document.querySelector("[data-library-dialog]");
      for (const file of files) {
        const closed = new Promise((done) => dialog.addEventListener("close", done, { once: true }));
        library(form, (picture) => insert(instance, picture), { file, needsAlt: true });
        await closed; // one picture after another, each with its words
      }
    });
    instance.on("contentDom", () => {
      inEditor(instance, form.dataset.language);
      const root = instance.document.$.documentElement;
      root.dir = form.dataset.direction;
      const follow = () => {
        const theme = document.documentElement.dataset.theme;
        if (theme && theme !== "auto") root.dataset.theme = theme;
        else delete root.dataset.theme;
      };
      follow();
      new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-theme"] });
      instance.document.$.addEventListener("keydown", (event) => {
        if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }));
      });
    });
    instance.on("change", changed);
    instance.on("instanceReady", ready);
  });
}
