// Make the rich editor a text box that assistive technology can name, a toolbar that a keyboard can cross with the arrow keys
// (WAI-ARIA Authoring Practices, toolbar pattern), and a guest that a strict Content-Security-Policy accepts.
//
// Loaded by django-prose-editor (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings) and switched on in releases/html.py.

import { Extension, Plugin } from "django-prose-editor/editor"

const gettext = window.gettext ?? ((text) => text)

let counter = 0

// The label, the help text and the error of a field in Django's admin, tied to the text box as they are to the textarea.
function describe(box, textarea) {
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`)
  box.setAttribute("role", "textbox")
  box.setAttribute("aria-multiline", "true")
  box.setAttribute("aria-keyshortcuts", "Alt+F10")
  if (label) {
    label.id ||= `${textarea.id}_label`
    box.setAttribute("aria-labelledby", label.id)
    label.addEventListener("click", () => box.focus())
  } else {
    box.setAttribute("aria-label", textarea.name)
  }
  const described = textarea.getAttribute("aria-describedby")
  if (described) box.setAttribute("aria-describedby", described)
  if (textarea.getAttribute("aria-invalid")) box.setAttribute("aria-invalid", textarea.getAttribute("aria-invalid"))
}

// What the package calls a button, said as a writer would.
function names() {
  return {
    bold: gettext("Bold"),
    italic: gettext("Italic"),
    subscript: gettext("Subscript"),
    superscript: gettext("Superscript"),
    bulletList: gettext("Bulleted list"),
    orderedList: gettext("Numbered list"),
    blockquote: gettext("Quotation"),
    figure: gettext("Image"),
    link: gettext("Link"),
    unlink: gettext("Remove link"),
    table: gettext("Insert table"),
    "table:addColumnAfter": gettext("Add column"),
    "table:deleteColumn": gettext("Delete column"),
    "table:addRowAfter": gettext("Add row"),
    "table:deleteRow": gettext("Delete row"),
    "table:mergeCells": gettext("Merge cells"),
    "table:splitCell": gettext("Split cell"),
    "table:toggleHeaderCell": gettext("Toggle header cell"),
    "table:deleteTable": gettext("Delete table"),
    paragraph: gettext("Paragraph"),
    heading2: gettext("Heading"),
    heading3: gettext("Subheading"),
    heading4: gettext("Minor heading"),
    "history:undo": gettext("Undo"),
    "history:redo": gettext("Redo"),
  }
}

const isShown = (button) => !button.classList.contains("hidden")

// One tab stop for the whole toolbar; the arrow keys, Home and End move within it.
function rove(toolbar, event) {
  const buttons = [...toolbar.querySelectorAll("button")].filter(isShown)
  const at = buttons.indexOf(document.activeElement)
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }
  if (at < 0 || !(event.key in steps)) return
  event.preventDefault()
  const next = buttons[(steps[event.key] + buttons.length) % buttons.length]
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1
  next.focus()
}

function nameButtons(toolbar) {
  const wanted = names()
  for (const button of toolbar.querySelectorAll("button")) {
    const name = wanted[button.dataset.name] ?? button.title
    button.title = name
    button.setAttribute("aria-label", name)
    button.tabIndex = -1
  }
  const first = toolbar.querySelector("button")
  if (first) first.tabIndex = 0
}

// The state that colour shows is also said. A toolbar whose only tab stop has gone gets another.
function announce(toolbar) {
  const buttons = [...toolbar.querySelectorAll("button")]
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.classList.contains("active")))
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")))
  }
  if (buttons.some((button) => button.tabIndex === 0 && isShown(button))) return
  const first = buttons.find(isShown)
  if (first) first.tabIndex = 0
}

function setUpToolbar(toolbar, box) {
  box.id ||= `prose-editor-${++counter}`
  toolbar.setAttribute("role", "toolbar")
  toolbar.setAttribute("aria-label", gettext("Formatting"))
  toolbar.setAttribute("aria-controls", box.id)
  toolbar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.focus()
    else rove(toolbar, event)
  })
  nameButtons(toolbar)
  announce(toolbar)
}

// Ways out of the text for the keyboard. Alt+F10 leads to the toolbar, as in word processors; Escape leads back. Tab indents lists
// and crosses tables, where it would never leave the text (WCAG 2.1.2): after Escape it moves on, as everywhere else.
// A handler that returns true keeps the key from the editor and leaves it to the browser.
function keyboardExits() {
  let leaving = false
  return {
    keydown(view, event) {
      if (event.key === "F10" && event.altKey) {
        event.preventDefault()
        view.dom.closest(".prose-editor")?.querySelector('.prose-menubar button[tabindex="0"]')?.focus()
        return true
      }
      const leaves = event.key === "Tab" && leaving
      if (event.key !== "Shift") leaving = event.key === "Escape"
      return leaves
    },
    blur() {
      leaving = false
      return false
    },
  }
}

export const EditorAccess = Extension.create({
  name: "editorAccess",
  // After the menu has built its toolbar, whose priority is the default 100.
  priority: 10,

  onBeforeCreate() {
    // Tiptap would put a <style> into the page; css/admin-editor.css says the same within the policy.
    this.editor.options.injectCSS = false
  },

  onCreate() {
    const box = this.editor.view.dom
    const frame = box.closest(".prose-editor")
    const textarea = frame?.querySelector(":scope > textarea")
    if (textarea) describe(box, textarea)
    const toolbar = frame?.querySelector(".prose-menubar")
    if (!toolbar) return
    setUpToolbar(toolbar, box)
    this.editor.on("transaction", () => announce(toolbar))
  },

  addProseMirrorPlugins() {
    return [new Plugin({ props: { handleDOMEvents: keyboardExits() } })]
  },
})
