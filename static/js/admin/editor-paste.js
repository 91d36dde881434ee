// What is pasted arrives as the writer meant it: Word's paragraphs that only look like lists become lists, styles that mean bold,
// italic, raised or lowered become marks, titles become headings the page can hold, and links that lead nowhere become text.
// The server reads HTML by the same rules (releases/prose/); doing it here lets the writer see the result before saving.
//
// Loaded by django-prose-editor (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings) and switched on in releases/html.py.

import { Extension, Plugin, pm } from "django-prose-editor/editor"

const { Fragment, Slice } = pm.model

const UNREADABLE = "style, script, xml, meta, link, title, template, svg, math, iframe, object, button, select, textarea"
const KEPT = new Set(["href", "colspan", "rowspan", "start", "type"])
// An image of the library is known by its key; all others are left behind (editor-figure.js).
const KEPT_OF_IMAGES = new Set(["data-file", "alt", "data-decorative"])
const ABSOLUTE = /^(https?:\/\/|mailto:|tel:)/i
const WORD_LIST = /mso-list:\s*(l\d+)\s+level(\d)\s+(lfo\d+)/i
const WORD_LABEL = /mso-list:\s*ignore/i
const NUMBER = /^\(?(\d{1,4}|[a-z]|[ivx]{2,6})[.)]$/i
const BULLET = /^\s*[\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cb\u25cf\u25e6\u00b7\uf0a7\uf0b7\uf0d8]\s+(?=\S)/

// A strict policy forbids style attributes and handlers even in a document that is never shown, and reports each one. Styles are
// only read here, as text, and handlers not at all: both get another name before the parser sees them.
const STYLE = "data-pasted-style"
const setAside = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)\s*=/gi, "$1 data-pasted-$2="))
const styleOf = (element) => element.getAttribute(STYLE) ?? ""
const styled = (...tags) => tags.map((tag) => `${tag}[${STYLE}]`).join()

const isBlock = (node) => /^(p|h\d|ul|ol|div|blockquote|table)$/.test(node?.localName)
const beside = (node, side) => {
  do node = node[side]
  while (node && (node.localName === "br" || !node.textContent.trim()))
  return node
}
const isBetweenBlocks = (br) => isBlock(beside(br, "previousSibling")) || isBlock(beside(br, "nextSibling"))

const unwrap = (element) => element.replaceWith(...element.childNodes)

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag)
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
}

