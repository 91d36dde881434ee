// A button that copies the field whose id is in data-copy. Without script the button is not there: the field can be selected
// and copied like any text. What to say then stands beside it, in data-done and data-failed of [data-copy-told].
// navigator.clipboard exists on HTTPS and localhost only; elsewhere the older way serves.

const SHOWN = 4000;

async function copy(field) {
  field.focus();
  field.select();
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(field.value);
  } else if (!document.execCommand("copy")) {
    throw new Error("refused");
  }
}

function begin(button) {
  const field = document.getElementById(button.dataset.copy);
  const told = button.parentElement.querySelector("[data-copy-told]");
  let waiting;
  button.hidden = false;
  button.addEventListener("click", async () => {
    clearTimeout(waiting);
    try {
      await copy(field);
      told.textContent = told.dataset.done;
      waiting = setTimeout(() => { told.textContent = ""; }, SHOWN);
    } catch {
      // The text stays selected, one key away from being copied.
      told.textContent = told.dataset.failed;
    }
  });
}

document.querySelectorAll("[data-copy]").forEach(begin);
