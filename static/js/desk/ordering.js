// Rows in an order: the numbers that stand there without a script become buttons, arrow keys and a handle to drag.

for (const list of document.querySelectorAll("[data-ordering]")) begin(list);

function begin(list) {
  const noun = list.dataset.orderingNoun;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  list.after(said);
  list.classList.add("is-scripted");
  for (const row of rows()) equip(row);
  if (list.dataset.ordering !== "fixed") offerMore();
  renumber();

  function rows() {
    return [...list.querySelectorAll("[data-ordering-row]:not([hidden])")];
  }

  function firstField(row) {
    return row.querySelector(".ordering__fields input:not([type=hidden])");
  }

  function equip(row) {
    const tools = document.createElement("div");
    tools.className = "ordering__tools";
    const handle = tool("⠿", `Move this ${noun}: arrow keys, or drag`, "is-handle");
    const up = tool("↑", `Move this ${noun} up`, "is-up");
    const down = tool("↓", `Move this ${noun} down`, "is-down");
    const remove = tool("×", `Remove this ${noun}`, "is-remove");
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      move(row, by, handle);
    });
    up.addEventListener("click", () => move(row, -1, up));
    down.addEventListener("click", () => move(row, 1, down));
    remove.addEventListener("click", () => takeAway(row));
    drag(row, handle);
    tools.append(handle, up, down, remove);
    row.append(tools);
  }

  function tool(sign, label, kind) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `ordering__tool ${kind}`;
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.title = label;
    return button;
  }

  function move(row, by, from) {
    const all = rows();
    const to = all.indexOf(row) + by;
    if (to < 0 || to >= all.length) return;
    if (by < 0) all[to].before(row);
    else all[to].after(row);
    renumber();
    (from.disabled ? row.querySelector(".is-handle") : from).focus();
    tell(row);
  }

  function tell(row) {
    const all = rows();
    said.textContent = `${firstField(row).value || noun}: place ${all.indexOf(row) + 1} of ${all.length}`;
  }

  // A row goes by its emptied name: the server takes a row without one as none, with or without this script.
  function takeAway(row) {
    const all = rows();
    const near = all[all.indexOf(row) + 1] || all[all.indexOf(row) - 1];
    said.textContent = `${firstField(row).value || noun} removed`;
    for (const field of row.querySelectorAll(".ordering__fields input:not([type=hidden])")) field.value = "";
    row.hidden = true;
    renumber();
    if (near) firstField(near).focus();
  }

  function renumber() {
    const all = rows();
    all.forEach((row, index) => {
      row.querySelector(".ordering__place input").value = index + 1;
      row.querySelector(".is-up").disabled = index === 0;
      row.querySelector(".is-down").disabled = index === all.length - 1;
    });
  }

  // Listened for on the whole page: a row that is moved in the document loses the pointer it had captured.
  function drag(row, handle) {
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      row.classList.add("is-dragged");
      document.addEventListener("pointermove", follow);
      for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, drop, { once: true });
    });

    function follow(event) {
      const over = rows().find((other) => other !== row && within(other, event.clientY));
      if (!over) return;
      const box = over.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) over.before(row);
      else over.after(row);
    }

    function drop() {
      document.removeEventListener("pointermove", follow);
      row.classList.remove("is-dragged");
      renumber();
      tell(row);
    }
  }

  function within(row, y) {
    const box = row.getBoundingClientRect();
    return y >= box.top && y <= box.bottom;
  }

  // The empty rows at the end are for pages without scripts: with one, they come when they are asked for.
  function offerMore() {
    const spare = rows().filter((row) => !firstField(row).value && !row.querySelector(".errorlist"));
    for (const row of spare) row.hidden = true;
    const add = document.createElement("button");
    add.type = "button";
    add.className = "button is-quiet desk-button ordering__add";
    add.textContent = `Add a ${noun}`;
    add.addEventListener("click", () => {
      const row = spare.shift() || another();
      row.hidden = false;
      list.append(row);
      renumber();
      firstField(row).focus();
    });
    list.after(add);
  }

  function another() {
    const total = list.closest("form").querySelector("[name$=TOTAL_FORMS]");
    const number = total.value;
    const row = list.querySelector("[data-ordering-row]").cloneNode(true);
    row.querySelector(".ordering__tools").remove();
    for (const list of row.querySelectorAll(".errorlist")) list.remove();
    for (const part of row.querySelectorAll("[name], [id], [for]")) {
      for (const key of ["name", "id", "for"]) {
        if (part.hasAttribute(key)) part.setAttribute(key, part.getAttribute(key).replace(/-\d+-/, `-${number}-`));
      }
      if (part.matches("input")) part.value = "";
    }
    total.value = Number(number) + 1;
    equip(row);
    return row;
  }
}
