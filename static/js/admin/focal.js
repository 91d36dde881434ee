// The focal point of a picture: a click on it, or the arrow keys while it has the focus, and the crops beside it follow. The
// numbers in the form are what counts; they are there without script too.

const STEP = 1;
const LEAP = 10;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const root = document.querySelector("form[data-focal]");
const percent = (value) => Math.min(100, Math.max(0, Math.round(value) || 0));

function begin() {
  const area = root.querySelector("[data-focal-pick]");
  const picture = area.querySelector("img");
  const [x, y] = [root.querySelector("[data-focal-x]"), root.querySelector("[data-focal-y]")];
  const told = root.querySelector("[data-focal-told]");
  const width = Number(picture.dataset.width);
  const height = Number(picture.dataset.height);

  const at = () => [percent(Number(x.value)), percent(Number(y.value))];

  // As releases/media/specs.py cuts: the largest part of its ratio, centred on the focal point as far as the edges allow.
  const cut = (crop) => {
    const [across, down] = crop.dataset.focalCrop.split(" ").map(Number);
    const part = [Math.min(width, (height * across) / down), Math.min(height, (width * down) / across)];
    const [left, top] = at().map((value, axis) => {
      const whole = axis ? height : width;
      return Math.min(Math.max((whole * value) / 100 - part[axis] / 2, 0), whole - part[axis]);
    });
    crop.setAttribute("viewBox", [left, top, ...part].join(" "));
  };

  const show = () => {
    const [across, down] = at();
    for (const mark of root.querySelectorAll("[data-focal-mark]")) {
      mark.setAttribute("cx", `${across}%`);
      mark.setAttribute("cy", `${down}%`);
    }
    root.querySelectorAll("[data-focal-crop]").forEach(cut);
  };

  const move = (across, down) => {
    [x.value, y.value] = [percent(across), percent(down)];
    show();
    told.textContent = area.dataset.told.replace("%(x)s", x.value).replace("%(y)s", y.value).replaceAll("%%", "%");
  };

  // A role for what takes the arrow keys itself; without it a screen reader would keep them for reading.
  area.tabIndex = 0;
  area.setAttribute("role", "application");
  area.setAttribute("aria-label", area.dataset.label);
  area.classList.add("is-live");
  area.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [across, down] = at();
    const by = event.shiftKey ? LEAP : STEP;
    move(across + KEYS[event.key][0] * by, down + KEYS[event.key][1] * by);
  });
  for (const field of [x, y]) field.addEventListener("input", show);
  // Back from another page, the browser has filled in what was typed.
  window.addEventListener("pageshow", show);
}

if (root && !root.querySelector("[data-focal-x]").disabled) begin();
