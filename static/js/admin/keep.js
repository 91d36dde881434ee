// What is typed into the form of a release is kept in the browser every few seconds, and offered back after a crash, a closed
// tab or a login that expired. data-kept holds whose and which release; the words stand in _together.html.
//
// A copy goes when the server has said that this very text was saved (releases/admin/keeping.py), when the form holds the same
// anyway, when somebody throws it away, or after 30 days. Nothing else removes it; a save that failed least of all.
//
// Shared machines: a copy is offered only to the person who typed it, but whoever can open the browser's own tools can read it.
// It stays nevertheless after a logout: a logout in another tab, or one that somebody presses because the page looked broken, is
// exactly when words get lost. Offices whose desks are shared give each person an account on the machine, as for everything else.

import { collect, editorOf, essence, restore } from "pressroom/typed";

const EVERY = 3_000;
const EXPIRES = 30 * 24 * 60 * 60 * 1000;
const PREFIX = "pressroom.kept/";
const newId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(36).padStart(2, "0")).join("");

// The copies

const copies = {
  read(key) {
    try {
      const copy = JSON.parse(localStorage.getItem(key));
      return copy?.state?.fields && copy.state.rows ? { ...copy, key } : null;
    } catch {
      return null;
    }
  },
  keys: () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return [];
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Without storage there is nothing to remove.
    }
  },
  tidy(person) {
    const saved = /(?:^|; )pressroom_saved=([a-z0-9.]*)/.exec(document.cookie)?.[1].split(".") ?? [];
    for (const key of this.keys()) {
      const copy = this.read(key);
      const isSaved = key.startsWith(`${PREFIX}${person}/`) && saved.includes(copy?.sent);
      if (!copy || isSaved || Date.now() - copy.at > EXPIRES) this.remove(key);
    }
  },
};

// A tab that is open holds a lock with its copy's name: what is typed there is not lost and need not be offered elsewhere. The
// browser gives locks to secure pages only; without them another tab's text is offered too, and taking it does no harm.
const locks = {
  release: () => {},
  hold(name) {
    navigator.locks?.request(name, () => new Promise((resolve) => { this.release = resolve; })).catch(() => {});
  },
  async held() {
    const { held } = (await navigator.locks?.query()) ?? { held: [] };
    return new Set(held.map(({ name }) => name));
  },
};

async function whenReady(form) {
  const textareas = [...form.querySelectorAll("textarea[data-django-prose-editor-configurable]")];
  const late = Date.now() + 5_000;
  while (textareas.some((textarea) => !editorOf(textarea)) && Date.now() < late) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // inlines.js and what parts.js asked for after it.
  const later = (resolve) => setTimeout(resolve);
  await new Promise((resolve) => (window.django?.jQuery ? window.django.jQuery(() => later(resolve)) : later(resolve)));
}

// In the page's language as this person's browser is set up for it, and without a.m. and p.m., like the rest of the back office.
function moment(at) {
  const { lang } = document.documentElement;
  const locale = navigator.languages.find((known) => known.split("-")[0] === lang.split("-")[0]) ?? lang;
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" }).format(at);
}

class Keeper {
  constructor(form, offer) {
    this.form = form;
    this.offer = offer;
    this.told = form.querySelector("[data-kept-told]");
    this.place = `${PREFIX}${offer.dataset.kept}/`;
    this.key = this.place + newId();
    this.version = form.elements.version.value;
    // A form that came back with errors, or a conflict, holds text that was never saved.
    this.unsaved = Boolean(document.querySelector(".errornote, .refused"));
    this.touched = false;
    this.waiting = [];
  }

  async begin() {
    const touch = () => { this.touched = true; };
    this.form.addEventListener("input", touch);
    this.form.addEventListener("change", touch);
    await whenReady(this.form);
    document.addEventListener("formset:added", touch);
    document.addEventListener("formset:removed", touch);
    this.unsaved ||= this.touched;
    this.begun = essence(collect(this.form));
    copies.tidy(this.offer.dataset.kept.split("/")[0]);
    locks.hold(this.key);
    if (this.unsaved) this.keep();
    this.watch();
    await this.look();
    // A tab that was closed, or reloaded, just now may have held its lock a moment longer.
    setTimeout(() => this.look(), EVERY);
  }

