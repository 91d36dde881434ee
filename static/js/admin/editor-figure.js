// Images of the library in the text. The toolbar's button opens the library (picker.js); within an image it opens its words. The
// caption is text, and is written and marked like any other; alternative text and credit belong to the image.
//
// Stored is the key of the image and its words, no address (releases/html.py); the address for the writer comes from the field.
//
// Loaded by django-prose-editor (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings) and switched on in releases/html.py.

import { Document as AnyDocument, Node, pm } from "django-prose-editor/editor"
import { pick, said } from "pressroom/picker"

const { NodeSelection, TextSelection } = pm.state
const KEY = /^[A-Za-z0-9_-]{24}$/

// Images stand at the top level, as on the page: not in a list, a quotation or a table.
export const Document = AnyDocument.extend({ content: "(block | figure)+" })

const imageIn = (element) => element.querySelector(":scope > img[data-file]")

// The caption without the credit, which is an attribute here.
function captionOf(element) {
  const caption = element.querySelector(":scope > figcaption")?.cloneNode(true) ?? document.createElement("figcaption")
  caption.querySelector("cite")?.remove()
  return caption
}

// The image that is selected or that the caret is in, with its place, or null.
function figureAt({ selection }) {
  if (selection.node?.type.name === "figure") return { node: selection.node, pos: selection.from }
  const { $from } = selection
  return $from.parent.type.name === "figure" ? { node: $from.parent, pos: $from.before() } : null
}

// Only what differs between the old caption and the new one is replaced: marks and links around it stay.
function rewrite(tr, start, before, after) {
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head += 1
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const [from, to] = [start + head, start + before.length - tail]
  const words = after.slice(head, after.length - tail)
  if (words) tr.insertText(words, from, to)
  else if (to > from) tr.delete(from, to)
}

function change(editor, { pos }, choice) {
  const node = editor.state.doc.nodeAt(pos)
  if (node?.type.name !== "figure") return
  const { key, alt, decorative, credit } = choice
  const { tr } = editor.state
  tr.setNodeMarkup(pos, null, { key, alt, decorative, credit })
  rewrite(tr, pos + 1, node.textContent, choice.caption)
  editor.view.dispatch(tr.scrollIntoView())
}

// In place of an empty paragraph, else after the block that the caret is in; the caret goes on to the paragraph behind it.
function insert(editor, { key, alt, decorative, caption, credit }) {
  const { schema, selection, tr } = editor.state
  const { $from } = selection
  const figure = schema.nodes.figure.create({ key, alt, decorative, credit }, caption ? schema.text(caption) : null)
  const block = $from.depth ? $from.node(1) : null
  const isEmpty = block?.type.name === "paragraph" && !block.content.size
  const start = isEmpty ? $from.before(1) : block ? $from.after(1) : selection.to
  tr.replaceWith(start, isEmpty ? $from.after(1) : start, figure)
  const end = start + figure.nodeSize
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) tr.insert(end, schema.nodes.paragraph.create())
  tr.setSelection(TextSelection.near(tr.doc.resolve(end)))
  editor.view.dispatch(tr.scrollIntoView())
}

async function open(editor, address) {
  const found = figureAt(editor.state)
  const current = found && {
    ...found.node.attrs,
    caption: found.node.textContent,
    thumb: address.replace("KEY", found.node.attrs.key),
  }
  const choice = await pick({ current })
  if (choice && !editor.isDestroyed) {
    if (found) change(editor, found, choice)
    else insert(editor, choice)
  }
  editor.view.focus()
}

