// What is typed into the form of a release is kept in the browser every few seconds, and offered back after a crash, a closed
// tab or a login that expired. data-kept holds whose and which release; the words stand in _together.html.
//
// A copy goes when the server has said that this very text was saved (releases/admin/keeping.py), when the form holds the same
// anyway, when somebody throws it away, or after 30 days. Nothing else removes it; a save that failed least of all.
//
// Shared machines: a copy is offered only to the person who typed it, but whoever can open the browser's own tools can read it.
// It stays nevertheless after a logout: a logout in another tab, or one that somebody presses because the page looked broken, is
// exactly when words get lost. Offices whose desks are shared give each person an account on the machine, as for everything else.

const EVERY = 3_000;
const EXPIRES = 30 * 24 * 60 * 60 * 1000;
const PREFIX = "pressroom.kept/";
const OURS = /^(csrfmiddlewaretoken|version|_.*)$|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
const ROW = /^.+?-(?:\d+|__prefix__)-/;
const NOT_TYPED = new Set(["ORDER", "DELETE", "id", "release"]);
const BUTTONS = new Set(["file", "submit", "button", "reset", "image", "password"]);

const newId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(36).padStart(2, "0")).join("");

// The form as plain values

const editorOf = (textarea) => textarea.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor;

function valueOf(field) {
  if (field.type === "checkbox") return field.checked;
  if (field.tagName === "SELECT") return { value: field.value, text: field.selectedOptions[0]?.text ?? "" };
  const html = editorOf(field)?.getHTML();
  // The editor calls no text an empty paragraph.
  if (html !== undefined) return /^<(\w+)(\s[^>]*)?><\/\1>$/i.test(html) ? "" : html;
  return field.value.replaceAll("\r\n", "\n");
}

const isTyped = (field) =>
  field.name && !field.disabled && !BUTTONS.has(field.type) && !OURS.test(field.name) && (field.type !== "radio" || field.checked);

const groups = (form) => [...form.querySelectorAll("[data-parts]")];
const prefixOf = (group) => group.id.replace(/-group$/, "");
const rowsOf = (group) => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
const fieldsOf = (row) =>
  [...row.querySelectorAll("input, textarea, select")]
    .filter(isTyped)
    .map((field) => [field.name.replace(ROW, ""), field])
    .filter(([name]) => !NOT_TYPED.has(name));

function rowsTyped(group) {
  return rowsOf(group)
    .filter((row) => !row.querySelector('[name$="-DELETE"]')?.checked)
    .map((row) => Object.fromEntries(fieldsOf(row).map(([name, field]) => [name, valueOf(field)])))
    .filter((row) => Object.values(row).some((value) => (value.value ?? value) !== ""));
}

function collect(form) {
  const fields = [...form.elements].filter((field) => isTyped(field) && !field.closest("[data-parts]"));
  return {
    fields: Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])),
    rows: Object.fromEntries(groups(form).map((group) => [prefixOf(group), rowsTyped(group)])),
  };
}

// The server folds blanks and puts tags into its own spelling: that is no difference to anybody who typed them.
function essence(state) {
  const plain = (value, name) => {
    const text = String(value?.value ?? value).replace(/\s+/g, " ").trim();
    return name === "tags" ? text.toLowerCase().split(",").map((tag) => tag.trim()).filter(Boolean).sort().join() : text;
  };
  const each = (values) => Object.keys(values).sort().map((name) => [name, plain(values[name], name)]);
  const rows = Object.keys(state.rows).sort().map((prefix) => [prefix, state.rows[prefix].map(each)]);
  return JSON.stringify([each(state.fields).filter(([, text]) => text), rows]);
}

// Back into the form

