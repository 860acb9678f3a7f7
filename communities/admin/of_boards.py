"""What the pages of everything below a board have in common."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.figures import two_lines
from communities.admin.regions import short_name
from p2kp_site.foundation.areas import LEVEL_ENDS
from p2kp_site.foundation.stewardship.mixins import PageMixin


class PlaceColumns(PageMixin):
    """A list leaves out the columns that would say the same in each of the reader's rows."""

    def get_list_display(self, request: Any) -> list[Any]:
        area = request.reader.area or ""
        said = {"regency": LEVEL_ENDS[1], "district": LEVEL_ENDS[2]}
        columns = super().get_list_display(request)
        return [one for one in columns if one not in said or len(area) < said[one]]


class BoardColumns(PlaceColumns):
    """How a board stands in lists: with its place beneath it, where columns are many."""

    def get_list_display(self, request: Any) -> list[Any]:
        """The line beneath a board tells its regency, which then needs no column."""
        columns = super().get_list_display(request)
        if "regency" in columns and "board_and_village" in columns:
            columns.remove("regency")
            columns[columns.index("board_and_village")] = "board_and_place"
        return columns

    def board_of(self, row: Any) -> Any:
        """The board that a row of the list belongs to."""
        return row.board

    @admin.display(description=_("community board (BKM/LKM)"))
    def board_and_village(self, row: Any) -> str:
        board = self.board_of(row)
        return two_lines(board.name, board.region.name)

    @admin.display(description=_("community board (BKM/LKM)"))
    def board_and_place(self, row: Any) -> str:
        board, regency = self.board_of(row), self.regency(row)
        return two_lines(board.name, f"{board.region.name}, {regency}")

    @admin.display(description=_("regency or city"))
    def regency(self, row: Any) -> str:
        district = self.board_of(row).region.parent
        return short_name(district.parent) if district and district.parent else ""


class OfBoards(BoardColumns):
    """Rows of boards: the board is chosen by name, and its place stands in the list."""

    list_select_related: ClassVar[Any] = ("board__region__parent__parent",)
    autocomplete_fields: ClassVar[Any] = ("board",)

    @admin.display(description=_("community board (BKM/LKM)"))
    def board_name(self, row: Any) -> str:
        return str(row.board.name)

    @admin.display(description=_("kelurahan or desa"))
    def village(self, row: Any) -> str:
        return str(row.board.region.name)
