"""Reading files made by hand in a local office. Plain Python: nothing of Django in here."""

from .cells import KINDS, cell_reader, column_reader
from .faults import (
    FAULT_KINDS,
    FILE_KINDS,
    MARK_KINDS,
    NOTE_KINDS,
    SKIP_REASONS,
    Fault,
    Marked,
    Note,
    UnusableFile,
)
from .limits import Limits
from .raw_cells import CellError, PercentNumber, UncalculatedFormula
from .rows import SourceRow
from .table import Column, Table, UnknownColumn, open_table

__all__ = [
    "FAULT_KINDS",
    "FILE_KINDS",
    "KINDS",
    "MARK_KINDS",
    "NOTE_KINDS",
    "SKIP_REASONS",
    "CellError",
    "Column",
    "Fault",
    "Limits",
    "Marked",
    "Note",
    "PercentNumber",
    "SourceRow",
    "Table",
    "UncalculatedFormula",
    "UnknownColumn",
    "UnusableFile",
    "cell_reader",
    "column_reader",
    "open_table",
]
