"""A document as a web page that needs nothing else: to be mailed, printed, read on a telephone."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from p2kp_site.foundation.summaries import Document
from p2kp_site.reports.drawing import SCREEN
from p2kp_site.reports.rendering.words import in_words

_STYLES = Path(__file__).parents[1] / "static" / "reports" / "reports.css"


def standing_alone(document: Document, link: str) -> str:
    """The whole page, its styles within it; links lead to the site."""
    words = in_words(document, SCREEN, base=settings.SITE_URL.rstrip("/"))
    # A style sheet of our own.
    context = {"document": words, "link": link, "styles": mark_safe(_styles())}  # noqa: S308
    return render_to_string("reports/alone.html", context)


@cache
def _styles() -> str:
    return _STYLES.read_text(encoding="utf-8")
