// The button repeats the decision: "Approve this record", "Return with 2 reasons". Ticking a
// reason chooses to return. Without this file the button keeps the words it came with.

const form = document.querySelector("[data-decision]");
const button = form?.querySelector("[data-decision-button]");

function repeat() {
  const returns = form.elements.decision.value === "return";
  const reasons = form.querySelectorAll("[name=reasons]:checked").length;
  const { approve, returnNone, returnOne, returnMany } = button.dataset;
  if (!returns) button.textContent = approve;
  else if (reasons === 0) button.textContent = returnNone;
  else if (reasons === 1) button.textContent = returnOne;
  else button.textContent = returnMany.replace("%s", String(reasons));
}

form?.addEventListener("change", (event) => {
  if (event.target.name === "reasons" && event.target.checked) {
    form.elements.decision.value = "return";
  }
  repeat();
});

// One decision, one post: a second click while the first is under way does nothing.
form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => delete form?.dataset.sent);
if (form) repeat();
