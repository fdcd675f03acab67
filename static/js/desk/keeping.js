// What is typed is kept: every few seconds on the server, in this browser when the server cannot be reached.
import { forget, offer, remember } from "./offer.js";

const PAUSE = 2500; // after the last key; long enough for a sentence, short enough for a crash
const SIGNED_OUT = "Not saved: sign in again in another tab, then save here";

// The server cannot be reached, or does not know any more who asks: nothing is sent that could not come back.
class Unreached extends Error {}
const isUnreached = (error) => error instanceof Unreached || error instanceof TypeError;

export function keeping(form) {
  const said = document.querySelector("[data-saved]");
  let timer = 0;
  let dirty = false;
  let leaving = false;
  let gone = false;
  let asking = false;
  let running = null;

  const text = () => window.CKEDITOR?.instances.id_body?.updateElement();
  const say = (words, bad = false) => {
    said.textContent = words;
    said.classList.toggle("is-bad", bad);
  };
  const typed = () => {
    text();
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (token) form.elements.csrfmiddlewaretoken.value = token; // another one since somebody signed in in another tab
    const fields = new FormData(form);
    fields.delete("lead_file");
    return fields;
  };
  const show = (answer) => {
    for (const place of document.querySelectorAll("[data-checks]")) if (answer.checks) place.innerHTML = answer.checks;
    if (answer.state) document.querySelector("[data-state]").innerHTML = answer.state;
    if (answer.standing) document.querySelector(".bar-state").innerHTML = answer.standing;
    if (answer.base) {
      form.elements.base.value = answer.base;
      for (const past of document.querySelectorAll(".band:not([data-local]), .theirs")) past.remove(); // saved since
    }
    if (answer.url && location.pathname !== answer.url) {
      history.replaceState(null, "", answer.url);
      form.dataset.keep = `${answer.url.replace("change/", "")}keep/`;
    }
    forget(form);
  };
  const ask = async (address, looking = false) => {
    const fields = typed();
    if (looking) fields.set("looking", "1");
    const answer = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" }, redirect: "manual" });
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!isOurs) throw new Unreached(answer.status < 500 ? SIGNED_OUT : "The site does not answer: kept in this browser");
    return { ok: answer.ok, body: await answer.json() };
  };
  const keepHere = (error) => {
    dirty = true;
    remember(form, typed());
    say(error instanceof TypeError ? "No connection: kept in this browser" : error.message, true);
  };

  async function keep(evenIfSame = false) {
    clearTimeout(timer);
    if ((!dirty && !evenIfSame) || running) return running;
    const looking = !dirty; // nothing new was typed: the checks alone are asked for
    dirty = false;
    running = ask(form.dataset.keep, looking).then(
      (answer) => {
        if (!answer.ok) throw new Error(answer.body.error);
        show(answer.body);
        if (!looking) say(`Kept ${answer.body.kept}`);
      },
    ).catch((error) => {
      keepHere(error);
      return error;
    }).finally(() => {
      running = null;
      if (dirty) timer = setTimeout(keep, 4 * PAUSE);
    });
    return running;
  }
  function touched() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  // Save draft without leaving the page; what the server refuses is shown by the page itself.
  async function save(button) {
    if (running) await running;
    clearTimeout(timer);
    say("Saving…");
    try {
      const answer = await ask(location.pathname);
      if (!answer.ok) throw new Error();
      dirty = false;
      show(answer.body);
      say(`Saved ${answer.body.saved}`);
      return answer.body;
    } catch (error) {
      if (isUnreached(error)) {
        keepHere(error);
        timer = setTimeout(keep, 4 * PAUSE);
      } else send(button ?? form.querySelector(".first-submit"));
      return null;
    }
  }
  const hasFile = () => form.elements.lead_file?.files.length > 0;
  for (const button of document.querySelectorAll("[data-save]")) {
    button.addEventListener("click", (event) => {
      if (leaving || hasFile()) return;
      event.preventDefault();
      button.closest("details")?.removeAttribute("open");
      save(button);
    });
  }
  const preview = document.querySelector("[data-preview]");
  preview.addEventListener("click", async (event) => {
    if (leaving || hasFile()) return;
    event.preventDefault();
    const tab = window.open("about:blank", "story-preview");
    const answer = await save(preview);
    if (!answer) tab?.close();
    else if (tab) tab.location = `${answer.url.replace("change/", "")}preview/`;
    else location.assign(`${answer.url.replace("change/", "")}preview/`);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  });
  const send = (button) => {
    leaving = true;
    text();
    clearTimeout(timer);
    form.requestSubmit(button);
  };
  // Publish, submit and the like leave the page: not before the server has said that it is there and knows who asks.
  form.addEventListener("submit", async (event) => {
    if (leaving) {
      if (gone) event.preventDefault(); // a double click sends once
      gone = true;
      return;
    }
    event.preventDefault();
    if (asking) return;
    asking = true;
    say("Sending…");
    if (running) await running;
    const problem = await keep(true);
    asking = false;
    if (!isUnreached(problem)) return send(event.submitter);
    for (const panel of document.querySelectorAll("[data-panel][open]")) panel.open = false; // what is said stands under it
  });
  // The Back button shows this page as it was left: it can be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) leaving = gone = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });

  offer(form);
  return { touched, keep, save };
}
