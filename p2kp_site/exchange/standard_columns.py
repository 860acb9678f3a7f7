"""Columns that every floor's datasets have under the same words."""

from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.columns import Column


def ref_column() -> Column:
    """What a file carries out and back in."""
    return Column(
        _("Ref"),
        "ref",
        width=15,
        help_text=_("Reference of the row; leave it as it is, and empty for a new row."),
    )


def note_column() -> Column:
    """Whatever else the form says."""
    return Column(_("Note"), "long_text", width=40, synonyms=("Catatan", "Keterangan"))
