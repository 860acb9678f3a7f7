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
# Charts, in pixels; a row of a sheet has twenty.
CHART_WIDTH = 480
_LEAST, _ROW, _BAR, _TITLE = 380, 20, 18, 60
# So many rows stand on a page of paper, at this scale in percent.
ON_A_PAGE, SCALE = 80, 53


def chart_height(points: int) -> int:
    """The pixels in which each of the points of a chart has room for its name."""
    return max(_LEAST, _TITLE + _BAR * points)


def rows_of(points: int) -> int:
    """The rows of a sheet that a chart and the figures beside it take, and one between."""
    return max(chart_height(points) // _ROW, points) + 2


def height_of(text: str, width: int) -> int:
    """The points that a text takes in a column so many characters wide."""
    return _LINE * max(1, len(wrap(text, max(width - 2, 1))))


def width_of(unit: Unit, cell: Cell) -> int:
    """The characters that a figure needs, and the one of the period before, also in bold."""
    digits = max(len(f"{int(value or 0):,}") for value in (cell.value, cell.previous))
    return max(FIGURE, digits + _BESIDE[unit])
