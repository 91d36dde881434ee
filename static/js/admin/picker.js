// A dialog to take an image from the library, or to put one into it and take that. Everything it says stands in
// templates/admin/releases/picker.html, which the page includes once, outside its form.
//
//   import { pick } from "pressroom/picker"      // the name that releases/fields.py gives it in the page's import map
//
//   const choice = await pick()                  // from the library, then its words, then "Insert image"
//   const choice = await pick({ current })       // opens on the words of what is there: "Change image"
//   const choice = await pick({ words: false })  // ends with the image; the caller's own fields hold the words
//   const choices = await pick({ words: false, many: true })   // an array, in the order in which they were chosen
//   const choice = await pick({ words: false, kind: "file" })  // a file, from a page with picker_files.html; the same with many
//
// A choice is null when the dialog was closed, else
//   { key, alt, decorative, caption, credit, thumb, name, width, height }
// the last three only when it was just taken from the library. `current` is such an object, as far as its caller knows it. Focus
// goes back to where it was before, as browsers do it for any <dialog>.

const SEARCH_AFTER = 250;

const template = () => document.getElementById("picker");
const find = (root, name) => root.querySelector(`[data-picker-${name}]`);

// The words that other modules show beside an image, translated in the same template.
export const said = (name) => template()?.dataset[`words${name}`] ?? "";

// In the page's language: 1.2 MB.
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const format = { style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: step > 1 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(bytes / 1024 ** step);
}

export function pick(options = {}) {
  return new Promise((resolve) => new Picker(options, resolve).open());
}

class Picker {
  constructor({ current = null, words = true, many = false, kind = "picture" }, resolve) {
    const source = kind === "file" ? document.getElementById("picker-of-files") : template();
    this.current = current;
    this.withWords = words;
    this.isFile = kind === "file";
    this.chosen = many ? [] : null;
    this.resolve = resolve;
    this.addresses = source.dataset;
    this.dialog = source.content.firstElementChild.cloneNode(true);
    for (const name of ["title", "told", "library", "search", "drop", "files", "uploads", "grid", "more", "words", "preview", "name", "back", "take", "add"]) {
      this[name] = find(this.dialog, name);
    }
    this.turn = 0;
    this.page = 1;
    this.result = null;
  }

  open() {
    document.body.append(this.dialog);
    this.listen();
    if (this.current) this.showWords(this.current);
    else this.showLibrary();
    this.dialog.showModal();
    (this.current ? this.words.elements.alt : this.search.elements.q).focus();
  }