// What the writer sees: the picture, its caption to write in, and the words that readers hear or that name its maker.
class Shown {
  constructor(node, editor, getPos, address) {
    this.address = address
    const create = (tag, className, more) => Object.assign(document.createElement(tag), { className, ...more })
    this.dom = create("figure", "figure")
    this.image = create("img", "figure__image", { draggable: false })
    this.contentDOM = create("span", "figure__caption")
    this.contentDOM.dataset.placeholder = said("Caption")
    this.credit = create("cite", "figure__credit", { contentEditable: "false" })
    this.alt = create("span", "figure__alt")
    this.button = create("button", "figure__change", { type: "button", textContent: said("Change") })
    const caption = create("figcaption", "figure__words")
    const foot = create("div", "figure__foot", { contentEditable: "false" })
    caption.append(this.contentDOM, this.credit)
    foot.append(this.alt, this.button)
    this.dom.append(this.image, caption, foot)
    const select = () => editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, getPos())))
    this.image.addEventListener("click", select)
    for (const [element, event] of [[this.button, "click"], [this.image, "dblclick"]]) {
      element.addEventListener(event, () => {
        if (!editor.isEditable) return
        select()
        open(editor, address)
      })
    }
    this.button.hidden = !editor.isEditable
    this.show(node)
  }

  show(node) {
    const { key, alt, decorative, credit } = node.attrs
    const source = this.address.replace("KEY", key)
    if (this.image.getAttribute("src") !== source) this.image.src = source
    this.image.alt = alt
    this.credit.textContent = credit
    this.credit.hidden = !credit
    this.alt.textContent = decorative ? said("Decorative") : alt ? said("Alt").replace("%s", alt) : said("NoAlt")
    this.alt.classList.toggle("is-missing", !decorative && !alt)
    this.contentDOM.classList.toggle("is-empty", !node.content.size)
    this.key = key
  }

  update(node) {
    if (node.type.name !== "figure") return false
    this.show(node)
    return true
  }

  stopEvent(event) {
    return this.button.contains(event.target)
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target)
  }
}

// Enter in a caption goes on behind the image: a caption is one line.
function leaveCaption(editor) {
  const { $from } = editor.state.selection
  if ($from.parent.type.name !== "figure") return false
  const { schema, tr } = editor.state
  const end = $from.after()
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) tr.insert(end, schema.nodes.paragraph.create())
  editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(end))).scrollIntoView())
  return true
}

// Backspace before the first letter of a caption selects the image, and once more removes it.
function selectFigure(editor) {
  const { $from, empty } = editor.state.selection
  if (!empty || $from.parent.type.name !== "figure" || $from.parentOffset) return false
  return editor.commands.setNodeSelection($from.before())
}

export const Picture = Node.create({
  name: "figure",
  content: "text*",
  isolating: true,
  defining: true,
  draggable: true,

  addOptions() {
    // Where the writer sees the image whose key stands in place of KEY.
    return { address: "" }
  },

  addAttributes() {
    // Read and written below, all together.
    const kept = (initial) => ({ default: initial, rendered: false, parseHTML: () => null })
    return { key: kept(""), alt: kept(""), decorative: kept(false), credit: kept("") }
  },

  parseHTML() {
    const read = (image, caption) =>
      KEY.test(image?.dataset.file ?? "") && {
        key: image.dataset.file,
        alt: image.hasAttribute("data-decorative") ? "" : (image.getAttribute("alt") ?? ""),
        decorative: image.hasAttribute("data-decorative"),
        credit: caption?.querySelector("cite")?.textContent.replace(/\s+/g, " ").trim() ?? "",
      }
    return [
      {
        tag: "figure",
        getAttrs: (element) => read(imageIn(element), element.querySelector(":scope > figcaption")),
        contentElement: captionOf,
      },
      { tag: "img[data-file]", getAttrs: (image) => read(image, null) },
    ]
  },

  renderHTML({ node }) {
    const { key, alt, decorative, credit } = node.attrs
    const image = ["img", { "data-file": key, alt, ...(decorative && { "data-decorative": "" }) }]
    // The place of the caption's text has to be alone in its element.
    return ["figure", image, ["figcaption", ["span", 0], ...(credit ? [["cite", credit]] : [])]]
  },

  addNodeView() {
    return ({ node, editor, getPos }) => new Shown(node, editor, getPos, this.options.address)
  },

  // The package's menu offers its button for a node of this name, and calls this.
  addCommands() {
    return {
      insertFigure:
        () =>
        ({ editor, dispatch }) => {
          if (dispatch) open(editor, this.options.address)
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      Enter: () => leaveCaption(this.editor),
      "Shift-Enter": () => leaveCaption(this.editor),
      Backspace: () => selectFigure(this.editor),
    }
  },
})
