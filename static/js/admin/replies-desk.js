// The moderation desk in place: a decision by a key or a button is sent without leaving the page, its row shrinks to a line with
// "Undo", and the next reply is current. Says who looks at what. data-desk; the sentences come ready from the server.
// Without it the same buttons are those of a form.

const ASK_EVERY = 15_000;
const OFF = "pressroom.desk.keys-off";
// Where letters are written, and where they choose from a list.
const TYPED = "input:not([type=checkbox], [type=submit], [type=button]), textarea, select, [contenteditable]";

const desk = document.querySelector("[data-desk]");
const form = desk?.closest("form");
const rows = form ? [...form.querySelectorAll("#result_list tbody tr")] : [];

if (form) {
  const said = form.querySelector("[data-desk-said]");
  const more = form.querySelector("[data-desk-more]");
  const done = [];
  let current = null;
  let busy = false;

  const tell = (text) => {
    // The same sentence twice is news as well: an empty one between makes assistive technology say it again.
    said.textContent = "";
    requestAnimationFrame(() => (said.textContent = text));
  };

  const idOf = (row) => row.querySelector("[data-reply]")?.dataset.reply ?? row.dataset.reply;
  const isOpen = (row) => row && !row.classList.contains("desk-done");

  function stand(row, { focus = true } = {}) {
    current?.removeAttribute("aria-current");
    current = row ?? null;
    if (!current) return;
    current.setAttribute("aria-current", "true");
    current.tabIndex = -1;
    if (focus) {
      current.focus({ preventScroll: true });
      current.scrollIntoView({ block: "nearest" });
    }
    ask();
  }

  // What a colleague is looking at is passed over, and can still be gone to.
  function following(step, skipClaimed) {
    let at = rows.indexOf(current) + step;
    for (; rows[at]; at += step) {
      if (isOpen(rows[at]) && !(skipClaimed && rows[at].dataset.claimed)) return rows[at];
    }
    return undefined;
  }

  // A login in another tab changes the token: without the new one, this page would be refused for ever.
  async function renewed() {
    const answer = await fetch(desk.dataset.claims);
    if (!answer.ok || answer.redirected) return false;
    const { token } = await answer.json();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return true;
  }

  async function send(address, fields, again = true) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Requested-With": "desk" } });
    if (answer.redirected || answer.status === 403) {
      if (again && (await renewed())) return send(address, fields, false);
      throw new Error("ended");
    }
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  async function carryOut(row, address, fields) {
    if (busy) return undefined;
    busy = true;
    row.setAttribute("aria-busy", "true");
    try {
      return await send(address, fields);
    } catch (error) {
      tell(error.message === "ended" ? desk.dataset.ended : desk.dataset.failed);
      return undefined;
    } finally {
      row.removeAttribute("aria-busy");
      busy = false;
    }
  }

  function fresh(row, answer) {
    row.classList.remove("desk-done");
    row.querySelector(".field-card").innerHTML = answer.card;
    row.querySelector(".field-decide").innerHTML = answer.buttons;
    row.querySelector(".field-state").textContent = answer.state;
    const tick = row.querySelector("input.action-select");
    if (tick) tick.disabled = false;
  }

  function shrink(row, answer, address) {
    row.dataset.reply = idOf(row);
    row.classList.add("desk-done");
    const line = document.createElement("p");
    line.className = "desk-outcome";
    line.textContent = answer.told;
    row.querySelector(".field-card").replaceChildren(line);
    row.querySelector(".field-state").textContent = answer.state;
    const tick = row.querySelector("input.action-select");
    if (tick) {
      tick.checked = false;
      tick.disabled = true;
    }
    const cell = row.querySelector(".field-decide");
    cell.replaceChildren();
    if (!answer.undo) return;
    const act = { row, address: address.replace(/decide\/$/, "undo/"), undo: answer.undo };
    done.push(act);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "desk-button";
    button.textContent = desk.dataset.undo;
    button.addEventListener("click", () => undo(act));
    cell.append(button);
  }

  async function decide(button) {
    const row = button.closest("tr");
    const answer = await carryOut(row, button.formAction, { decision: button.value });
    if (!answer) return;
    if (!answer.done) {
      fresh(row, answer);
      stand(row);
      tell(answer.told);
      return;
    }
    current = row;
    const next = following(1, true) ?? rows.find((each) => isOpen(each) && each !== row && !each.dataset.claimed);
    shrink(row, answer, button.formAction);
    stand(next);
    if (next) {
      tell(answer.told);
    } else {
      tell(`${answer.told} ${desk.dataset.over}`);
      if (more) {
        more.hidden = false;
        more.focus();
      }
    }
  }

  async function undo(act) {
    const answer = await carryOut(act.row, act.address, { undo: act.undo });
    if (!answer) return;
    if (done.includes(act)) done.splice(done.indexOf(act), 1);
    fresh(act.row, answer);
    stand(act.row);
    tell(answer.told);
  }

  // Who looks at what: asked while the page is seen.
  let asking = false;
  let movedOn = false;
  async function ask() {
    if (document.visibilityState !== "visible") return;
    // Whoever goes through the list quickly claims the reply at which they stop.
    movedOn = asking;
    if (asking) return;
    asking = true;
    try {
      const shown = rows.filter(isOpen).map(idOf).join(",");
      const { claims } = await send(desk.dataset.claims, { current: isOpen(current) ? idOf(current) : "", shown });
      for (const row of rows.filter(isOpen)) {
        const line = row.querySelector("[data-claim]");
        const text = claims[idOf(row)] ?? "";
        row.dataset.claimed = text;
        if (line) {
          line.textContent = text;
          line.hidden = !text;
        }
      }
    } catch {
      // The next decision says what is wrong.
    } finally {
      asking = false;
      if (movedOn) ask();
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=decision]");
    if (!button) return;
    event.preventDefault();
    decide(button);
  });
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("#result_list tbody tr");
    if (row && row !== current && isOpen(row)) stand(row, { focus: false });
  });

  const dialog = form.querySelector("[data-desk-dialog]");
  const help = form.querySelector("[data-desk-help]");
  const on = form.querySelector("[data-desk-keys]");
  help.hidden = false;
  help.addEventListener("click", () => dialog.showModal());
  form.querySelector("[data-desk-close]").addEventListener("click", () => dialog.close());
  on.checked = keysAreOn();
  on.addEventListener("change", () => switchKeys(on.checked));

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (dialog.open || event.target.closest(TYPED)) return;
    if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (!keysAreOn() || busy) return;
    if (press(event.key.toLowerCase())) event.preventDefault();
  });

  function press(key) {
    if (key === "j" || key === "k") {
      const row = following(key === "j" ? 1 : -1, false);
      if (row) stand(row);
      return true;
    }
    if (key === "u") {
      const last = done.at(-1);
      if (last) undo(last);
      else tell(desk.dataset.nothingToUndo);
      return true;
    }
    if (!isOpen(current)) return false;
    const open = current.querySelector("details.desk-reasons[open]");
    if (open && /^[1-9]$/.test(key)) {
      open.querySelector(`[data-number="${key}"]`)?.click();
      return true;
    }
    if (open && key === "escape") {
      open.open = false;
      current.focus();
      return true;
    }
    const way = /^[a-z]$/.test(key) ? current.querySelector(`[data-key="${key}"]`) : null;
    if (!way) return false;
    if (way.matches("details")) {
      way.open = true;
      way.querySelector("button").focus();
    } else {
      way.click();
    }
    return true;
  }

  // The first that nobody looks at is where one begins; the page is not scrolled to it.
  const first = rows.find((row) => isOpen(row) && row.querySelector("[data-claim]")?.hidden !== false);
  if (first) stand(first, { focus: false });
  setInterval(ask, ASK_EVERY);
  document.addEventListener("visibilitychange", ask);
}

function keysAreOn() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
}

function switchKeys(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // Storage is off: it holds for nobody's browser, and the box says what is.
  }
}
