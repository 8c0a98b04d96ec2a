// The frame of every page: "/" goes to the search box, the phone's Menu button opens the
// navigation, the person's menu closes on Escape or a click beside it. Without this file the
// navigation is open (see `scripting: none` in layout.css) and the menu still opens.

const search = document.querySelector(".site-search__input");
const menuButton = document.querySelector(".site-header__menu");
const nav = document.querySelector(".site-nav");
const personMenu = document.querySelector(".person-menu");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
  if (event.key === "Escape" && personMenu?.open) {
    personMenu.open = false;
    personMenu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  if (personMenu?.open && !personMenu.contains(event.target)) {
    personMenu.open = false;
  }
});

menuButton?.addEventListener("click", () => {
  const open = nav.classList.toggle("site-nav--open");
  menuButton.setAttribute("aria-expanded", String(open));
});

// After a refused form, the list of what to put right is where reading goes on.
document.querySelector(".form-summary")?.focus();
