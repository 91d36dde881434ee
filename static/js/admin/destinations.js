// Suggestions of public releases while words of a headline are typed (data-destinations holds the address to ask). The list
// is the browser's own, so keyboard and screen reader work as everywhere. Without script an address is pasted.

const PAUSE = 200;

for (const field of document.querySelectorAll("input[data-destinations]")) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-list`;
  field.after(list);
  field.setAttribute("list", list.id);
  let turn = 0;
  let pause;
  const ask = async () => {
    const typed = field.value.trim();
    // An address was taken from the list, or pasted.
    if (!typed || typed.includes("/")) return;
    const mine = (turn += 1);
    try {
      const answer = await fetch(`${field.dataset.destinations}?${new URLSearchParams({ q: typed })}`);
      if (!answer.ok || mine !== turn) return;
      const { releases } = await answer.json();
      list.replaceChildren(
        ...releases.map(({ address, label }) => {
          const option = document.createElement("option");
          option.value = address;
          // The browser narrows the list by what stands in it, and shows both.
          option.label = label;
          option.textContent = label;
          return option;
        }),
      );
    } catch {
      // Nothing is suggested; the field takes an address all the same.
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  });
}

// The field belongs to one of the choices: typing into it makes that choice.
const choice = document.querySelector("input[name=page][value=redirect]");
const target = document.querySelector("input[data-destinations]");
if (choice && target) {
  target.addEventListener("change", () => {
    if (target.value.trim()) choice.checked = true;
  });
}
