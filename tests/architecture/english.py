"""English on a page: words that no Indonesian sentence holds, and texts left untranslated."""

import gettext
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language_info, trans_real

FILE_NAME = re.compile(r"\S+\.(?:csv|xlsx)\b")
# English that no Indonesian sentence holds, whole words, however they are written.
GIVEAWAYS = set(
    re.findall(
        r"\w+",
        """
    the and of to is are was were be been not this that these your you with from for by select
    search save delete deleted remove add added another change changed changes confirm cancel
    undo password username sign log login logout yes true false go back show hide all any none
    apply filters reset run import export choose type welcome history home view close edit
    required row rows column columns file files new old next previous page pages please correct
    error errors below unknown light dark system action actions record records results found
    date time user users role roles board boards region regions account accounts
    """,
    )
)
SAID = {"title", "placeholder", "aria-label", "alt"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# A place to fill in a text, as Python and Django write it.
FILLED = re.compile(r"%%|%\(\w+\)[a-z]|%[sd]|\{\w*\}")
LANGUAGES = {get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}


class Visible(HTMLParser):
    """What a person sees of a page, without icons and without the names of the languages."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += [given[name] for name in SAID if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value", ""))
        if tag not in VOID:
            icon = "material-symbols" in given.get("class", "")
            self.hidden.append(tag in ("script", "style", "code") or icon)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag not in VOID:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self.hidden):
            self.texts.append(" ".join(data.split()))


def english_in(page: str) -> list[str]:
    """The texts of a page that hold a word of English."""
    visible = Visible()
    visible.feed(page)
    words = {t: re.findall(r"[a-z]+", FILE_NAME.sub("", t).casefold()) for t in visible.texts}
    return [text for text, found in words.items() if GIVEAWAYS & set(found)]


# Texts that were not translated ---------------------------------------------------------------


def untranslated_in(page: str) -> list[str]:
    """The texts of a page that stand in a catalogue and not in its Indonesian."""
    visible = Visible()
    visible.feed(page)
    return [text for text in dict.fromkeys(visible.texts) if _is_a_text(text)]


@cache
def _is_a_text(text: str) -> bool:
    plain, filled = _english_texts()
    return text in plain or any(
        longest in text and pattern.fullmatch(text) for longest, pattern in filled
    )


@cache
def _english_texts() -> tuple[frozenset[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """The texts of all catalogues as they stand in the code, but those that Indonesian shares.

    One with places to fill is a pattern, and its longest part tells quickly whether it can fit.
    """
    known: Any = trans_real.translation("id")._catalog
    indonesian = {words for catalogue in known._catalogs for words in catalogue.values()}
    texts = {" ".join(text.split()) for text in set(_texts()) - indonesian - LANGUAGES}
    filled = []
    for text in filter(FILLED.search, texts):
        parts = FILLED.split(text)
        longest = max(parts, key=len)
        if re.search(r"\w{3}", longest):
            filled.append((longest, re.compile(".+".join(map(re.escape, parts)))))
    return frozenset(texts - {text for text in texts if FILLED.search(text)}), tuple(filled)


def _texts() -> Iterator[str]:
    """What the code of Django, of the libraries and of ourselves says, told by their catalogues."""
    homes = [Path(django.__file__).parent / "conf", *(Path(a.path) for a in apps.get_app_configs())]
    places = [home / "locale" for home in homes] + [Path(path) for path in settings.LOCALE_PATHS]
    for file in (file for place in places for file in place.glob("*/LC_MESSAGES/django.mo")):
        with file.open("rb") as content:
            catalogue: Any = gettext.GNUTranslations(content)
        for key in catalogue._catalog:
            text = key[0] if isinstance(key, tuple) else key
            yield text.rpartition("\x04")[2]