function put(field, value) {
  const editor = editorOf(field);
  if (editor) editor.commands.setContent(value, { emitUpdate: true });
  else if (field.type === "checkbox") field.checked = value;
  else if (field.tagName === "SELECT") {
    if (![...field.options].some((option) => option.value === value.value)) field.add(new Option(value.text, value.value));
    field.value = value.value;
  } else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  // Django's own scripts, Select2 among them, listen through their jQuery, which hears the browser's events too.
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function putField(form, name, value) {
  const found = form.elements.namedItem(name);
  if (found instanceof RadioNodeList) {
    const choice = [...found].find((radio) => radio.value === value);
    if (choice) {
      choice.checked = true;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }
  } else if (found) put(found, value);
  else if (name === "lead_image") {
    // A picture that was stored, though the form was not: without it in the form there is no field for its key.
    const key = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.querySelector(".lead-image")?.append(key);
  }
}

function putRows(group, kept) {
  const add = () => group.querySelector(".add-row a, a.addlink")?.click();
  for (let missing = kept.length - rowsOf(group).length; missing > 0; missing -= 1) add();
  while (rowsOf(group).length > kept.length) {
    const remove = rowsOf(group).at(-1).querySelector("a.inline-deletelink");
    if (!remove) break;
    remove.click();
  }
  rowsOf(group).forEach((row, index) => {
    const fields = Object.fromEntries(fieldsOf(row));
    for (const [name, value] of Object.entries(kept[index] ?? {})) if (fields[name]) put(fields[name], value);
  });
}

function restore(form, state) {
  for (const [name, value] of Object.entries(state.fields)) putField(form, name, value);
  for (const group of groups(form)) putRows(group, state.rows[prefixOf(group)] ?? []);
}

// The copies

const copies = {
  read(key) {
    try {
      const copy = JSON.parse(localStorage.getItem(key));
      return copy?.state?.fields && copy.state.rows ? { ...copy, key } : null;
    } catch {
      return null;
    }
  },
  keys: () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Without storage there is nothing to remove.
    }
  },
  tidy(person) {
    const saved = /(?:^|; )pressroom_saved=([a-z0-9.]*)/.exec(document.cookie)?.[1].split(".") ?? [];
    for (const key of this.keys()) {
      const copy = this.read(key);
      const isSaved = key.startsWith(`${PREFIX}${person}/`) && saved.includes(copy?.sent);
      if (!copy || isSaved || Date.now() - copy.at > EXPIRES) this.remove(key);
    }
  },
};

// A tab that is open holds a lock with its copy's name: what is typed there is not lost and need not be offered elsewhere. The
// browser gives locks to secure pages only; without them another tab's text is offered too, and taking it does no harm.
const locks = {
  release: () => {},
  hold(name) {
    navigator.locks?.request(name, () => new Promise((resolve) => { this.release = resolve; })).catch(() => {});
  },
  async held() {
    const { held } = (await navigator.locks?.query()) ?? { held: [] };
    return new Set(held.map(({ name }) => name));
  },
};

async function whenReady(form) {
  const textareas = [...form.querySelectorAll("textarea[data-django-prose-editor-configurable]")];
  const late = Date.now() + 5_000;
  while (textareas.some((textarea) => !editorOf(textarea)) && Date.now() < late) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // inlines.js and what parts.js asked for after it.
  await new Promise((resolve) => window.django.jQuery(() => setTimeout(resolve)));
}

// In the page's language as this person's browser is set up for it, and without a.m. and p.m., like the rest of the back office.
function moment(at) {
  const { lang } = document.documentElement;
  const locale = navigator.languages.find((known) => known.split("-")[0] === lang.split("-")[0]) ?? lang;
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" }).format(at);
}

class Keeper {
  constructor(form, offer) {
    this.form = form;
    this.offer = offer;
    this.told = form.querySelector("[data-kept-told]");
    this.place = `${PREFIX}${offer.dataset.kept}/`;
    this.key = this.place + newId();
    this.version = form.elements.version.value;
    // A form that came back with errors, or a conflict, holds text that was never saved.
    this.unsaved = Boolean(document.querySelector(".errornote, .refused"));
    this.touched = false;
    this.waiting = [];
  }

