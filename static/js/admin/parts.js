// The order of a release's parts: up and down buttons in place of the position numbers, which stay for those without
// script. Django's own inlines.js adds and removes rows; this only puts them in order. data-parts, data-part-move.

function rows(group) {
  return [...group.querySelectorAll(".inline-related:not(.empty-form)")];
}

function number(group) {
  const all = rows(group);
  all.forEach((row, index) => {
    row.querySelector(".part-position").value = index + 1;
    const label = row.querySelector(".inline_label");
    label.textContent = `#${index + 1}`;
    row.querySelector('[data-part-move="up"]').disabled = index === 0;
    row.querySelector('[data-part-move="down"]').disabled = index === all.length - 1;
  });
}

function move(group, row, direction) {
  const all = rows(group);
  const index = all.indexOf(row);
  const other = all[index + (direction === "up" ? -1 : 1)];
  if (!other) return;
  // The neighbour moves, not the row itself: a row that is moved in the document loses the focus.
  if (direction === "up") row.after(other);
  else row.before(other);
  number(group);
  const button = row.querySelector(`[data-part-move="${direction}"]`);
  (button.disabled ? row.querySelector("[data-part-move]:not(:disabled)") : button)?.focus();
  const told = group.querySelector("[data-part-told]");
  told.textContent = told.dataset.told.replace("%s", rows(group).indexOf(row) + 1);
  group.dispatchEvent(new Event("change", { bubbles: true }));
}

// A form that came back with errors lists its rows as they were sent, not in the order that their numbers say.
function sort(group) {
  const place = (row) => Number(row.querySelector(".part-position").value) || 1000;
  const all = rows(group);
  const ordered = [...all].sort((one, other) => place(one) - place(other) || all.indexOf(one) - all.indexOf(other));
  const end = group.querySelector(".empty-form");
  for (const row of ordered) end.before(row);
}

// The spare row is there for those without script; others have the button.
function dropSpare(group) {
  const last = rows(group).at(-1);
  const fields = last?.querySelectorAll("input:not([type=hidden], [type=checkbox], .part-position), textarea, select") ?? [];
  const isChosen = [...(last?.querySelectorAll("[data-stored-key]") ?? [])].some((key) => key.value);
  if (last && !isChosen && !last.querySelector(".errorlist") && [...fields].every((field) => !field.value)) {
    last.querySelector("a.inline-deletelink")?.click();
  }
}

for (const group of document.querySelectorAll("[data-parts]")) {
  // Rows are sent in the order of their numbers. A stored row that was removed by its box stays in the count.
  group.classList.add("parts-scripted");
  for (const button of group.querySelectorAll("[data-part-move]")) button.hidden = false;
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-part-move]");
    if (button) move(group, button.closest(".inline-related"), button.dataset.partMove);
  });
  group.addEventListener("formset:added", (event) => {
    group.querySelector("details").open = true;
    number(group);
    const choose = event.target.querySelector("[data-stored-pick]");
    if (choose) choose.focus();
    else event.target.querySelector("input:not([type=hidden], [type=checkbox], .part-position), textarea, select")?.focus();
  });
  document.addEventListener("formset:removed", () => number(group));
  sort(group);
  number(group);
  // inlines.js makes its buttons when the document is ready, which is after this module; this call queues behind it.
  window.django.jQuery(() => dropSpare(group));
}
