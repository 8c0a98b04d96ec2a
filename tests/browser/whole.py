"""What may be wrong with any page, whatever it is about."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

from tests.browser.person import PHONE, WIDE, Person


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


# Every kind of element on the page: what axe judges by, whatever the words and names in it.
KINDS = """() => [...new Set([...document.querySelectorAll("body *")].map((e) =>
  [e.parentElement.localName, e.localName, e.getAttribute("class"), e.checkVisibility(),
   ...e.getAttributeNames()].join()))]"""

# Without loading style sheets anew: axe writes them inline, which the page's own policy refuses.
AXE = "axe.run({ resultTypes: ['violations'], preload: false }).then((r) => r.violations)"


class Judge:
    """Looks at pages. Axe, which is slow, runs only where it would see a new kind of element."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int], set[str]] = {}

    def flaws(self, person: Person, name: str, url: str) -> list[str]:
        """What is wrong with a page as this person sees it, at both widths; `name` is its kind."""
        person.complaints.clear()
        page = person.page
        page.set_viewport_size({"width": WIDE, "height": 900})
        answer = page.goto(url)
        assert answer is not None
        if "html" not in answer.headers.get("content-type", ""):
            return []
        if answer.status >= 500:
            return [f"answers {answer.status}"]
        wrong = []
        if not page.title().split("|")[0].strip():
            wrong.append("has no title")
        if (heads := page.locator("h1").count()) != 1:
            wrong.append(f"has {heads} h1")
        for width in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                wrong.append(f"is {over} px wider than {width}")
            wrong += [f"{flaw} at {width}" for flaw in self._found_by_axe(page, name, width)]
        # The browser itself reports the status of a page that is refused or not found.
        return wrong + [
            words
            for words in person.complaints
            if answer.ok or "Failed to load resource" not in words
        ]

    def _found_by_axe(self, page: Page, name: str, width: int) -> list[str]:
        kinds = set(page.evaluate(KINDS))
        seen = self._seen.setdefault((name, width), set())
        if kinds <= seen:
            return []
        seen |= kinds
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(_axe())
        found = page.evaluate(AXE)
        return [f"{one['id']} {one['nodes'][0]['target']}" for one in found]
