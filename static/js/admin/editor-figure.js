// Images of the library in the text. The toolbar's button opens the library (picker.js); within an image it opens its words. The
// caption is text, and is written and marked like any other; alternative text and credit are changed in the dialog.
//
// Stored is the key of the image and its words, no address (releases/html.py); the address for the writer comes from the field.
//
// Loaded by django-prose-editor (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings) and switched on in releases/html.py.

import { Document as AnyDocument, Node, pm } from "django-prose-editor/editor"
import { pick, said } from "pressroom/picker"

const { NodeSelection, TextSelection } = pm.state
const KEY = /^[A-Za-z0-9_-]{24}$/
const CAPTION = "figureCaption"

const create = (tag, className, more) => Object.assign(document.createElement(tag), { className, ...more })
// Attributes are read and written by the rules of their node, all together.
const kept = (initial) => ({ default: initial, rendered: false, parseHTML: () => null })

// Images stand at the top level, as on the page: not in a list, a quotation or a table.
export const Document = AnyDocument.extend({ content: "(block | figure)+" })

// The image that is selected or that the caret is in, with its place, or null.
function figureAt({ selection }) {
  if (selection.node?.type.name === "figure") return { node: selection.node, pos: selection.from }
  const { $from } = selection
  return $from.parent.type.name === CAPTION ? { node: $from.node(-1), pos: $from.before(-1) } : null
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

function change(editor, { pos }, { key, alt, decorative, caption, credit }) {
  const node = editor.state.doc.nodeAt(pos)
  if (node?.type.name !== "figure") return
  const { tr } = editor.state
  tr.setNodeMarkup(pos, null, { key, alt, decorative, credit })
  rewrite(tr, pos + 2, node.textContent, caption)
  editor.view.dispatch(tr.scrollIntoView())
}

// The caret goes on to the paragraph behind an image, and there always is one.
function goBehind(tr, end) {
  if (!tr.doc.resolve(end).nodeAfter?.isTextblock) tr.insert(end, tr.doc.type.schema.nodes.paragraph.create())
  return tr.setSelection(TextSelection.near(tr.doc.resolve(end))).scrollIntoView()
}

// In place of an empty paragraph, else after the block that the caret is in.
function insert(editor, { key, alt, decorative, caption, credit }) {
  const { schema, selection, tr } = editor.state
  const { $from } = selection
  const words = schema.nodes[CAPTION].create(null, caption ? schema.text(caption) : null)
  const figure = schema.nodes.figure.create({ key, alt, decorative, credit }, words)
  const block = $from.depth ? $from.node(1) : null
  const isEmpty = block?.type.name === "paragraph" && !block.content.size
  const start = isEmpty ? $from.before(1) : block ? $from.after(1) : selection.to
  tr.replaceWith(start, isEmpty ? $from.after(1) : start, figure)
  editor.view.dispatch(goBehind(tr, start + figure.nodeSize))
}

async function open(editor, address) {
  const found = figureAt(editor.state)
  const current = found && {
    ...found.node.attrs,
    caption: found.node.textContent,
    thumb: address.replace("KEY", found.node.attrs.key),
  }
  const choice = await pick({ current })
  if (editor.isDestroyed) return
  if (choice && found) change(editor, found, choice)
  else if (choice) insert(editor, choice)
  editor.view.focus()
}

// What the writer sees of an image: the picture, room for its caption, what readers hear, and the way to its words.
class Shown {
  constructor(node, editor, getPos, address) {
    this.address = address
    this.dom = create("figure", "figure")
    this.image = create("img", "figure__image", { draggable: false })
    this.contentDOM = create("div", "figure__caption")
    this.contentDOM.dataset.placeholder = said("Caption")
    this.credit = create("cite", "figure__credit", { contentEditable: "false" })
    this.alt = create("span", "figure__alt")
    this.button = create("button", "figure__change", { type: "button", textContent: said("Change"), hidden: !editor.isEditable })
    const words = create("figcaption", "figure__words")
    const foot = create("div", "figure__foot", { contentEditable: "false" })
    words.append(this.contentDOM, this.credit)
    foot.append(this.alt, this.button)
    this.dom.append(this.image, words, foot)
    const select = () => editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, getPos())))
    const edit = () => {
      if (!editor.isEditable) return
      select()
      open(editor, address)
    }
    this.image.addEventListener("click", select)
    this.image.addEventListener("dblclick", edit)
    this.button.addEventListener("click", edit)
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
    this.contentDOM.classList.toggle("is-empty", !node.textContent)
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
  const found = figureAt(editor.state)
  if (!found || editor.state.selection.node) return false
  editor.view.dispatch(goBehind(editor.state.tr, found.pos + found.node.nodeSize))
  return true
}

