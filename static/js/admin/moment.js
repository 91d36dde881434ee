// Say what a date and a time mean while they are chosen: in words, in UTC, and how long it still is; or why not. The server
// answers, because only its rules for the office's clocks count. data-moment holds the address to ask.

const form = document.querySelector("form[data-moment]");
if (form) {
  const told = form.querySelector("[data-moment-told]");
  let turn = 0;
  const ask = async () => {
    const [date, time] = [form.elements.date.value, form.elements.time.value];
    const mine = (turn += 1);
    if (!date || !time) {
      told.textContent = "";
      return;
    }
    try {
      const answer = await fetch(`${form.dataset.moment}?${new URLSearchParams({ date, time })}`);
      if (!answer.ok || mine !== turn) return;
      const { means, refused } = await answer.json();
      told.textContent = means ?? refused;
      told.dataset.state = means ? "good" : "refused";
    } catch {
      told.textContent = "";
    }
  };
  form.elements.date.addEventListener("change", ask);
  form.elements.time.addEventListener("change", ask);
  ask();
}
