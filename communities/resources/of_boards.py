"""What datasets of everything below a board share: the board's code, and its names beside it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.resources.lookups import BOARD
from p2kp_site.exchange.columns import Column


def ref_column() -> Column:
    """What a file carries out and back in."""
    return Column(
        _("Ref"),
        "ref",
        width=15,
        help_text=_("Reference of the row; leave it as it is, and empty for a new row."),
    )


def board_column(*, key: bool = True) -> Column:
    """The code of the board that a row belongs to."""
    return Column(
        _("Board code"),
        "code",
        source="board__code",
        required=True,
        key=key,
        lookup=BOARD,
        width=20,
        help_text=_("Code of the community board, as in the dataset of boards."),
        synonyms=("Kode BKM", "Kode LKM", "Kode BKM/LKM"),
    )


def board_name_column() -> Column:
    """What the board is called."""
    return Column(
        _("Board name"),
        source="board__name",
        beside=("board", "name"),
        width=30,
        synonyms=("Nama BKM/LKM", "Nama BKM", "Nama LKM", "BKM", "LKM", "BKM/LKM"),
    )


def village_column() -> Column:
    """The kelurahan or desa of the board."""
    return Column(
        _("Kelurahan/Desa"),
        source="board__region__name",
        beside=("board", "village"),
        width=24,
        synonyms=("Kelurahan", "Desa", "Village", "Nama Kelurahan/Desa"),
    )


def district_column() -> Column:
    """The district of the board."""
    return Column(
        _("District"),
        source="board__region__parent__name",
        beside=("board", "district"),
        width=22,
        synonyms=("Kecamatan", "Subdistrict", "Nama Kecamatan"),
    )


def term_column(*, key: bool = False) -> Column:
    """Which term of the board."""
    return Column(
        _("Term"),
        "count",
        required=True,
        key=key,
        width=10,
        synonyms=("Periode", "Periode ke", "Periode BKM", "Masa Bakti ke"),
        help_text=_("Which term of the board: 1 for its first, 2 after the next election, …"),
    )


def note_column() -> Column:
    """Whatever else the form says."""
    return Column(_("Note"), "long_text", width=40, synonyms=("Catatan", "Keterangan"))


_MEN = ("L", "Laki-laki", "Laki", "Pria", "Lk")
_WOMEN = ("P", "Perempuan", "Wanita", "W", "Pr")
_POOR = ("MBR", "Miskin", "Warga Miskin")


def people_columns(
    headings: Sequence[Promise],
    words: Sequence[str],
    *,
    required: bool = False,
    bare: bool = False,
) -> tuple[Column, Column, Column]:
    """Men, women, and how many of them have a low income, under what forms call them.

    `bare`: these are the only people of the form, and its headings may leave out who they are.
    """
    men, women, poor = (
        [f"{word} {who}" for word in words for who in whom]
        + [text for who in whom for text in ((who, f"Jumlah {who}") if bare else ())]
        for whom in (_MEN, _WOMEN, _POOR)
    )
    return (
        Column(headings[0], "count", required=required, synonyms=men),
        Column(headings[1], "count", required=required, synonyms=women),
        Column(
            headings[2],
            "count",
            synonyms=poor,
            help_text=_("Of men and women. Empty: not counted."),
        ),
    )
