// Ask before a page with unsaved text is left: the buttons of the workflow bar act on what was saved, not on what is typed.

const form = document.getElementById("release_form");
if (form) {
  // A form that came back with errors or a conflict holds text that was never saved.
  let unsaved = Boolean(document.querySelector(".errornote, .refused"));
  let leaving = false;
  const touched = () => { unsaved = true; };
  // The rich editor is an editable region that reports input like a field.
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  // Not the spare rows that parts.js takes away at first.
  window.addEventListener("load", () => setTimeout(() => document.addEventListener("formset:removed", touched)));
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });
  // Back from the next page out of the browser's cache, the form is whole again.
  window.addEventListener("pageshow", () => { leaving = false; });
}