  async begin() {
    const touch = () => { this.touched = true; };
    this.form.addEventListener("input", touch);
    this.form.addEventListener("change", touch);
    await whenReady(this.form);
    document.addEventListener("formset:added", touch);
    document.addEventListener("formset:removed", touch);
    this.unsaved ||= this.touched;
    this.begun = essence(collect(this.form));
    copies.tidy(this.offer.dataset.kept.split("/")[0]);
    locks.hold(this.key);
    if (this.unsaved) this.keep();
    this.watch();
    await this.look();
  }

  watch() {
    setInterval(() => this.touched && this.keep(), EVERY);
    document.addEventListener("visibilitychange", () => this.keep());
    window.addEventListener("pagehide", () => {
      this.keep();
      locks.release();
    });
    window.addEventListener("pageshow", (event) => event.persisted && locks.hold(this.key));
    this.form.addEventListener("submit", () => this.send());
    const typed = this.offer.querySelector("[data-kept-typed]");
    typed.hidden = !this.unsaved;
    this.form.addEventListener("input", () => { typed.hidden = false; });
    this.offer.querySelector("[data-kept-back]").addEventListener("click", () => this.bringBack());
    this.offer.querySelector("[data-kept-away]").addEventListener("click", () => this.throwAway());
  }

  keep() {
    this.touched = false;
    const state = collect(this.form);
    const now = essence(state);
    // What was typed after the form was sent is not what was sent.
    if (now !== this.sentAs) this.sent = undefined;
    if (now === this.begun && !this.unsaved) copies.remove(this.key);
    else if (now + this.sent !== this.last) this.write(this.key, { state, sent: this.sent });
    this.last = now + this.sent;
  }

  write(key, copy) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), version: this.form.elements.version.value, ...copy }));
    } catch {
      if (!this.said) this.told.textContent = this.told.dataset.full;
      this.said = true;
    }
  }

  send() {
    this.sent = newId();
    this.sentAs = essence(collect(this.form));
    const name = this.form.elements._text ?? Object.assign(document.createElement("input"), { type: "hidden", name: "_text" });
    name.value = this.sent;
    this.form.append(name);
    this.keep();
  }

  async look() {
    const elsewhere = await locks.held();
    const now = essence(collect(this.form));
    for (const key of copies.keys()) {
      if (!key.startsWith(this.place) || key === this.key || elsewhere.has(key)) continue;
      const copy = copies.read(key);
      if (!copy) continue;
      if (essence(copy.state) === now) copies.remove(key);
      else this.waiting.push(copy);
    }
    this.waiting.sort((one, other) => other.at - one.at);
    this.show();
  }

  show() {
    const [copy] = this.waiting;
    this.offer.hidden = !copy;
    if (!copy) return;
    const when = moment(copy.at);
    const heading = this.offer.querySelector("h2");
    heading.textContent = heading.dataset.words.replace("%s", when);
    this.offer.querySelector("[data-kept-moved]").hidden = copy.version === this.version;
    this.form.querySelector("[data-together-said]").textContent = heading.textContent;
  }

  bringBack() {
    const copy = this.waiting.shift();
    const state = collect(this.form);
    if (this.unsaved || essence(state) !== this.begun) {
      // What is in the form now gives way, and waits in its turn.
      const key = this.place + newId();
      this.write(key, { state });
      this.waiting.unshift(copies.read(key) ?? { key, state, at: Date.now(), version: this.form.elements.version.value });
    }
    restore(this.form, copy.state);
    // The old number: if the release was saved meanwhile, saving this leads to the page that shows both texts.
    this.form.elements.version.value = copy.version;
    this.keep();
    copies.remove(copy.key);
    this.tell("back");
  }

  throwAway() {
    copies.remove(this.waiting.shift().key);
    this.tell("away");
  }

  tell(word) {
    this.show();
    this.told.textContent = this.told.dataset[word];
    (this.waiting.length ? this.offer : this.form.elements.headline)?.focus();
  }
}

const offer = document.querySelector("[data-kept]");
if (offer) new Keeper(offer.closest("form"), offer).begin();
