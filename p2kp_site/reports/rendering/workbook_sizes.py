"""How wide and high the cells and charts of a workbook are, so that all is seen as it is opened.

Programs that open workbooks differ: not every one makes a row high enough for a text of several
lines, and a column that is too narrow shows signs in the place of a figure.
"""

from textwrap import wrap
from typing import Final

from p2kp_site.foundation.summaries import Cell, Unit

# Columns, in characters.
NAME, FIGURE, MEANING, NOTE = 34, 13, 46, 90
# What a figure bears besides its digits, in characters.
_BESIDE: Final = {Unit.COUNT: 2, Unit.SHARE: 4, Unit.RUPIAH: 6, Unit.HECTARES: 9}
# A line of text, in points.
_LINE = 15
# Charts, in pixels, and how many rows of a sheet their two heights take.
CHART_WIDTH = 480
SMALL, LARGE = (380, 21), (580, 31)
# So many points want the large one; so many rows stand on a page, at this scale in percent.
MANY, ON_A_PAGE, SCALE = 16, 80, 53


def height_of(text: str, width: int) -> int:
    """The points that a text takes in a column so many characters wide."""
    return _LINE * max(1, len(wrap(text, max(width - 2, 1))))


def width_of(unit: Unit, cell: Cell) -> int:
    """The characters that a figure needs, and the one of the period before, also in bold."""
    digits = max(len(f"{int(value or 0):,}") for value in (cell.value, cell.previous))
    return max(FIGURE, digits + _BESIDE[unit])
