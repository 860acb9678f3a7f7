"""A document as PDF: letterhead, title block, numbered tables and figures, tagged for readers."""

import json
from pathlib import Path
from typing import Final

import typst
from django.utils.translation import gettext as _

from p2kp_site.foundation.summaries import Document
from p2kp_site.reports.drawing import PAPER
from p2kp_site.reports.rendering.words import in_words

_HERE = Path(__file__).parents[1]
_LAYOUT = _HERE / "paper" / "summary.typ"
# Tagged PDF that screen readers read (PDF/UA); nothing of the machine's own fonts is used.
_STANDARD: Final = "ua-1"


def as_pdf(document: Document, link: str) -> bytes:
    """The pages of a document."""
    words = {**in_words(document, PAPER, base=""), "link": link, "say": _sayings()}
    made: bytes = typst.compile(
        str(_LAYOUT),
        root=str(_LAYOUT.parent),
        font_paths=[str(_HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(words, ensure_ascii=False)},
        pdf_standards=[_STANDARD],
        timestamp=int(document.at.timestamp()),
    )
    return made


def _sayings() -> dict[str, str]:
    """The texts of the layout itself."""
    return {
        "region": _("Region"),
        "period": _("Period"),
        "compared": _("Compared with"),
        "as_of": _("As of"),
        "rows": _("Rows counted"),
        "key_figures": _("Key figures"),
        "figure": _("Figure"),
        "now": _("This period"),
        "before": _("Before"),
        "difference": _("Difference"),
        "unverified": _("Not verified"),
        "nature": _("Counted"),
        "table": _("Table"),
        "picture": _("Chart"),
        "notes": _("Notes"),
        "page": _("Page"),
        "of": _("of"),
        "live": _("Today’s figures, and the rows behind them"),
        "legend": _(
            "Small figures: the period before; in brackets the share of the rows that is "
            "not verified."
        ),
        "hatched": _("Hatched: not verified."),
    }
