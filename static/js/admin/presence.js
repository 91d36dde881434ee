// Who else has the release open, and who saved it meanwhile: asked every half minute while the tab is seen, told to the server
// when somebody begins to write again and when the page is left. data-presence; the sentences come ready from the server.

const EVERY = 30_000;

const shown = document.querySelector("[data-presence][data-ask]");
const form = shown?.closest("form");

if (form) {
  const said = form.querySelector("[data-together-said]");
  const list = shown.querySelector("ul");
  // What the page held when it came is read with the page.
  const known = new Set([...list.children].map((line) => line.dataset.key));
  let openedAt = shown.dataset.opened;
  let wrote = false;
  let sending = false;
  let timer;

  const body = (fields = {}) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  };

  const show = (lines) => {
    list.replaceChildren(
      ...lines.map(({ text }) => {
        const line = document.createElement("li");
        line.textContent = text;
        return line;
      }),
    );
    shown.hidden = lines.length === 0;
    // Minutes that pass are not news: each thing is told once.
    const news = lines.filter(({ key }) => !known.has(key));
    for (const { key } of news) known.add(key);
    if (news.length) said.textContent = news.map(({ text }) => text).join(" ");
  };

  const arrive = async () => {
    wrote = false;
    try {
      const answer = await fetch(shown.dataset.arrive, { method: "POST", body: body() });
      if (answer.ok && !answer.redirected) openedAt = (await answer.json()).opened_at;
    } catch {
      // No network: the next question will find out.
    }
  };

  const ask = async () => {
    const query = new URLSearchParams({ version: form.elements.version.value });
    try {
      const answer = await fetch(`${shown.dataset.ask}?${query}`);
      if (answer.redirected) return show([{ key: "logged-out", text: shown.dataset.loggedOut }]);
      if (!answer.ok) return;
      const { lines, opened_at: mine, token } = await answer.json();
      known.delete("logged-out");
      // A login in another tab changed the token: without the new one, every form of this page would be refused.
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
      show(lines);
      if (!mine && wrote) await arrive();
    } catch {
      // No network, or an answer that is not ours: nothing to say.
    }
  };

  const go = () => {
    clearInterval(timer);
    if (document.visibilityState === "hidden") return;
    timer = setInterval(ask, EVERY);
  };

  const write = () => {
    wrote = true;
    // After a save nobody is recorded until they type again.
    if (!openedAt) {
      openedAt = "asked";
      arrive();
    }
  };

  form.addEventListener("input", write);
  form.addEventListener("change", write);
  form.addEventListener("submit", () => { sending = true; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
    go();
  });
  window.addEventListener("pagehide", () => {
    clearInterval(timer);
    // A save takes the person off the record itself; one that fails leaves them at work.
    if (!sending && openedAt) navigator.sendBeacon(shown.dataset.leave, body({ opened_at: openedAt }));
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sending = false;
    wrote = true;
    ask();
    go();
  });
  go();
}
