// The thread, nicer: the form moves under what it answers, drafts survive, and what is one's own is fetched.
const thread = document.querySelector("[data-comments]");
const form = thread?.querySelector("[data-comment-form]");

function store(change) {
  try {
    return change(localStorage);
  } catch (_error) {
    return null; // storage is off: no drafts
  }
}

const draftKey = () => `draft:${thread.dataset.comments}:${form.elements.parent.value}`;

function loadDraft() {
  const kept = store((drafts) => drafts.getItem(draftKey()));
  form.elements.body.value = kept ?? "";
}

function keepDraft() {
  const text = form.elements.body.value;
  store((drafts) => (text ? drafts.setItem(draftKey(), text) : drafts.removeItem(draftKey())));
}

// A draft goes only when the page it led to shows that the comment was taken.
function forgetSent() {
  const sent = store((_drafts) => sessionStorage.getItem("comment-sent"));
  if (!sent) return;
  const [key, page] = JSON.parse(sent);
  if (location.hash.startsWith("#comment-") || location.pathname !== page) store((drafts) => drafts.removeItem(key));
  store((_drafts) => sessionStorage.removeItem("comment-sent"));
}

function answer(link) {
  const home = form.parentElement.id === "write" ? form.parentElement : document.getElementById("write");
  const comment = link.closest("[data-comment]");
  keepDraft();
  form.elements.parent.value = link.dataset.reply;
  form.querySelector("[data-form-title]").textContent = `Reply to ${comment.querySelector(".comment__author").firstChild.textContent}`;
  comment.after(form);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.textContent = "Cancel";
  cancel.addEventListener("click", () => {
    keepDraft();
    form.elements.parent.value = "";
    form.querySelector("[data-form-title]").textContent = "Write a comment";
    form.querySelector("[data-form-cancel]").replaceChildren();
    home.append(form);
    loadDraft();
    link.focus();
  });
  form.querySelector("[data-form-cancel]").replaceChildren(cancel);
  loadDraft();
  form.elements.body.focus();
}

function startForm() {
  if (!form.elements.body.value) loadDraft();
  form.addEventListener("input", keepDraft);
  form.addEventListener("submit", () => {
    keepDraft();
    store((_drafts) => sessionStorage.setItem("comment-sent", JSON.stringify([draftKey(), location.pathname])));
  });
  thread.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reply]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    answer(link);
  });
}

function addDecision(comment, markup) {
  const actions = comment.querySelector("[data-actions]");
  if (!actions) return;
  const open = document.createElement("button");
  open.type = "button";
  open.className = "comment__action";
  open.textContent = { 0: "Approve or reject", 1: "Hide", 2: "Hide" }[comment.dataset.status] ?? "Restore";
  open.setAttribute("aria-expanded", "false");
  open.addEventListener("click", () => {
    const there = comment.querySelector("[data-decision]");
    open.setAttribute("aria-expanded", String(!there));
    if (there) return there.remove();
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    const decision = holder.content.querySelector("form");
    decision.action = `/comments/${comment.dataset.comment}/decision/`;
    decision.elements.revision.value = comment.dataset.revision;
    decision.elements.status.value = comment.dataset.status;
    for (const button of decision.querySelectorAll("[data-when]")) {
      if (!button.dataset.when.split(" ").includes(comment.dataset.status)) button.remove();
    }
    decision.addEventListener("submit", (event) => {
      const needed = ["hide", "reject"].includes(event.submitter.value) && !decision.elements.reason.value.trim();
      decision.elements.reason.setCustomValidity(needed ? "Please give a reason." : "");
      if (needed) event.preventDefault();
      decision.elements.reason.reportValidity();
    });
    decision.elements.reason.addEventListener("input", () => decision.elements.reason.setCustomValidity(""));
    actions.after(decision);
    decision.elements.reason.focus();
  });
  actions.append(open);
}

// Nobody is signed in here: then the browser itself asks for name and address.
function needSender() {
  for (const field of form.querySelectorAll("[data-needed]")) field.required = true;
}

// What was kept comes back where nothing else was typed meanwhile.
function fillKept(kept) {
  if (![kept.body, ""].includes(form.elements.body.value)) return;
  for (const name of ["body", "name", "email"]) {
    const field = form.elements[name];
    if (field && !field.value) field.value = kept[name];
  }
}

async function askForMine() {
  const answered = await fetch(`${thread.dataset.me}?article=${thread.dataset.comments}`, { credentials: "same-origin" });
  if (!answered.ok) return;
  const mine = await answered.json();
  const own = thread.querySelector("[data-own]");
  if (own) own.innerHTML = mine.kept + mine.waiting;
  const note = form?.querySelector("#comment-note");
  if (note && mine.name) {
    note.textContent = `You write as ${mine.name}.`;
    form.querySelectorAll("[data-sender]").forEach((part) => part.remove());
  } else if (form) {
    needSender();
    if (mine.form?.parent === form.elements.parent.value) fillKept(mine.form);
  }
  if (mine.decide) thread.querySelectorAll("[data-comment]").forEach((comment) => addDecision(comment, mine.decide));
}

forgetSent();
if (form) startForm();
if (thread && document.cookie.split("; ").includes("cm=1")) askForMine();
else if (form && !form.elements.csrfmiddlewaretoken) needSender();