  listen() {
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      this.resolve(this.result);
    });
    for (const button of this.dialog.querySelectorAll("[data-picker-close]")) {
      button.addEventListener("click", () => this.dialog.close());
    }
    this.search.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.search.addEventListener("input", () => {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.ask(), SEARCH_AFTER);
    });
    this.more.addEventListener("click", () => this.ask(this.page + 1));
    this.grid.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.grid.addEventListener("keydown", (event) => this.move(event));
    this.add.addEventListener("click", () => this.finish(this.chosen));
    this.listenForFiles();
    if (!this.isFile) this.listenForWords();
  }

  listenForWords() {
    this.back.addEventListener("click", () => {
      this.showLibrary();
      this.search.elements.q.focus();
    });
    this.words.addEventListener("submit", (event) => {
      event.preventDefault();
      const { alt } = this.words.elements;
      alt.value = alt.value.trim();
      if (this.words.reportValidity()) this.finish();
    });
    this.words.elements.decorative.addEventListener("change", () => this.judge());
  }

  listenForFiles() {
    this.files.addEventListener("change", () => this.upload(this.files.files));
    const carries = (event) => !this.library.hidden && event.dataTransfer.types.includes("Files");
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.dialog.addEventListener(name, (event) => {
        // Anything else dropped here must not take the browser away from the form either.
        event.preventDefault();
        this.drop.classList.toggle("is-over", carries(event) && (name === "dragenter" || name === "dragover"));
        if (name === "drop" && carries(event)) this.upload(event.dataTransfer.files);
      });
    }
  }

  tell(name, value) {
    this.told.textContent = (this.told.dataset[name] ?? "").replace("%s", value ?? "");
  }

  // The library

  showLibrary() {
    this.library.hidden = false;
    if (this.words) this.words.hidden = true;
    this.title.textContent = this.title.dataset.library;
    if (this.chosen) this.grid.setAttribute("aria-multiselectable", "true");
    this.ask();
  }

  async ask(page = 1) {
    clearTimeout(this.soon);
    const turn = (this.turn += 1);
    const q = this.search.elements.q.value.trim();
    const found = await fetch(`${this.addresses.pick}?${new URLSearchParams({ q, page })}`)
      .then((answer) => answer.json())
      .catch(() => ({}));
    // An answer that comes after a later question is of no use.
    if (turn !== this.turn) return;
    const rows = found.pictures ?? found.documents;
    if (!rows) {
      this.told.textContent = found.error ?? this.told.dataset.failed;
      return;
    }
    this.page = page;
    const options = rows.map((picture) => this.option(picture));
    if (page === 1) this.grid.replaceChildren(...options);
    else this.grid.append(...options);
    this.more.hidden = !found.more;
    this.rove(page === 1 ? this.grid.firstElementChild : options[0], page > 1);
    const count = this.grid.childElementCount;
    if (!count) this.tell(q ? "none" : "empty");
    else this.tell(found.more ? "more" : count === 1 ? "one" : "some", count);
  }

  option(picture) {
    const option = document.createElement("div");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(picture.key === this.current?.key || this.isChosen(picture)));
    option.setAttribute("aria-label", picture.title || picture.alt || picture.caption || picture.name);
    option.tabIndex = -1;
    option.picture = picture;
    if (this.isFile) {
      const title = Object.assign(document.createElement("span"), { className: "picker__label", textContent: picture.title });
      const told = Object.assign(document.createElement("span"), { className: "picker__size", textContent: `${picture.name} · ${size(picture.size)}` });
      option.append(title, told);
      return option;
    }
    const image = Object.assign(document.createElement("img"), { src: picture.thumb, alt: "", loading: "lazy", draggable: false });
    const name = Object.assign(document.createElement("span"), { className: "picker__label", textContent: picture.name });
    const pixels = Object.assign(document.createElement("span"), { className: "picker__size", textContent: `${picture.width} × ${picture.height}` });
    option.append(image, name, pixels);
    return option;
  }

  // One tab stop for the whole grid; the arrow keys, Home and End move within it (ARIA Authoring Practices, listbox).
  rove(option, focus) {
    for (const each of this.grid.children) each.tabIndex = each === option ? 0 : -1;
    if (focus) option?.focus();
  }

  move(event) {
    const option = event.target.closest("[role=option]");
    const options = [...this.grid.children];
    const at = options.indexOf(option);
    const row = options.findIndex((each) => each.offsetTop > options[0].offsetTop);
    const down = row > 0 ? row : options.length;
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + down, ArrowUp: at - down, Home: 0, End: options.length - 1 };
    if (event.key === "Enter" && this.chosen?.length) this.finish(this.chosen);
    else if (event.key === "Enter" || event.key === " ") this.choose(option);
    else if (!(event.key in steps)) return;
    else if (options[steps[event.key]]) this.rove(options[steps[event.key]], true);
    event.preventDefault();
  }

  choose(option) {
    if (option && this.chosen) this.toggle(option);
    else if (option) this.taken(option.picture);
  }

  isChosen({ key }) {
    return Boolean(this.chosen?.some((picture) => picture.key === key));
  }

  toggle(option) {
    this.rove(option);
    const { picture } = option;
    const was = this.isChosen(picture);
    this.chosen = was ? this.chosen.filter(({ key }) => key !== picture.key) : [...this.chosen, picture];
    option.setAttribute("aria-selected", String(!was));
    this.count();
  }

  count() {
    this.add.hidden = !this.chosen.length;
    this.add.textContent = this.add.dataset.add.replace("%s", this.chosen.length);
  }

  taken(picture) {
    if (!this.withWords) return this.finish(picture);
    this.showWords(picture);
    this.words.elements.alt.focus();
  }

  // Uploads, one after the other

  async upload(files) {
    const list = [...files];
    this.files.value = "";
    const stored = [];
    const rows = list.map((file) => this.row(file));
    for (const [index, file] of list.entries()) {
      const answer = await this.send(file, rows[index]);
      if (answer) stored.push(answer);
    }
    if (!this.dialog.open || !stored.length) return;
    // A search that they do not match must not hide them.
    this.search.elements.q.value = "";
    if (this.chosen) {
      this.chosen = [...this.chosen, ...stored.map((each) => each.picture).filter((picture) => !this.isChosen(picture))];
      this.count();
    }
    await this.ask();
    const [{ picture, duplicate }] = stored;
    if (this.chosen) this.add.focus();
    else if (list.length === 1) this.taken(picture);
    else this.rove([...this.grid.children].find((option) => option.picture.key === picture.key) ?? this.grid.firstElementChild, true);
    if (duplicate && list.length === 1) this.tell("known");
    else this.tell("stored", stored.map((each) => each.picture.name).join(", "));
  }

  row(file) {
    const row = document.createElement("li");
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    const note = Object.assign(document.createElement("span"), { className: "picker__note" });
    bar.setAttribute("aria-label", file.name);
    row.append(Object.assign(document.createElement("span"), { textContent: file.name }), bar, note);
    this.uploads.hidden = false;
    this.uploads.append(row);
    return { row, bar, note };
  }

  send(file, { row, bar, note }) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const refuse = (words) => {
        row.className = "is-refused";
        bar.remove();
        note.textContent = words || this.told.dataset.refused;
        this.told.textContent = `${file.name}: ${note.textContent}`;
        resolve(null);
      };
      request.open("POST", this.addresses.upload);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
      });
      request.addEventListener("load", () => {
        const { response, status } = request;
        const picture = response?.picture ?? response?.document;
        if ((status === 200 || status === 201) && picture) {
          bar.value = 1;
          note.textContent = response.duplicate ? this.told.dataset.known : "";
          resolve({ ...response, picture });
        } else refuse(response?.error);
      });
      for (const failure of ["error", "abort", "timeout"]) request.addEventListener(failure, () => refuse());
      const data = new FormData();
      data.append("file", file);
      request.send(data);
    });
  }

  // The words

  showWords(picture) {
    this.turn += 1;
    this.picture = picture;
    this.library.hidden = true;
    this.words.hidden = false;
    this.title.textContent = this.title.dataset.words;
    this.take.textContent = this.current ? this.take.dataset.change : this.take.dataset.insert;
    this.preview.src = picture.thumb ?? "";
    this.name.textContent = picture.name ?? "";
    this.told.textContent = "";
    const { alt, decorative, caption, credit } = this.words.elements;
    alt.value = picture.alt ?? "";
    decorative.checked = Boolean(picture.decorative);
    caption.value = picture.caption ?? "";
    credit.value = picture.credit ?? "";
    this.judge();
  }

  // What says something needs an alternative text, and what is decorative has none.
  judge() {
    const { alt, decorative } = this.words.elements;
    alt.disabled = decorative.checked;
    alt.required = !decorative.checked;
  }

  finish(picture = null) {
    if (picture) {
      this.result = picture;
      return this.dialog.close();
    }
    const { alt, decorative, caption, credit } = this.words.elements;
    const line = (field) => field.value.replace(/\s+/g, " ").trim();
    this.result = {
      ...this.picture,
      alt: decorative.checked ? "" : line(alt),
      decorative: decorative.checked,
      caption: line(caption),
      credit: line(credit),
    };
    this.dialog.close();
  }
}
