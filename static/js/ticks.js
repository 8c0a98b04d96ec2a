// Says how many rows are ticked. Without this file the ticks work all the same.

const form = document.querySelector("[data-ticks]");
const words = form?.querySelector("[data-ticks-count]");

function count() {
  const ticked = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
  if (ticked === 0) words.textContent = words.dataset.none;
  else if (ticked === 1) words.textContent = words.dataset.one;
  else words.textContent = words.dataset.many.replace("%s", String(ticked));
  form.querySelectorAll("tbody tr").forEach((row) => {
    row.classList.toggle("is-selected", Boolean(row.querySelector(":checked")));
  });
}

form?.addEventListener("change", count);
if (form) count();
