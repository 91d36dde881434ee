// Django's autocomplete fields (Select2) do not tell assistive technology what they are for: tie them to their label.

function name(select) {
  const label = select.labels?.[0];
  const box = select.nextElementSibling?.querySelector("[role=combobox]");
  if (!label || !box) return;
  label.id ||= `${select.id}_label`;
  const shown = box.querySelector("[role=textbox]");
  box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
  shown?.setAttribute("aria-label", label.textContent.trim());
}

function begin(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    if (!select.closest(".empty-form")) name(select);
  }
}

// Select2 is set up when the document is ready; this call queues behind it.
window.django.jQuery(() => begin(document));
document.addEventListener("formset:added", (event) => begin(event.target));
