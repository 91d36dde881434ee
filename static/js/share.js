// Ways to take a release along, without asking anybody else: its link, its text and each of its quotes into the clipboard,
// and the system's own sheet for sharing. Everything that needs this script comes hidden, or is made here: without script,
// or where a browser has no clipboard to offer (it has one on HTTPS and localhost only), there are links to the same things.
//
// Around it stands [data-share]: data-address, data-headline, data-quote ("“{words}” – {speaker}"), data-copy-quote,
// data-copied, data-failed. What happened is said in its [role=status], and on the button that was pressed.

const SHOWN = 4000;

const place = document.querySelector("[data-share]");
const said = place.dataset;
const status = place.querySelector("[role=status]");
let quiet;

function tell(button, words) {
  clearTimeout(quiet);
  const label = button.dataset.label ??= button.textContent;
  status.textContent = words;
  button.textContent = words === said.copied ? words : label;
  quiet = setTimeout(() => {
    status.textContent = "";
    button.textContent = label;
  }, SHOWN);
}

function offer(button, act) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await act();
      tell(button, said.copied);
    } catch {
      tell(button, said.failed);
    }
  });
}

// Safari forgets that somebody clicked while the text is on its way, unless the clipboard itself waits for it.
function copyFrom(address) {
  const text = fetch(address).then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(answer.status))));
  const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
}

function quoteOf(figure) {
  const paragraphs = [...figure.querySelectorAll("blockquote p")].map((each) => each.innerText.trim());
  const speaker = [...figure.querySelectorAll(".quote__speaker, .quote__title")].map((each) => each.textContent.trim());
  const parts = { words: paragraphs.join("\n\n"), speaker: speaker.join(", ") };
  const quote = said.quote.replace(/\{(words|speaker)\}/g, (_match, name) => parts[name]);
  return `${quote}\n${said.headline}\n${said.address}`;
}

function addTo(figure) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quote__copy";
  button.textContent = said.copyQuote;
  figure.append(button);
  offer(button, () => navigator.clipboard.writeText(quoteOf(figure)));
}

if (navigator.clipboard) {
  for (const button of place.querySelectorAll("[data-copy=link]")) {
    offer(button, () => navigator.clipboard.writeText(said.address));
  }
  document.querySelectorAll(".article figure.quote").forEach(addTo);
  if (typeof ClipboardItem === "function") {
    for (const button of place.querySelectorAll("[data-copy=text]")) offer(button, () => copyFrom(button.dataset.from));
  }
}

const sheet = { title: said.headline, url: said.address };
if (navigator.canShare?.(sheet)) {
  const button = place.querySelector("[data-sheet]");
  button.hidden = false;
  // Whoever closes the sheet without choosing has nothing to be told.
  button.addEventListener("click", () => navigator.share(sheet).catch(() => {}));
}
