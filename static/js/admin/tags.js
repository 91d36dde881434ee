// Suggestions while a tag is typed in a field of tags separated by commas (data-tags-suggest holds the address to ask).
// A combobox as the ARIA Authoring Practices describe it: arrows choose, Enter takes, Escape closes. Without script the
// field is a plain line of text.

let serial = 0;

class Suggestions {
  constructor(field) {
    this.field = field;
    this.asked = 0;
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `tag-suggestions-${(serial += 1)}`;
    this.list.className = "tag-suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
    this.list.hidden = true;
    const frame = document.createElement("div");
    frame.className = "tag-frame";
    field.before(frame);
    frame.append(field, this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.ask());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // Before the field loses the focus to the click.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option.textContent);
    });
  }

  // The tag that the caret is in: from the comma before it to the comma after it.
  span() {
    const { value, selectionStart: caret } = this.field;
    const start = value.lastIndexOf(",", caret - 1) + 1;
    const comma = value.indexOf(",", caret);
    return [start, comma === -1 ? value.length : comma];
  }

  async ask() {
    const [start, end] = this.span();
    const typed = this.field.value.slice(start, end).trim();
    const turn = (this.asked += 1);
    if (!typed) return this.close();
    let tags = [];
    try {
      const answer = await fetch(`${this.field.dataset.tagsSuggest}?q=${encodeURIComponent(typed)}`);
      if (answer.ok) ({ tags } = await answer.json());
    } catch {
      return this.close();
    }
    // An answer that comes after a later question is of no use.
    if (turn === this.asked) this.show(tags.filter((tag) => tag.toLowerCase() !== typed.toLowerCase()));
  }

  show(tags) {
    this.list.replaceChildren(
      ...tags.map((tag, index) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${index}`;
        option.setAttribute("role", "option");
        option.textContent = tag;
        return option;
      }),
    );
    this.list.hidden = tags.length === 0;
    this.field.setAttribute("aria-expanded", String(tags.length > 0));
    this.mark(-1);
  }

  close() {
    this.asked += 1;
    this.show([]);
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  key(event) {
    const count = this.list.children.length;
    if (!count) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.active + step + (this.active < 0 && step < 0 ? 1 : 0) + count) % count);
    else if (event.key === "Enter" && this.active >= 0) this.take(this.list.children[this.active].textContent);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(tag) {
    const [start, end] = this.span();
    const before = this.field.value.slice(0, start);
    const after = this.field.value.slice(end);
    const text = `${before}${before ? " " : ""}${tag}${after || ", "}`;
    this.field.value = text;
    const caret = after ? text.length - after.length : text.length;
    this.field.setSelectionRange(caret, caret);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }
}

for (const field of document.querySelectorAll("[data-tags-suggest]")) new Suggestions(field);