// Where the caret is in a caption, or null. Asked of the browser: the editor hears of a caret that moved only after a fast key.
function caretInCaption({ state, view }) {
  const { focusNode, focusOffset, isCollapsed } = document.getSelection()
  if (!isCollapsed || !view.dom.contains(focusNode)) return null
  const $caret = state.doc.resolve(view.posAtDOM(focusNode, focusOffset))
  return $caret.parent.type.name === CAPTION ? $caret : null
}

// Backspace before the first letter of a caption selects the image, and once more removes it.
function selectFigure(editor) {
  const $caret = caretInCaption(editor)
  return $caret?.parentOffset === 0 && editor.commands.setNodeSelection($caret.before(-1))
}

// Delete behind the last letter would otherwise draw the next paragraph into the caption.
function staysInCaption(editor) {
  const $caret = caretInCaption(editor)
  return $caret !== null && $caret.parentOffset === $caret.parent.content.size
}

// The caption by itself: in a figure the credit stands in the same element.
function captionIn(figure) {
  const holder = document.createElement("div")
  const caption = figure.querySelector("figcaption")?.cloneNode(true) ?? document.createElement("figcaption")
  caption.querySelector("cite")?.remove()
  holder.append(caption)
  return holder
}

// A node of its own: what turns a paragraph into a heading or a list must find nothing to turn.
const FigureCaption = Node.create({
  name: CAPTION,
  content: "text*",
  parseHTML: () => [{ tag: "figcaption", context: "figure/" }],
  renderHTML: () => ["div", { class: "figure__text" }, 0],
})

export const Picture = Node.create({
  name: "figure",
  content: CAPTION,
  isolating: true,
  draggable: true,

  addOptions() {
    // Where the writer sees the image whose key stands in place of KEY.
    return { address: "" }
  },

  addExtensions: () => [FigureCaption],

  addAttributes: () => ({ key: kept(""), alt: kept(""), decorative: kept(false), credit: kept("") }),

  parseHTML() {
    const read = (image, credit) => {
      if (!KEY.test(image?.dataset.file ?? "")) return false
      const decorative = image.hasAttribute("data-decorative")
      const alt = decorative ? "" : (image.getAttribute("alt") ?? "")
      return { key: image.dataset.file, alt, decorative, credit: credit?.textContent.replace(/\s+/g, " ").trim() ?? "" }
    }
    return [
      {
        tag: "figure",
        getAttrs: (figure) => read(figure.querySelector(":scope > img[data-file]"), figure.querySelector("figcaption cite")),
        contentElement: captionIn,
      },
      { tag: "img[data-file]", getAttrs: (image) => read(image, null) },
    ]
  },

  renderHTML({ node }) {
    const { key, alt, decorative, credit } = node.attrs
    const image = ["img", { "data-file": key, alt, ...(decorative && { "data-decorative": "" }) }]
    // What a node holds has to be alone in its element.
    return ["figure", image, ["figcaption", ["div", 0], ...(credit ? [["cite", credit]] : [])]]
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
      "Mod-Enter": () => leaveCaption(this.editor),
      Backspace: () => selectFigure(this.editor),
      "Mod-Backspace": () => selectFigure(this.editor),
      Delete: () => staysInCaption(this.editor),
      "Mod-Delete": () => staysInCaption(this.editor),
    }
  },
})
