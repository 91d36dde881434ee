// Sends the files of a form one by one, each with a bar of its own, as soon as they are chosen or dropped on the page; at most
// three at once. What cannot be stored is told beside its name, and the rest goes on. Without script the same form sends them
// all at once. Everything that is said stands in templates/admin/media/_drop.html.

const AT_ONCE = 3;

const form = document.querySelector("form[data-upload]");
const shown = document.querySelector("[data-uploads]");
const list = shown?.querySelector("[data-uploads-list]");
const words = shown?.dataset ?? {};
const waiting = [];
const sending = new Set();
const count = { added: 0, known: 0, refused: 0 };

// What a web server before this one, or the check of the form's token, answers without a sentence for a person.
const WITHOUT_WORDS = { 403: () => words.stale, 413: () => words.large };

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function add(files) {
  if (!files.length) return;
  shown.hidden = false;
  shown.querySelector("[data-uploads-sum]").textContent = "";
  for (const file of files) {
    const row = element("li", "upload");
    const bar = element("progress", "upload-bar");
    Object.assign(bar, { max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    const note = element("span", "upload-note", words.waiting);
    row.append(element("strong", "upload-name", file.name), bar, note);
    list.append(row);
    const one = { file, row, bar, note };
    if (file.size > Number(form.dataset.limit)) finish(one, "refused", words.large);
    else waiting.push(one);
  }
  next();
}

// Two files of the same size may be the same file: the second waits, so that it is recognised and not stored twice.
const mayGo = (one) => ![...sending].some((other) => other.file.size === one.file.size);

function next() {
  while (sending.size < AT_ONCE) {
    const at = waiting.findIndex(mayGo);
    if (at < 0) break;
    const [one] = waiting.splice(at, 1);
    sending.add(one);
    send(one);
  }
  if (!waiting.length && !sending.size) tellSum();
}

function send(one) {
  const request = new XMLHttpRequest();
  const done = (state, note, link) => {
    sending.delete(one);
    finish(one, state, note, link);
    next();
  };
  one.note.textContent = words.sending;
  request.open("POST", form.dataset.upload);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) one.bar.value = event.loaded / event.total;
  });
  request.upload.addEventListener("load", () => {
    // All of it has arrived; decoding a large image takes a moment, of which nobody knows how long it will be.
    one.bar.removeAttribute("value");
    one.note.textContent = words.checking;
  });
  request.addEventListener("load", () => {
    const { response, status } = request;
    const stored = response?.picture ?? response?.document;
    if (!stored) done("refused", response?.error || WITHOUT_WORDS[status]?.() || words.failed);
    else if (status === 201) done("added", words.stored, { href: stored.page, text: words.describe });
    else done("known", words.known, { href: stored.page, text: words.see });
  });
  for (const failure of ["error", "abort", "timeout"]) request.addEventListener(failure, () => done("refused", words.failed));
  const data = new FormData();
  data.append("file", one.file);
  request.send(data);
}

function finish({ file, row, bar, note }, state, text, link) {
  count[state] += 1;
  bar.remove();
  row.classList.add(`upload-${state}`);
  note.textContent = `${text} `;
  if (!link) return;
  const way = element("a", "", link.text);
  way.href = link.href;
  // Read out of its place, a link has to say what it is about.
  way.setAttribute("aria-label", `${link.text}: ${file.name}`);
  note.append(way);
}

function tellSum() {
  const said = words.sum.replace(/%\((\w+)\)s/g, (_whole, name) => count[name]);
  shown.querySelector("[data-uploads-sum]").textContent = said;
  shown.querySelector("[data-uploads-show]").hidden = !(count.added + count.known);
}

function begin() {
  const input = form.elements.file;
  form.querySelector("[data-upload-send]").hidden = true;
  form.querySelector("[data-upload-hint]").hidden = false;
  input.required = false;
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add([...input.files]);
    input.value = "";
  });
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  // Entering and leaving are told for every element on the way.
  let depth = 0;
  const over = (change) => {
    depth = Math.max(0, depth + change);
    form.classList.toggle("is-over", depth > 0);
  };
  document.addEventListener("dragenter", (event) => carries(event) && over(1));
  document.addEventListener("dragleave", (event) => carries(event) && over(-1));
  document.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    // Another form on the page may want the file for itself.
    if (!carries(event) || event.target.closest?.("input[type=file]")) return over(-depth);
    event.preventDefault();
    over(-depth);
    return add([...event.dataTransfer.files]);
  });
  // What is on its way would be lost with the page.
  window.addEventListener("beforeunload", (event) => {
    if (waiting.length || sending.size) event.preventDefault();
  });
}

if (form && shown) begin();
