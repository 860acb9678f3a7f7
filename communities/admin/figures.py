"""Figures of places as they stand in lists and panels: at the right side, in Indonesian form."""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from p2kp_site.foundation.decimals import decimal_in_words
from p2kp_site.foundation.wording import NOTHING


def at_right(text: str, *, one_line: bool = True) -> SafeString:
    """A figure at the right side of its column, on one line; longer ones may wrap."""
    wrap = " whitespace-nowrap" if one_line else ""
    return format_html('<div class="text-right{}">{}</div>', wrap, text)


def two_lines(above: str, below: str) -> SafeString:
    """A name with what it lies in beneath it, so that a wide list finds room."""
    return format_html(
        '<div class="lines"><span class="block">{}</span>'
        '<span class="block text-xs">{}</span></div>',
        above,
        below,
    )


def hectares(area: Any) -> SafeString:
    """An area in a list, with decimals only where there are any; not measured is a dash."""
    return at_right(NOTHING if area is None else decimal_in_words(round(Decimal(area), 4)))
