"""What datasets of everything below a board share: the board's code, and its names beside it."""

from django.utils.translation import gettext_lazy as _

from communities.resources.lookups import BOARD
from p2kp_site.exchange.columns import Column


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
