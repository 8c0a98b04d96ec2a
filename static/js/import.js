// The page of a file that is being worked on: says how far the work is, and shows the result when
// it is there. Without this file a link looks again.

const follow = document.querySelector("[data-follow]");
const words = follow?.querySelector("[data-follow-words]");

async function ask() {
  let wait = 700;
  try {
    const answer = await fetch(follow.dataset.follow, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    if (!found.under_way) {
      location.reload();
      return;
    }
    if (words.textContent !== found.words) words.textContent = found.words;
  } catch {
    wait = 3000; // the server may be on its way back
  }
  setTimeout(ask, wait);
}
if (follow) setTimeout(ask, 400);

// A file takes a while to go up: the bar shows how much of it has, and one click sends it once.
const form = document.querySelector("form[enctype='multipart/form-data']");
const bar = document.querySelector("[data-upload]");

form?.addEventListener("submit", (event) => {
  if (!bar || !window.XMLHttpRequest || !form.elements.file.files.length) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  bar.hidden = false;
  const sending = new XMLHttpRequest();
  sending.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) bar.querySelector("progress").value = step.loaded / step.total;
  });
  sending.addEventListener("load", () => {
    if (sending.responseURL && sending.responseURL !== location.href) {
      location.assign(sending.responseURL);
      return;
    }
    const page = new DOMParser().parseFromString(sending.responseText, "text/html");
    document.querySelector("main").replaceWith(page.querySelector("main"));
  });
  sending.addEventListener("error", () => {
    delete form.dataset.sent;
    bar.hidden = true;
    form.submit();
  });
  sending.open("POST", form.action || location.href);
  sending.send(new FormData(form));
});
