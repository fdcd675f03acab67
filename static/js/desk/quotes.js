// Quotation marks, dashes and the ellipsis as a printer sets them, while one types; Undo gives the typed ones back.
const MARKS = { en: "“”‘’", pt: "“”‘’", de: "„“‚‘" }; // of the paper's language; another's are left alone
const OPENS_AFTER = /(?:^|[\s([{<–—„“‚‘\u200b])$/;

// What stands before the caret, with what was typed last; null, or how many letters become which.
export function printed(before, language) {
  const marks = MARKS[language.split("-")[0]];
  const typed = before.at(-1);
  if (marks && (typed === '"' || typed === "'")) {
    const opens = OPENS_AFTER.test(before.slice(0, -1));
    if (typed === '"') return [1, marks[opens ? 0 : 1]];
    return [1, opens ? marks[2] : "’"]; // the closing mark is the apostrophe, too
  }
  if (before.endsWith("–-")) return [2, "—"];
  if (/(?:^|[^-])--$/.test(before)) return [2, "–"];
  return before.endsWith("...") ? [3, "…"] : null;
}

const isTyping = (event) => event.inputType === "insertText" && !event.isComposing;

export function inField(field, language) {
  field.addEventListener("input", (event) => {
    if (!isTyping(event)) return;
    const caret = field.selectionStart;
    const found = printed(field.value.slice(0, caret), language);
    if (!found) return;
    field.setSelectionRange(caret - found[0], caret);
    document.execCommand("insertText", false, found[1]); // the one way that Undo knows
  });
}

export function inEditor(instance, language) {
  instance.document.$.addEventListener("input", (event) => {
    const range = instance.document.$.getSelection().rangeCount && instance.document.$.getSelection().getRangeAt(0);
    const node = range?.startContainer;
    if (!isTyping(event) || node?.nodeType !== Node.TEXT_NODE || node.parentElement.closest("pre, code")) return;
    const beside = node.previousSibling?.nodeType === Node.TEXT_NODE ? node.previousSibling.data : node.previousSibling ? "x" : "";
    const found = printed(beside + node.data.slice(0, range.startOffset), language);
    if (!found || found[0] > range.startOffset) return;
    instance.fire("saveSnapshot");
    const start = range.startOffset - found[0];
    node.replaceData(start, found[0], found[1]);
    instance.document.$.getSelection().collapse(node, start + found[1].length);
    instance.fire("saveSnapshot");
  });
}