  watch() {
    setInterval(() => this.touched && this.keep(), EVERY);
    document.addEventListener("visibilitychange", () => this.keep());
    window.addEventListener("pagehide", () => {
      this.keep();
      locks.release();
    });
    window.addEventListener("pageshow", (event) => event.persisted && locks.hold(this.key));
    this.form.addEventListener("submit", () => this.send());
    const typed = this.offer.querySelector("[data-kept-typed]");
    typed.hidden = !this.unsaved;
    this.form.addEventListener("input", () => { typed.hidden = false; });
    this.offer.querySelector("[data-kept-back]").addEventListener("click", () => this.bringBack());
    this.offer.querySelector("[data-kept-away]").addEventListener("click", () => this.throwAway());
  }

  keep() {
    this.touched = false;
    const state = collect(this.form);
    const now = essence(state);
    // What was typed after the form was sent is not what was sent.
    if (now !== this.sentAs) this.sent = undefined;
    if (now === this.begun && !this.unsaved) copies.remove(this.key);
    else if (now + this.sent !== this.last) this.write(this.key, { state, sent: this.sent });
    this.last = now + this.sent;
  }

  write(key, copy) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), version: this.form.elements.version.value, ...copy }));
    } catch {
      if (!this.said) this.told.textContent = this.told.dataset.full;
      this.said = true;
    }
  }

  send() {
    this.sent = newId();
    this.sentAs = essence(collect(this.form));
    const name = this.form.elements._text ?? Object.assign(document.createElement("input"), { type: "hidden", name: "_text" });
    name.value = this.sent;
    this.form.append(name);
    this.keep();
  }

  async look() {
    const elsewhere = await locks.held();
    const known = new Set([this.key, ...elsewhere, ...this.waiting.map(({ key }) => key)]);
    for (const key of copies.keys()) {
      const copy = key.startsWith(this.place) && !known.has(key) && copies.read(key);
      if (copy) this.waiting.push(copy);
    }
    this.waiting.sort((one, other) => other.at - one.at);
    this.dropHeld();
    this.show();
  }

  // What the form holds need not be offered: it is saved, or kept under this page's own name.
  dropHeld() {
    this.keep();
    const now = essence(collect(this.form));
    // A browser whose storage is full has not kept it.
    if ((this.unsaved || now !== this.begun) && !copies.read(this.key)) return;
    const isHeld = (copy) => essence(copy.state) === now;
    for (const { key } of this.waiting.filter(isHeld)) copies.remove(key);
    this.waiting = this.waiting.filter((copy) => !isHeld(copy));
  }

  show() {
    const [copy] = this.waiting;
    this.offer.hidden = !copy;
    if (!copy || copy.key === this.shown) return;
    this.shown = copy.key;
    const when = moment(copy.at);
    const heading = this.offer.querySelector("h2");
    heading.textContent = heading.dataset.words.replace("%s", when);
    this.offer.querySelector("[data-kept-moved]").hidden = copy.version === this.version;
    this.form.querySelector("[data-together-said]").textContent = heading.textContent;
  }

  bringBack() {
    const copy = this.waiting.shift();
    const state = collect(this.form);
    if (this.unsaved || essence(state) !== this.begun) {
      // What is in the form now gives way, and waits in its turn.
      const key = this.place + newId();
      this.write(key, { state });
      this.waiting.unshift(copies.read(key) ?? { key, state, at: Date.now(), version: this.form.elements.version.value });
    }
    restore(this.form, copy.state);
    // The old number: if the release was saved meanwhile, saving this leads to the page that shows both texts.
    this.form.elements.version.value = copy.version;
    this.dropHeld();
    copies.remove(copy.key);
    if (!copies.read(this.key)) {
      // Storage was full; now there is room for exactly this.
      this.last = undefined;
      this.keep();
    }
    this.tell("back");
  }

  throwAway() {
    copies.remove(this.waiting.shift().key);
    this.tell("away");
  }

  tell(word) {
    this.show();
    this.told.textContent = this.told.dataset[word];
    (this.waiting.length ? this.offer : this.form.elements.headline)?.focus();
  }
}

const offer = document.querySelector("[data-kept]");
if (offer) new Keeper(offer.closest("form"), offer).begin();
