"""What datasets below a grant share: the columns that name the grant beside its board."""

from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.columns import Column

# The columns that name a grant together, and those of them that may be left out.
GRANT_COLUMNS = ("board", "programme", "fiscal_year", "grant_number")
GRANT_OPTIONAL = ("programme", "grant_number")


def programme_column(grant: str) -> Column:
    """The programme of the grant."""
    return Column(
        _("Programme"),
        source=f"{grant}__programme__code",
        key=True,
        width=16,
        synonyms=("Program", "Kode Program", "Nama Program", "Programme code"),
        help_text=_(
            "Code of the programme, or what it was called in that year; it may be left out where"
            " the board has one grant of the year."
        ),
    )


def year_column(grant: str) -> Column:
    """The fiscal year of the grant."""
    return Column(
        _("Fiscal year"),
        "year",
        source=f"{grant}__fiscal_year",
        key=True,
        required=True,
        width=10,
        synonyms=("Tahun Anggaran", "TA", "T.A.", "Tahun"),
    )


def grant_number_column(grant: str, *, key: bool = True) -> Column:
    """Which grant of the board, programme and year."""
    return Column(
        _("Number of the grant"),
        "count",
        source=f"{grant}__number",
        key=key,
        width=10,
        synonyms=("BLM ke", "Nomor BLM"),
        help_text=_("1, unless the board got several grants of the programme in this year."),
    )
