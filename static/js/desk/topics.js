// Topics: type and press Enter; they travel as one line with commas, as they do without this script.
export function topics(form, touched) {
  const box = form.querySelector("[data-topics]");
  const field = box.querySelector('[name="topics"]');
  const chips = document.createElement("div");
  const entry = field.cloneNode();
  const known = document.createElement("datalist");
  let asked = 0;
  chips.className = "chips";
  known.id = "topic-names";
  field.type = "hidden";
  field.removeAttribute("id");
  entry.removeAttribute("name");
  entry.removeAttribute("maxlength");
  entry.value = "";
  entry.placeholder = "Add a topic, press Enter";
  entry.setAttribute("list", known.id);
  entry.autocomplete = "off";
  field.after(chips, entry, known);

  const listed = () => field.value.split(",").map((name) => name.trim()).filter(Boolean);
  function write(names) {
    field.value = names.join(", ");
    chips.replaceChildren(...names.map((name) => {
      const chip = document.createElement("span");
      const out = document.createElement("button");
      chip.className = "chip";
      chip.textContent = name;
      out.type = "button";
      out.textContent = "×";
      out.setAttribute("aria-label", `Take ${name} out`);
      out.addEventListener("click", () => {
        write(listed().filter((other) => other !== name));
        entry.focus();
        touched();
      });
      chip.append(out);
      return chip;
    }));
  }
  function add(text) {
    const names = listed();
    for (const name of text.split(",").map((part) => part.trim()).filter(Boolean)) {
      if (!names.some((other) => other.toLowerCase() === name.toLowerCase())) names.push(name);
    }
    write(names);
    entry.value = "";
    touched();
  }
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      add(entry.value);
    } else if (event.key === "Backspace" && !entry.value && listed().length) {
      write(listed().slice(0, -1));
      touched();
    }
  });
  entry.addEventListener("blur", () => entry.value.trim() && add(entry.value));
  entry.addEventListener("input", async (event) => {
    event.stopPropagation();
    const mine = ++asked;
    const answer = await fetch(`${form.dataset.topics}?q=${encodeURIComponent(entry.value)}`).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    known.replaceChildren(...(await answer.json()).found.map((topic) => Object.assign(document.createElement("option"), { value: topic.name })));
  });
  write(listed());
}
