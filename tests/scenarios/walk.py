"""A browser that walks over pages and writes down what is wrong with each."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

from tests.scenarios.conftest import WIDE

PHONE = {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
LOOK = """
    () => axe.run({resultTypes: ['violations']}).then((found) => found.violations)
"""
# The form of the page is the one in which most can be filled in.
SEND = """
    () => {
        const boxes = (form) => [...form.elements].filter(
            (one) => !["hidden", "submit", "button"].includes(one.type)).length;
        const posts = [...document.forms].filter((form) => form.method === "post");
        posts.reduce((most, form) => boxes(form) > boxes(most) ? form : most).submit();
    }
"""
FAULT = ".errors, .errorlist, .errornote, .rp-errors, [aria-invalid=true]"
OVER = "document.documentElement.scrollWidth - window.innerWidth"


class Walk:
    """One page of the browser; `faults` has a line for each thing that is wrong somewhere."""

    def __init__(self, page: Any, site: str) -> None:
        self.page, self.host = page, urlsplit(site).netloc
        self.faults: list[str] = []
        self.where = ""
        page.context.add_init_script(AXE_SCRIPT)
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.where}: {fault}")

    def _asked(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.host:
            self._note(f"asks outside: {request.url}")

    def _said(self, message: Any) -> None:
        # That a page refuses is said by the page itself.
        if message.type == "error" and message.location["url"] != self.page.url:
            self._note(f"console: {message.text}")

    def visit(self, name: str, address: str, *, lost: bool = False) -> None:
        """Open a page, and look at it on a wide screen and on a phone."""
        self.where = name
        answer = self.page.goto(address)
        status = answer.status if answer else 0
        if (status == 404 and not lost) or status >= 500 or not status:
            self._note(f"does not open: {status}")
        self._all_over()

    def send_empty(self, name: str, address: str) -> None:
        """Send the form of a page as it stands, past the browser's own checks, and look."""
        self.where = name
        self.page.goto(address)
        with self.page.expect_navigation():
            self.page.evaluate(SEND)
        if not self.page.locator(FAULT).count():
            self._note("tells no fault")
        self._all_over()

    def _all_over(self) -> None:
        from tests.architecture.english import english_in, untranslated_in

        self.look()
        text = self.page.content()
        for english in dict.fromkeys([*english_in(text), *untranslated_in(text)]):
            self._note(f"English: {english}")
        self.page.set_viewport_size(PHONE)
        self.fits()
        self.page.set_viewport_size(WIDE)

    def look(self) -> None:
        """What a person who cannot see the page, or its colours, would miss."""
        for rule in self.page.evaluate(LOOK):
            if rule["impact"] in SERIOUS:
                for node in rule["nodes"]:
                    self._note(f"{rule['id']}: {node['target']} {node['html'][:160]}")

    def fits(self) -> None:
        """Nothing is wider than the window."""
        if (over := self.page.evaluate(OVER)) > 0:
            self._note(f"{over} pixels wider than the window")
