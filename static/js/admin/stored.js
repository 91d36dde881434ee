// Pictures and files in the form of a release, chosen from the library: data-stored is one place for one of them
// (templates/admin/releases/widgets/stored.html), data-stored-add takes several, each into a row of its own. Without script the
// places to upload are there. The library's words are put into fields in which nobody typed.

import { pick, size } from "pressroom/picker";

const WORDS = { picture: ["alt", "decorative", "caption", "credit", "licence"], file: ["title", "language", "accessible"] };

// What the last choice put into a field: while it is still that, another choice may replace it.
const filled = new WeakMap();

const keyOf = (box) => box.querySelector("[data-stored-key]");

function fieldOf(box, word) {
  const { name, form } = keyOf(box);
  const prefix = name.endsWith("lead_image") ? `${name}_` : name.replace(/[^-]+$/, "");
  return form.elements.namedItem(prefix + word);
}

function tellChange(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function fillIn(box, choice) {
  const fields = WORDS[box.dataset.stored].map((word) => [word, fieldOf(box, word)]).filter(([, field]) => field);
  const isFree = (field) => (field.type === "checkbox" ? !field.checked || filled.get(field) : !field.value || field.value === filled.get(field));
  const untouched = fields.every(([, field]) => isFree(field));
  for (const [word, field] of fields) {
    const value = choice[word];
    if (field.type === "checkbox") {
      if (!untouched) continue;
      field.checked = Boolean(value);
      filled.set(field, field.checked);
    } else if (isFree(field)) {
      const isOffered = field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value);
      field.value = isOffered ? value ?? "" : "";
      filled.set(field, field.value);
    } else continue;
    tellChange(field);
  }
}

// What is known of a restored text is only the key: the picture shows itself, a file can be opened.
function show(box, { key, name, width, height, size: bytes }) {
  const figure = box.querySelector("[data-stored-now]");
  figure.hidden = !key;
  if (!key) return figure.replaceChildren();
  const caption = document.createElement("figcaption");
  const told = document.createElement("span");
  told.className = "quiet";
  if (box.dataset.stored === "picture") {
    const image = Object.assign(document.createElement("img"), { src: box.dataset.thumb.replace("KEY", key), alt: "" });
    told.textContent = width ? `${width} × ${height}` : "";
    caption.append(`${name ?? ""} `, told);
    figure.replaceChildren(image, caption);
  } else {
    const address = box.dataset.address.replace("KEY", key).replace("NAME", encodeURIComponent(name ?? "file"));
    const link = Object.assign(document.createElement("a"), { href: address, target: "_blank", rel: "noopener", textContent: name ?? box.dataset.open });
    told.textContent = bytes ? size(bytes) : "";
    caption.append(link, " ", told);
    figure.replaceChildren(caption);
  }
  for (const old of box.querySelectorAll(".stored-newer")) old.remove();
  const remove = box.querySelector(".stored-remove");
  if (remove) {
    remove.hidden = false;
    remove.querySelector("input").checked = false;
  }
}

function put(box, choice) {
  const key = keyOf(box);
  key.value = choice.key;
  box.shown = choice.key;
  show(box, choice);
  fillIn(box, choice);
  tellChange(key);
}

function newBox(group) {
  group.querySelector(".add-row a, a.addlink").click();
  return [...group.querySelectorAll(".inline-related:not(.empty-form) [data-stored]")].at(-1);
}

// On to the first word that is still missing.
function goOn(box) {
  const open = WORDS[box.dataset.stored].map((word) => fieldOf(box, word));
  (open.find((field) => field && field.type !== "checkbox" && !field.value) ?? open[0])?.focus();
}

async function choose(button) {
  const group = button.closest("[data-parts]");
  const own = button.closest("[data-stored]");
  const kind = own?.dataset.stored ?? button.dataset.storedAdd;
  const found = await pick({ words: false, kind, many: Boolean(group) });
  const choices = [found].flat().filter(Boolean);
  if (!choices.length) return;
  const boxes = choices.map((choice, index) => {
    const box = index === 0 && own ? own : newBox(group);
    put(box, choice);
    return box;
  });
  goOn(boxes[0]);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-stored-pick], [data-stored-add]");
  if (button) choose(button);
});

// A text that the browser kept is brought back: static/js/admin/typed.js.
document.addEventListener("change", (event) => {
  const box = event.target.matches?.("[data-stored-key]") && event.target.closest("[data-stored]");
  if (!box || box.shown === event.target.value) return;
  box.shown = event.target.value;
  show(box, { key: event.target.value });
});

// In the empty row too, of which the others are copies.
for (const box of document.querySelectorAll("[data-stored]")) box.shown = keyOf(box).value;
for (const button of document.querySelectorAll("[data-stored-pick], [data-stored-add]")) button.hidden = false;
