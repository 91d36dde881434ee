// Live count beside fields that read best at a certain length: data-count-low, data-count-high. The advice itself is help
// text, there without script. The count is told to assistive technology only after a pause in typing, not with every key.

const PAUSE = 1500;

function state(length, low, high) {
  if (length === 0) return "empty";
  return length < low ? "short" : length > high ? "long" : "good";
}

function follow(field) {
  const low = Number(field.dataset.countLow);
  const high = Number(field.dataset.countHigh);
  const shown = document.createElement("span");
  shown.className = "count";
  shown.setAttribute("aria-hidden", "true");
  const told = document.createElement("span");
  told.className = "visually-hidden";
  told.setAttribute("aria-live", "polite");
  field.after(shown, told);
  let waiting;
  const update = (event) => {
    const length = [...field.value].length;
    shown.textContent = `${length} / ${high}`;
    shown.dataset.state = state(length, low, high);
    clearTimeout(waiting);
    if (event) waiting = setTimeout(() => { told.textContent = shown.textContent; }, PAUSE);
  };
  field.addEventListener("input", update);
  update();
}

function begin(root) {
  for (const field of root.querySelectorAll("[data-count-high]")) {
    if (!field.closest(".empty-form")) follow(field);
  }
}

begin(document);
document.addEventListener("formset:added", (event) => begin(event.target));
