// What this browser keeps while the server cannot be reached, and gives to it later: it is shown then as any unsaved typing is.
const key = (form) => `story:${form.elements.sitting.value}`;

export function remember(form, typed) {
  const fields = [...typed].filter(([name]) => name !== "csrfmiddlewaretoken");
  try {
    localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), path: location.pathname, fields }));
  } catch { /* full: the words are still on the page */ }
}

export function forget(form) {
  try {
    localStorage.removeItem(key(form));
  } catch { /* a browser without a store keeps nothing */ }
}

export function offer(form) {
  const band = document.querySelector("[data-local]");
  let found = null;
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("story:"))) {
      const kept = JSON.parse(localStorage.getItem(key));
      if (Date.now() - kept.at > 30 * 864e5) localStorage.removeItem(key);
      else if (kept.path === location.pathname && (!found || kept.at > found.at)) found = { key, ...kept };
    }
  } catch { return; }
  if (!found) return;
  const said = band.querySelector("[data-local-said]");
  const when = new Date(found.at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  band.hidden = false;
  said.textContent = `This browser kept what you typed on ${when}; the server never got it.`;
  band.querySelector("[data-local-forget]").addEventListener("click", () => {
    localStorage.removeItem(found.key);
    band.hidden = true;
  });
  band.querySelector("[data-local-back]").addEventListener("click", async () => {
    const fields = new FormData();
    for (const [name, value] of found.fields) if (typeof value === "string") fields.append(name, value);
    fields.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: fields, headers: { Accept: "application/json" }, redirect: "manual" });
      const kept = await answer.json();
      if (!answer.ok) throw new Error(kept.error);
      localStorage.removeItem(found.key);
      location.assign(`${kept.url}?bring-back=${kept.copy}`);
    } catch (error) {
      said.textContent = error instanceof TypeError || error instanceof SyntaxError ? "The server cannot be reached; what you typed is still in this browser." : error.message;
    }
  });
}
