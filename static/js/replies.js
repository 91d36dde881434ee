// Remembers a reader's name, email and website in this browser, if they ask for it. Nothing of it is sent before the form is,
// and the page stays the same for everybody: the fields are filled here.

const KEY = "pressroom.reply";
const FIELDS = ["author", "email", "url"];

for (const form of document.querySelectorAll("form[data-replies]")) {
  remember(form);
  tellAge(form);
}

// How long the page was open is one of the things by which moderators tell a program from a person.
function tellAge(form) {
  form.addEventListener("submit", () => {
    form.elements.namedItem("seconds").value = (performance.now() / 1000).toFixed(1);
  });
}

function remember(form) {
  const choice = form.querySelector("[data-replies-remember]");
  const box = choice?.querySelector("input");
  const kept = read();
  // Storage can be switched off; a promise that cannot be kept is not offered.
  if (!box || kept === undefined) {
    return;
  }
  choice.hidden = false;
  box.checked = kept !== null;
  for (const name of FIELDS) {
    const field = form.elements.namedItem(name);
    // What came back with an error is newer than what was kept, even where it was emptied.
    if (kept && field && !field.value && !form.querySelector("[aria-invalid]")) {
      field.value = typeof kept[name] === "string" ? kept[name] : "";
    }
  }
  form.addEventListener("submit", () => {
    if (box.checked) {
      write(Object.fromEntries(FIELDS.map((name) => [name, form.elements.namedItem(name)?.value ?? ""])));
    } else {
      forget();
    }
  });
  // Whoever takes the tick away means now, not at the next reply.
  box.addEventListener("change", () => {
    if (!box.checked) {
      forget();
    }
  });
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept && typeof kept === "object" ? kept : null;
  } catch (error) {
    return error instanceof SyntaxError ? null : undefined;
  }
}

function write(details) {
  try {
    localStorage.setItem(KEY, JSON.stringify(details));
  } catch {
    // Full or switched off: the reply is sent all the same.
  }
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Switched off since the page was opened.
  }
}
