// Django's autocompletes are drawn by select2, which gives the drawn box no name: the label's.

const jQuery = window.django?.jQuery;

function wordsOf(select) {
  const label = select.labels[0];
  return label ? label.textContent.trim().replace(/:$/, "") : select.getAttribute("aria-label") ?? "";
}

function nameTheBox(select) {
  const label = select.labels[0];
  const box = select.nextElementSibling?.querySelector("[role=combobox]");
  if (!label || !box) {
    return;
  }
  label.id ||= `${select.id}_label`;
  const shown = box.getAttribute("aria-labelledby");
  box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown}` : label.id);
  box.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
  box.querySelector(".select2-search__field")?.setAttribute("aria-label", wordsOf(select));
}

if (jQuery) {
  // After autocomplete.js, which waited for the page too.
  jQuery(() => document.querySelectorAll("select.admin-autocomplete").forEach(nameTheBox));
  jQuery(document).on("select2:open", (event) => {
    document
      .querySelectorAll(".select2-container--open .select2-search__field")
      .forEach((field) => field.setAttribute("aria-label", wordsOf(event.target)));
  });
}
