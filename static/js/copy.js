// Buttons that copy the release's text (fetched from the address in data-copy-from) or its address (data-copy-text).
// Without script, or where the browser has no clipboard to offer, the buttons are not there: the plain text is a link away.

const SHOWN = 4000;

function begin(button) {
  const told = button.closest("section").querySelector("[data-copy-told]");
  let waiting;
  button.hidden = false;
  button.addEventListener("click", async () => {
    clearTimeout(waiting);
    try {
      await copy(button.dataset);
      told.textContent = told.dataset.done;
      waiting = setTimeout(() => { told.textContent = ""; }, SHOWN);
    } catch {
      told.textContent = told.dataset.failed;
    }
  });
}

async function copy({ copyFrom, copyText }) {
  if (copyText) {
    await navigator.clipboard.writeText(copyText);
    return;
  }
  // Safari forgets that somebody clicked while the text is on its way, unless the clipboard itself waits for it.
  const text = fetch(copyFrom).then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(answer.status))));
  const plain = text.then((blob) => new Blob([blob], { type: "text/plain" }));
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
}

// The clipboard exists on HTTPS and localhost only.
if (navigator.clipboard && typeof ClipboardItem === "function") {
  document.querySelectorAll("[data-copy-from], [data-copy-text]").forEach(begin);
}
