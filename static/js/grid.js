// A grid of marks or hours: arrow keys, Enter for the next officer, paste from a spreadsheet, and
// each cell saved when it is left. Without this file the same form is sent as a whole.
//
// Saves wait for one another. One cell goes to its record, several together to the class; either
// way the answer says for each cell what stands now or why not. A refused or failed cell keeps
// what was typed and says so below its row.

const BATCH = 100;

for (const form of document.querySelectorAll("form[data-grid]")) {
  startGrid(form);
}

function startGrid(form) {
  const table = form.querySelector("[role=grid]");
  const status = document.querySelector("[data-grid-status]");
  const words = {};
  for (const span of form.querySelector("[data-grid-words]").content.children) {
    words[span.dataset.word] = span.textContent;
  }
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  const saved = new Map(); // name -> the value that stands in the record
  const problems = new Map(); // name -> {text, retry}
  const pending = new Set(); // names waiting to be sent
  const sending = new Set(); // names under way
  let savedAt = "";
  let pasting = false;
  let waiting = null; // what is done once nothing is under way

  form.querySelector("[data-grid-plain]")?.remove();
  table.querySelectorAll("input:not([type=hidden])").forEach(learn);
  let current = null;
  makeOneTabStop();

  // --- Cells ------------------------------------------------------------------------------------

  function rows() {
    return [...table.querySelectorAll("tbody tr[data-record]")];
  }

  function cellsOf(row) {
    return [...row.cells].map((cell) => cell.querySelector("input:not([type=hidden]), a") ?? cell);
  }

  function learn(input) {
    // A value that came back refused stands on the page but not in the record.
    if (input.getAttribute("aria-invalid") !== "true") saved.set(input.name, input.value);
    else saved.set(input.name, null);
  }

  function makeOneTabStop() {
    for (const row of rows()) for (const target of cellsOf(row)) target.tabIndex = -1;
    const first = current?.isConnected ? current : table.querySelector("tbody input:not([type=hidden])");
    (first ?? rows()[0]?.querySelector("a"))?.setAttribute("tabindex", "0");
  }

  function place(target) {
    const cell = target.closest("td, th");
    const row = cell.closest("tr");
    return { row: rows().indexOf(row), column: [...row.cells].indexOf(cell) };
  }

  function go(row, column) {
    const all = rows();
    if (row < 0 || row >= all.length) return false;
    const targets = cellsOf(all[row]);
    const target = targets[Math.max(0, Math.min(column, targets.length - 1))];
    target.focus();
    target.closest("td, th").scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  // --- Keys -------------------------------------------------------------------------------------

  table.addEventListener("focusin", (event) => {
    const target = event.target;
    if (!target.closest("tbody tr[data-record]")) return;
    current?.setAttribute("tabindex", "-1");
    current = target;
    current.setAttribute("tabindex", "0");
    if (target instanceof HTMLInputElement) target.select();
  });

  table.addEventListener("focusout", (event) => {
    if (event.target instanceof HTMLInputElement) leave(event.target);
  });

  table.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!target.closest("tbody tr[data-record]") || event.altKey || event.isComposing) return;
    const { row, column } = place(target);
    const wide = event.ctrlKey || event.metaKey;
    let handled = true;
    if (event.key === "Enter" && !(target instanceof HTMLAnchorElement)) {
      next(row, column, event.shiftKey ? -1 : 1, target);
    } else if (event.key === "ArrowDown") go(row + 1, column);
    else if (event.key === "ArrowUp") go(row - 1, column);
    else if (event.key === "ArrowLeft" && atEdge(target, "start")) go(row, column - 1);
    else if (event.key === "ArrowRight" && atEdge(target, "end")) go(row, column + 1);
    else if (event.key === "Home" && wide) go(0, firstInput(0));
    else if (event.key === "End" && wide) go(rows().length - 1, rows()[row].cells.length - 1);
    else if (event.key === "Home" && atEdge(target, "start")) go(row, firstInput(row));
    else if (event.key === "End" && atEdge(target, "end")) go(row, rows()[row].cells.length - 1);
    else if (event.key === "PageDown") go(Math.min(row + 10, rows().length - 1), column);
    else if (event.key === "PageUp") go(Math.max(row - 10, 0), column);
    else if (event.key === "F2" && target instanceof HTMLInputElement) {
      target.setSelectionRange(target.value.length, target.value.length);
    } else if (event.key === "Escape" && target instanceof HTMLInputElement) restore(target);
    else handled = false;
    if (handled) event.preventDefault();
  });

  function next(row, column, step, target) {
    // Down the column; from its end to the next column's first officer.
    if (go(row + step, column)) return;
    const at = step > 0 ? 0 : rows().length - 1;
    const last = rows()[row].cells.length - 1;
    if (column + step > 0 && column + step < last) go(at, column + step);
    else if (target instanceof HTMLInputElement) leave(target);
  }

  function firstInput(row) {
    return Math.max(1, cellsOf(rows()[row]).findIndex((t) => t instanceof HTMLInputElement));
  }

  function atEdge(target, edge) {
    if (!(target instanceof HTMLInputElement)) return true;
    const { selectionStart: start, selectionEnd: end, value } = target;
    if (start === 0 && end === value.length) return true;
    return start === end && (edge === "start" ? start === 0 : end === value.length);
  }

  function restore(input) {
    forgetClosed();
    input.value = saved.get(input.name) ?? "";
    forget(input.name);
    input.select();
    say();
  }

  // --- Paste ------------------------------------------------------------------------------------

  table.addEventListener("paste", (event) => {
    const target = event.target;
    const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!(target instanceof HTMLInputElement) || !text || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    forgetClosed();
    const from = place(target);
    const all = rows();
    pasting = true;
    text.split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const cell = all[from.row + down]?.cells[from.column + right];
        if (!cell || value.trim() === "") return;
        const input = cell.querySelector("input:not([type=hidden])");
        if (input) {
          input.value = value.trim();
          leave(input);
        } else if (!cell.matches(".result")) {
          const head = table.tHead.rows[0].cells[from.column + right];
          refuse(cell, `closed_${from.row + down}_${from.column + right}`, value.trim(),
            head.dataset.closed ?? words.closed);
        }
      });
    });
    pasting = false;
    flush();
  });

  // --- Saving -----------------------------------------------------------------------------------

  function leave(input) {
    input.value = input.value.trim();
    const unchanged = input.value === saved.get(input.name);
    if (unchanged) {
      forget(input.name);
      say();
      return;
    }
    // What was refused is not sent twice; what failed, or met another's entry, may be.
    const problem = problems.get(input.name);
    if (problem?.typed !== input.value || problem.retry || problem.again) {
      if (!pasting) forgetClosed();
      pending.add(input.name);
      if (!pasting) flush();
    }
  }

  function inputOf(name) {
    return table.querySelector(`input[name="${CSS.escape(name)}"]`);
  }

  async function flush() {
    if (sending.size) return;
    const names = [...pending].slice(0, BATCH);
    if (!names.length) return say();
    names.forEach((name) => { pending.delete(name); sending.add(name); });
    say();
    const typed = new Map(names.map((name) => [name, inputOf(name).value]));
    try {
      const answer = await send(typed);
      names.forEach((name) => took(name, typed.get(name), answer.cells[name]));
      Object.entries(answer.rows).forEach(([record, parts]) => redraw(record, parts));
      const line = document.getElementById("class-answer");
      if (line) line.outerHTML = answer.answer;
      offerToSend(answer.send);
      savedAt = answer.saved_at;
    } catch (failure) {
      const text = failure.signedOut ? words.signed_out : words.unreachable;
      names.forEach((name) => refuse(inputOf(name).closest("td"), name, typed.get(name), text, { retry: true }));
    }
    names.forEach((name) => sending.delete(name));
    if (pending.size) return flush();
    say();
    waiting?.();
    waiting = null;
  }

  async function send(typed) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token.value });
    let url = form.action;
    if (typed.size === 1) {
      const [[name, value]] = typed;
      const [kind, record, ...rest] = name.split("_");
      url = table.querySelector(`tr[data-record="${record}"]`).dataset.url;
      if (kind === "hours") body.set("day", rest[0]);
      else { body.set("module", rest[0]); body.set("attempt", rest[1]); }
      body.set(kind, value);
      body.set("was", saved.get(name) ?? "");
    } else {
      typed.forEach((value, name) => {
        body.set(name, value);
        body.set(`was_${name}`, saved.get(name) ?? "");
      });
    }
    const response = await fetch(url, {
      method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) throw Object.assign(new Error(), { signedOut: response.status < 500 });
    return response.json();
  }

  function offerToSend(text) {
    const send = document.querySelector("[data-class-send]");
    if (!send) return;
    send.hidden = text === "";
    if (text) send.querySelector("button").textContent = text;
  }

  function took(name, typed, cell) {
    const input = inputOf(name);
    if (!input) return;
    if (cell?.reasons?.length) {
      const again = cell.now !== null;
      if (again) saved.set(name, cell.now);
      if (input.value === typed) {
        refuse(input.closest("td"), name, typed, cell.reasons.join(" "), { again });
      }
      return;
    }
    const value = cell ? cell.value : typed;
    saved.set(name, value);
    if (input.value === typed) {
      input.value = value;
      forget(name);
    }
  }

  function redraw(record, parts) {
    const row = table.querySelector(`tr[data-record="${record}"]`);
    if (!row) return;
    const result = row.querySelector("[data-part=result]");
    if (result && parts.result) result.innerHTML = parts.result;
    const remedial = row.querySelector("[data-part=remedial]");
    const open = remedial?.querySelector("input");
    const busy = open && (open === document.activeElement || problems.has(open.name) || pending.has(open.name));
    if (remedial && parts.remedial !== undefined && !busy) {
      const focused = remedial.contains(document.activeElement) || remedial === document.activeElement;
      remedial.innerHTML = parts.remedial;
      const input = remedial.querySelector("input");
      if (input) learn(input);
      (input ?? remedial).tabIndex = -1;
      if (focused) (input ?? remedial).focus();
    }
    for (const [className, names] of Object.entries(parts.classes ?? {})) {
      const marked = new Set(names);
      row.querySelectorAll("td input").forEach((input) => {
        input.closest("td").classList.toggle(className, marked.has(input.name));
      });
    }
  }

  // --- What is wrong, at the cell ---------------------------------------------------------------

  function refuse(cell, name, typed, text, { retry = false, again = false } = {}) {
    problems.set(name, { cell, typed, retry, again });
    cell.classList.add("is-refused");
    const row = cell.closest("tr");
    const id = `problem_${name}`;
    document.getElementById(id)?.remove();
    let below = row.nextElementSibling;
    if (!below?.matches(".grid-problems")) {
      below = document.createElement("tr");
      below.className = "grid-problems";
      const only = document.createElement("td");
      only.colSpan = row.cells.length;
      below.append(only);
      row.after(below);
    }
    const column = [...row.cells].indexOf(cell);
    const head = table.tHead.rows[0].cells[column];
    const line = document.createElement("p");
    line.className = "grid-problem";
    line.id = id;
    const strong = document.createElement("strong");
    strong.textContent = `${head.dataset.title ?? head.textContent.trim()}, ${typed || "–"}: `;
    line.append(strong, text);
    below.cells[0].append(line);
    const input = cell.querySelector("input:not([type=hidden])");
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", id);
  }

  function forget(name) {
    const summary = document.querySelector("[data-grid-summary]");
    summary?.querySelector(`[data-cell="${CSS.escape(name)}"]`)?.remove();
    if (summary && !summary.querySelector("li")) summary.remove();
    problems.get(name)?.cell.classList.remove("is-refused");
    problems.delete(name);
    const line = document.getElementById(`problem_${name}`);
    const below = line?.closest("tr");
    line?.remove();
    if (below && !below.querySelector(".grid-problem")) below.remove();
    const input = inputOf(name);
    input?.removeAttribute("aria-invalid");
    input?.removeAttribute("aria-describedby");
    input?.closest("td").classList.remove("is-refused");
  }

  // What was pasted where nothing can be entered has been said; it need not be mended.
  function forgetClosed() {
    [...problems.keys()].filter((name) => name.startsWith("closed_")).forEach(forget);
  }

  // --- The line at the right of the tools -------------------------------------------------------

  function say() {
    if (!status) return;
    const closed = [...problems.keys()].filter((name) => name.startsWith("closed_"));
    const open = problems.size - closed.length;
    const retry = [...problems.values()].some((problem) => problem.retry);
    status.classList.toggle("grid-status--bad", problems.size > 0);
    let text = "";
    if (sending.size || pending.size) text = words.saving;
    else if (open || closed.length) text = words.unsaved.replace("%s", String(problems.size));
    else if (savedAt) text = words.saved.replace("%s", savedAt);
    if (status.dataset.text !== text) {
      status.dataset.text = text;
      status.textContent = text;
    }
    const button = status.parentElement.querySelector("[data-grid-again]");
    if (retry && !button) {
      const again = document.createElement("button");
      again.type = "button";
      again.className = "usa-button usa-button--outline usa-button--small";
      again.dataset.gridAgain = "";
      again.textContent = words.again;
      again.addEventListener("click", tryAgain);
      status.after(again);
    } else if (!retry) button?.remove();
  }

  async function tryAgain() {
    await renewToken();
    for (const [name, problem] of problems) if (problem.retry) pending.add(name);
    flush();
  }

  // Signing in again, in another tab, makes the page's token an old one.
  async function renewToken() {
    try {
      const response = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("form[data-grid] [name=csrfmiddlewaretoken]");
      if (fresh) token.value = fresh.value;
    } catch {
      // Still unreachable: the next answer says so.
    }
  }

  addEventListener("online", tryAgain);
  addEventListener("beforeunload", (event) => {
    const input = document.activeElement;
    if (table.contains(input) && input instanceof HTMLInputElement) leave(input);
    const lost = [...problems.keys()].some((name) => !name.startsWith("closed_"));
    if (pending.size || sending.size || lost) event.preventDefault();
  });

  // A whole day for everybody is a plain form post: it waits for what was typed before it, and
  // carries nothing but the day.
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.name) event.preventDefault();
    else if (pending.size || sending.size) {
      event.preventDefault();
      waiting = () => form.requestSubmit(button);
    }
  });
  form.addEventListener("formdata", (event) => {
    for (const name of [...event.formData.keys()]) {
      if (/^(hours|score|was)_/.test(name)) event.formData.delete(name);
    }
  });

  say();
}
