"""What datasets of everything below a board share: the board's code, and its names beside it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.resources import places
from communities.resources.lookups import BOARD
from p2kp_site.exchange.columns import Column


def board_column(board: str = "board", *, key: bool = True) -> Column:
    """The code of the board that a row belongs to; `board` is the path to it.

    Where the path is longer, the board is found by the link of what it leads through.
    """
    return Column(
        _("Board code"),
        "code",
        source=f"{board}__code",
        required=True,
        key=key,
        lookup=BOARD if board == "board" else None,
        width=20,
        help_text=_("Code of the community board, as in the dataset of boards."),
        synonyms=("Kode BKM", "Kode LKM", "Kode BKM/LKM"),
    )


def board_name_column(board: str = "board") -> Column:
    """What the board is called."""
    return Column(
        _("Board name"),
        source=f"{board}__name",
        beside=("board", "name"),
        width=30,
        synonyms=("Nama BKM/LKM", "Nama BKM", "Nama LKM", "BKM", "LKM", "BKM/LKM"),
    )


def village_column(board: str = "board") -> Column:
    """The kelurahan or desa of the board."""
    return places.village_column(f"{board}__region", beside=("board", "village"))


def district_column(board: str = "board") -> Column:
    """The district of the board."""
    return places.district_column(f"{board}__region", beside=("board", "district"))


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
