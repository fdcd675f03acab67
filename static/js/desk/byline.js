// The byline: type a name and press Enter; a name nobody has becomes a guest in place.
const token = (form) => form.elements.csrfmiddlewaretoken.value;

export function bylines(form, touched) {
  const box = form.querySelector("[data-byline-rows]");
  const list = box.querySelector("ol");
  const said = box.querySelector("[data-byline-said]");
  const names = document.getElementById("byline-names");
  const blank = document.getElementById("byline-row");
  let asked = 0;

  function tidy() {
    const rows = [...list.children];
    if (!rows.length || rows.at(-1).querySelector(".byline-name").value.trim()) list.append(blank.content.cloneNode(true));
    const named = [...list.children].slice(0, -1);
    for (const row of list.children) {
      const place = named.indexOf(row);
      row.classList.toggle("is-named", place >= 0 || row.querySelector(".byline-name").value.trim() !== "");
      for (const button of row.querySelectorAll("button")) {
        button.hidden = place < 0;
        button.disabled = (button.dataset.byline === "up" && place === 0) || (button.dataset.byline === "down" && place === named.length - 1);
      }
    }
  }

  async function settle(row) {
    const field = row.querySelector(".byline-name");
    const name = field.value.trim();
    if (!name) return;
    const fields = new FormData();
    fields.set("name", name);
    fields.set("csrfmiddlewaretoken", token(form));
    try {
      const answer = await fetch(form.dataset.makeAuthor, { method: "POST", body: fields });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.error);
      field.value = found.name;
      row.querySelector('[name="byline_author"]').value = found.id;
      const role = row.querySelector(".byline-role");
      if (found.job_title) role.placeholder = found.job_title;
      said.textContent = found.made ? `${found.name} is new: written as a guest.` : "";
    } catch {
      said.textContent = "The name is looked up when the story is saved.";
    }
    touched();
  }

  list.addEventListener("input", async (event) => {
    const row = event.target.closest(".byline-row");
    if (!event.target.matches(".byline-name")) return;
    row.querySelector('[name="byline_author"]').value = "";
    tidy();
    const letters = event.target.value.trim();
    const mine = ++asked;
    if (letters.length < 2) return;
    const answer = await fetch(`${form.dataset.authors}?q=${encodeURIComponent(letters)}`).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    names.replaceChildren(...(await answer.json()).found.map((person) => {
      const option = document.createElement("option");
      option.value = person.name;
      option.label = person.job_title;
      return option;
    }));
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    const row = event.target.closest(".byline-row");
    tidy();
    if (event.target.matches(".byline-name") && event.target.value.trim()) {
      settle(row);
      row.querySelector(".byline-role").focus();
    } else row.nextElementSibling?.querySelector(".byline-name").focus();
  });
  list.addEventListener("focusout", (event) => {
    const row = event.target.closest(".byline-row");
    if (event.target.matches(".byline-name") && event.target.value.trim() && !row.querySelector('[name="byline_author"]').value && !row.contains(event.relatedTarget)) tidy();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-byline]");
    if (!button) return;
    const row = button.closest(".byline-row");
    const way = button.dataset.byline;
    if (way === "out") {
      row.remove();
      list.querySelector(".byline-name").focus();
    } else {
      if (way === "up") row.previousElementSibling.before(row);
      else row.nextElementSibling.after(row);
      said.textContent = `${row.querySelector(".byline-name").value}: place ${[...list.children].indexOf(row) + 1}`;
    }
    tidy();
    if (way !== "out") (button.disabled ? row.querySelector("[data-byline]:not(:disabled)") : button)?.focus();
    touched();
  });
  tidy();
}