function wrapContent(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

// Google Docs and Word Online say bold and italic with styles, and wrap everything in <b style="font-weight:normal">. Word's own
// <b style="mso-bidi-font-weight:normal"> is bold.
function readStyles(root) {
  for (const element of root.querySelectorAll(styled("b", "strong", "i", "em"))) {
    if (/(?<![\w-])font-(weight:\s*(normal|[1-4]00)\b|style:\s*normal\b)/i.test(styleOf(element))) unwrap(element)
  }
  for (const element of root.querySelectorAll(styled("span", "a"))) {
    const style = styleOf(element)
    if (/(?<![\w-])font-weight:\s*(bold|[6-9]00)\b/i.test(style)) wrapContent(element, "strong")
    if (/(?<![\w-])font-style:\s*(italic|oblique)\b/i.test(style)) wrapContent(element, "em")
    if (/vertical-align:\s*super\b/i.test(style)) wrapContent(element, "sup")
    if (/vertical-align:\s*sub\b/i.test(style)) wrapContent(element, "sub")
  }
}

// The printed bullet or number of a Word list paragraph; removed from the text.
function takeLabel(paragraph) {
  const label = [...paragraph.querySelectorAll(styled(""))].find((element) => WORD_LABEL.test(styleOf(element)))
  label?.remove()
  return label?.textContent.trim() ?? ""
}

function openList(document, label) {
  const number = NUMBER.exec(label)?.[1]
  const list = document.createElement(number ? "ol" : "ul")
  if (number && /^\d+$/.test(number)) {
    if (number !== "1") list.setAttribute("start", number)
  } else if (number) {
    const kind = /^[ivx]+$/i.test(number) ? "i" : "a"
    list.setAttribute("type", number === number.toUpperCase() ? kind.toUpperCase() : kind)
  }
  return list
}

function readWordLists(root) {
  const open = []
  let last = null
  for (const paragraph of root.querySelectorAll(styled("p", "h1", "h2", "h3"))) {
    const marker = WORD_LIST.exec(styleOf(paragraph))
    if (!marker) continue
    const [level, source] = [Number(marker[2]), `${marker[1]} ${marker[3]}`]
    if (!last || paragraph.previousElementSibling !== last) open.length = 0
    while (open.length && open.at(-1).level > level) open.pop()
    if (open.at(-1)?.level === level && open.at(-1).source !== source) open.pop()
    const label = takeLabel(paragraph)
    if (!open.length || open.at(-1).level < level) {
      const list = openList(root.ownerDocument, label)
      if (open.length) open.at(-1).list.lastElementChild.append(list)
      else paragraph.before(list)
      open.push({ level, source, list })
    }
    const item = root.ownerDocument.createElement("li")
    open.at(-1).list.append(item)
    item.append(...paragraph.childNodes)
    last = open[0].list
    paragraph.remove()
  }
}

function keepMeaning(root) {
  for (const element of root.querySelectorAll("h1")) rename(element, "h2")
  for (const element of root.querySelectorAll("h5, h6")) rename(element, "h4")
  for (const link of root.querySelectorAll("a")) {
    if (!ABSOLUTE.test((link.getAttribute("href") ?? "").trim())) unwrap(link)
  }
  for (const element of root.querySelectorAll("*")) {
    const kept = element.matches("img[data-file]") ? KEPT_OF_IMAGES : KEPT
    for (const { name } of [...element.attributes]) if (!kept.has(name)) element.removeAttribute(name)
  }
  // Word fills the space between paragraphs with empty ones, Google Docs with breaks.
  for (const paragraph of root.querySelectorAll("p")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("img[data-file]")) paragraph.remove()
  }
  for (const br of root.querySelectorAll("br")) if (isBetweenBlocks(br)) br.remove()
}

function readPaste(html) {
  // Copied inside an editor: it is as it should be.
  if (html.includes("data-pm-slice")) return html
  const root = new DOMParser().parseFromString(setAside(html), "text/html").body
  for (const element of root.querySelectorAll(UNREADABLE)) element.remove()
  readStyles(root)
  readWordLists(root)
  keepMeaning(root)
  return root.innerHTML
}

// The item that a paragraph like "• text" stands for, or null.
function bulletItem(node, schema) {
  const bullet = node.type === schema.nodes.paragraph && BULLET.exec(node.textContent)
  if (!bullet) return null
  const paragraph = node.copy(node.content.cut(bullet[0].length))
  return schema.nodes.listItem.create(null, paragraph)
}

// Neighbouring "• text" paragraphs, from plain text or from a page, become one list.
function readBullets(slice, schema) {
  const blocks = []
  let items = []
  let changed = false
  const close = () => {
    if (items.length) blocks.push(schema.nodes.bulletList.create(null, items))
    items = []
  }
  slice.content.forEach((node) => {
    const item = bulletItem(node, schema)
    if (item) {
      items.push(item)
      changed = true
    } else {
      close()
      blocks.push(node)
    }
  })
  close()
  if (!changed) return slice
  // A list at either end is whole: it must not dissolve into the paragraph that it is pasted into.
  const isList = (node) => node.type === schema.nodes.bulletList
  const openStart = isList(blocks[0]) ? 0 : slice.openStart
  const openEnd = isList(blocks.at(-1)) ? 0 : slice.openEnd
  return new Slice(Fragment.from(blocks), openStart, openEnd)
}

export const OfficePaste = Extension.create({
  name: "officePaste",

  addProseMirrorPlugins() {
    const { schema } = this.editor
    return [
      new Plugin({
        props: {
          transformPastedHTML: readPaste,
          transformPasted: (slice) => readBullets(slice, schema),
        },
      }),
    ]
  },
})
