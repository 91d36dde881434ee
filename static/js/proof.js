// Under a flood of replies the form comes back with a sum to do (comments/proof.py): find the number behind a SHA-256 hash by
// trying. Whoever presses the button meanwhile has their comment sent when it is done. Nothing is asked of anybody but our server.

const AT_ONCE = 1000;
const TEXT = new TextEncoder();

for (const place of document.querySelectorAll("[data-proof]")) {
  // Only there over HTTPS and on this machine; else the sentence that is in the page already says what to do.
  if (globalThis.crypto?.subtle) {
    work(place);
  }
}

async function work(place) {
  const form = place.closest("form");
  const told = place.querySelector("[role=status]");
  const bar = place.querySelector("progress");
  const pressed = holdBack(form, () => {
    told.textContent = place.dataset.waits;
  });
  told.textContent = place.dataset.working;
  bar.hidden = false;
  const number = await solve(place.dataset, (part) => {
    bar.value = 100 * part;
  });
  bar.hidden = true;
  if (number !== undefined) {
    const { algorithm, challenge, salt, signature } = place.dataset;
    form.elements.namedItem("altcha").value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
  }
  told.textContent = place.dataset.done;
  pressed.release();
}

// Keeps the form from being sent until it is released; then sends it, if somebody wanted to.
function holdBack(form, tell) {
  let wanted;
  const hold = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    wanted = { button: event.submitter };
    tell();
  };
  form.addEventListener("submit", hold, { capture: true });
  return {
    release() {
      form.removeEventListener("submit", hold, { capture: true });
      if (wanted) {
        form.requestSubmit(wanted.button);
      }
    },
  };
}

// Tries every number from 0 on, a thousand at once, so that the page stays quick: each await lets the browser go on.
async function solve({ algorithm, challenge, maxnumber, salt }, tell) {
  const last = Number(maxnumber);
  const sought = bytesOf(challenge);
  for (let first = 0; first <= last; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, last - first + 1) }, (_, offset) => first + offset);
    const hashes = await Promise.all(numbers.map((number) => crypto.subtle.digest(algorithm, TEXT.encode(salt + number))));
    const found = hashes.findIndex((hash) => isSame(new Uint8Array(hash), sought));
    if (found !== -1) {
      return first + found;
    }
    tell((first + AT_ONCE) / last);
    // Promises alone would not let it paint.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

function isSame(hash, sought) {
  return hash.every((byte, index) => byte === sought[index]);
}

function bytesOf(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
