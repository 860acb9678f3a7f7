"""What a cell of a file may hold besides None, texts, numbers, booleans and dates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as #REF! or #DIV/0!."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class UncalculatedFormula:
    """A formula without a stored result: the file was never opened in a spreadsheet."""

    text: str

    def __str__(self) -> str:
        return self.text


class PercentNumber(float):
    """A number in a cell with a percent format: 0.455 is shown, and meant, as 45,5 %."""

    __slots__ = ()


def is_blank(cell: object) -> bool:
    """Nothing that a person would see."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def letter(index: int) -> str:
    """Column letter of a 0-based index: 0 -> A, 26 -> AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def index_of(letters: str) -> int:
    """0-based index of a column letter: A -> 0; -1 when it is none."""
    number = 0
    for char in letters.upper():
        if not "A" <= char <= "Z":
            return -1
        number = number * 26 + ord(char) - 64
    return number - 1
