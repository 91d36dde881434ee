// What is typed into the form of a release as plain values, and back into the form: fields, parts in their order, and what the
// rich editor holds. Not the form's own bookkeeping, not its token, and no files, which no script can give back.
//
// Imported by keep.js under the name that releases/admin/keeping.py gives it in the page's import map.

const OURS = /^(csrfmiddlewaretoken|version|_.*)$|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
const ROW = /^.+?-(?:\d+|__prefix__)-/;
const NOT_TYPED = new Set(["ORDER", "DELETE", "id", "release"]);
const BUTTONS = new Set(["file", "submit", "button", "reset", "image", "password"]);

export const editorOf = (textarea) => textarea.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor;

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
    .filter((row) => Object.values(row).some((value) => !["", false].includes(value.value ?? value)));
}

export function collect(form) {
  const fields = [...form.elements].filter((field) => isTyped(field) && !field.closest("[data-parts]"));
  return {
    fields: Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])),
    rows: Object.fromEntries(groups(form).map((group) => [prefixOf(group), rowsTyped(group)])),
  };
}

// The server folds blanks and puts tags into its own spelling: that is no difference to anybody who typed them.
export function essence(state) {
  const plain = (value, name) => {
    // A box that is not ticked is as good as none: that for a newer version comes and goes.
    if (value === false) return "";
    const text = String(value?.value ?? value).replace(/\s+/g, " ").trim();
    return name === "tags" ? text.toLowerCase().split(",").map((tag) => tag.trim()).filter(Boolean).sort().join() : text;
  };
  const each = (values) => Object.keys(values).sort().map((name) => [name, plain(values[name], name)]);
  const rows = Object.keys(state.rows).sort().map((prefix) => [prefix, state.rows[prefix].map((row) => each(row).filter(([, text]) => text))]);
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

export function restore(form, state) {
  for (const [name, value] of Object.entries(state.fields)) putField(form, name, value);
  for (const group of groups(form)) putRows(group, state.rows[prefixOf(group)] ?? []);
}
