// The page on which an office says how it presents itself: a picker beside each colour, and the preview as somebody types.
// Without script colours are typed, and "Look first" shows the same preview.

const WAIT = 350;

const form = document.querySelector("form[data-preview]");
const shown = form.querySelector("[data-office-preview]");
let waiting;
let asked = 0;

function addPicker(field) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.setAttribute("aria-label", field.labels[0].textContent.trim());
  const follow = () => {
    const digits = field.value.trim().replace(/^#?(.)(.)(.)$/, "#$1$1$2$2$3$3").replace(/^#?/, "#");
    picker.value = /^#[0-9a-f]{6}$/i.test(digits) ? digits.toLowerCase() : field.placeholder;
  };
  picker.addEventListener("input", () => {
    field.value = picker.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", follow);
  follow();
  field.after(picker);
}

function offer() {
  for (const button of shown.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = form.elements[button.dataset.field];
      field.value = button.dataset.take;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}

async function look() {
  const turn = ++asked;
  const body = new FormData(form);
  body.delete("logo");
  const answer = await fetch(form.dataset.preview, { method: "POST", body, credentials: "same-origin" });
  // A later question may have been answered before this one.
  if (!answer.ok || turn !== asked) return;
  shown.innerHTML = await answer.text();
  offer();
}

form.querySelectorAll("[data-colour]").forEach(addPicker);
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, WAIT);
});
offer();
