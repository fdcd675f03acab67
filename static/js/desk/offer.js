// What this browser kept and the server never got.
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
  band.hidden = false;
  band.querySelector("[data-local-said]").textContent = `This browser kept what you typed on ${new Date(found.at).toLocaleString()}; the server never got it.`;
  band.querySelector("[data-local-forget]").addEventListener("click", () => {
    localStorage.removeItem(found.key);
    band.hidden = true;
  });
  band.querySelector("[data-local-back]").addEventListener("click", () => {
    for (const [name, value] of found.fields) {
      const field = form.elements[name];
      if (!field || ["base", "sitting"].includes(name) || field.type === "file" || typeof value !== "string") continue;
      if (field.type === "checkbox") field.checked = true;
      else if (!(field instanceof RadioNodeList)) field.value = value;
    }
    window.CKEDITOR?.instances.id_body?.setData(form.elements.body.value);
    band.hidden = true;
    form.dispatchEvent(new Event("input"));
  });
}
