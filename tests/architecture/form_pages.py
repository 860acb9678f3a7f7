"""A form of the admin as a browser holds it: what it would send when nobody touches it."""

from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

NOT_SENT = ("submit", "button", "reset", "image", "file")


def page_of(row: Any, page: str = "change") -> str:
    """The address of a page of a row."""
    return reverse(f"admin:{_name(row)}_{page}", args=[row.pk])


def list_of(row: Any) -> str:
    """The address of the list in which a row stands."""
    return reverse(f"admin:{_name(row)}_changelist")


def _name(row: Any) -> str:
    return f"{row._meta.app_label}_{row._meta.model_name}"


def entries_of(browser: Any, row: Any) -> dict[str, list[str]]:
    """What the page of a row sends, read from the page itself."""
    reader = _Entries(f"{row._meta.model_name}_form")
    reader.feed(browser.get(page_of(row)).content.decode())
    assert reader.sent, f"the page of {row._meta.label} has no form that a browser would send"
    return reader.sent


class _Entries(HTMLParser):
    """The successful controls of one form, as the standard of HTML calls them."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.sent: dict[str, list[str]] = {}
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "form":
            self.inside = held.get("id") == self.form
        if not self.inside:
            return
        name = held.get("name") or ""
        if tag == "option" and self._select:
            self._options.append((held.get("value") or "", "selected" in held))
        if not name or "disabled" in held:
            return
        if tag == "select":
            self._select, self._options = (name, "multiple" in held), []
        elif tag == "textarea":
            self._text = name
            self.sent.setdefault(name, [""])
        elif tag == "input":
            self._input(name, held)

    def _input(self, name: str, held: dict[str, str | None]) -> None:
        kind = held.get("type") or "text"
        ticked = kind in ("checkbox", "radio")
        if kind in NOT_SENT or (ticked and "checked" not in held):
            return
        value = held.get("value")
        self.sent.setdefault(name, []).append("on" if ticked and value is None else value or "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.sent[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self._text:
            # A browser leaves out the line break behind the opening tag.
            self.sent[self._text][-1] = self.sent[self._text][-1].removeprefix("\n")
            self._text = None
        elif tag == "select" and self._select:
            name, several = self._select
            chosen = [value for value, selected in self._options if selected]
            if not chosen and not several and self._options:
                chosen = [self._options[0][0]]
            self.sent.setdefault(name, []).extend(chosen)
            self._select = None
