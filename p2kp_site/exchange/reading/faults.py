"""What can be wrong with a cell or with a whole file, as closed vocabularies of kinds.

The words that a person reads are made elsewhere, in the reader's language, from kind and params.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one cell: its value was not taken. `kind` is a key of FAULT_KINDS."""

    kind: str
    params: dict[str, Any] = field(default_factory=dict)


class Marked(NamedTuple):
    """A value that was read by a convention, and why that deserves a mark (MARK_KINDS)."""

    value: Any
    kind: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling about a file that was read. `kind` is a key of NOTE_KINDS."""

    kind: str
    params: dict[str, Any] = field(default_factory=dict)


class UnusableFile(Exception):
    """The whole file is refused; `kind` is a key of FILE_KINDS, `params` can be written as JSON."""

    def __init__(self, kind: str, **params: Any) -> None:
        super().__init__(f"{kind} {params}" if params else kind)
        self.kind = kind
        self.params = params


# Every fault also carries `text`, the cell as a text of at most 80 characters.
FAULT_KINDS = {
    "formula_error": "the cell holds an error such as #REF!",
    "formula_without_result": "a formula that no spreadsheet has calculated yet",
    "column_too_narrow": "##### was copied out of a column that was too narrow",
    "not_a_number": "no number can be read",
    "ambiguous_number": "two numbers are possible (readings: list of texts)",
    "bad_grouping": "digits are not grouped by three, or two signs follow each other",
    "fraction": "a whole number is wanted; there is a fraction",
    "range": "a range in place of one value",
    "approximate": "an approximate value (±, sekitar)",
    "bound": "a bound in place of a value (>, kurang dari)",
    "sum": "several numbers added or listed in one cell",
    "currency": "another currency than rupiah",
    "per_unit": "an amount per something",
    "percentage": "a percentage where none is wanted",
    "scientific": "scientific form: digits are lost",
    "letter_for_digit": "a letter O, I or l among digits (suggestion: text with digits)",
    "date_for_number": "a date in a column of numbers",
    "unknown_unit": "a unit that is not known here (unit)",
    "text_after_number": "words after the number",
    "too_large": "the number is larger than can be kept (limit)",
    "too_small": "the number is below the least allowed (limit)",
    "ambiguous_percent": "a number below 1 without a percent sign (readings)",
    "not_a_date": "no date can be read",
    "no_such_date": "the calendar has no such day",
    "day_missing": "month and year only",
    "year_missing": "day and month only",
    "year_only": "only a year",
    "year_out_of_range": "a year that cannot be meant (year, first, last)",
    "open_century": "a two-digit year of which the century is open (year)",
    "month_first": "month before day; day comes first here (reading: ISO date)",
    "unknown_month": "a month name that is not known (word, suggestion or null)",
    "two_dates": "two dates or a range of dates",
    "vague_date": "a quarter, a week or a part of a month",
    "hijri": "a date of the Hijri calendar",
    "weekday_disagrees": "the day of the week is not that of the date (weekday, date)",
    "not_a_sex": "neither male nor female",
    "not_yes_or_no": "neither yes nor no",
    "not_filled_in": "the form's own choice was left standing (L/P, Ya/Tidak)",
    "not_a_nik": "no NIK",
    "wrong_length": "a wrong number of digits (digits, wanted)",
    "digits_lost": "a number so long that the spreadsheet lost its last digits",
    "masked": "digits are hidden by x or *",
    "placeholder": "a made-up number such as 1111111111111111",
    "no_such_province": "no province has these first two digits (province)",
    "bad_birth_date": "day or month of birth inside the NIK cannot be (day, month)",
    "bad_serial": "a serial number that cannot be (serial)",
    "two_values": "two values in one cell",
    "not_a_phone": "no telephone number",
    "no_area_code": "a telephone number without area code",
    "not_an_rt_rw": "no RT and RW",
    "rt_missing": "only an RW",
    "rw_missing": "only an RT",
    "not_a_rw": "a dusun or another unit in place of the RW",
    "date_for_code": "the spreadsheet made a date of a code or a number",
    "not_a_region_code": "no region code",
    "lost_zero": "a region code that lost a zero (readings: list of codes)",
    "bps_code": "a code of the statistics office (BPS), which means other places",
    "not_a_choice": "not one of the allowed values (suggestions: list of labels)",
    "too_long": "the text is too long (length, limit)",
    "control_character": "the text holds a control character (code, e.g. U+0000)",
    "date_for_text": "a date in a column of texts or codes",
}

# Every mark carries `text` too.
MARK_KINDS = {
    "day_first": "day and month could be swapped; read day first",
    "two_digit_year": "the century was added",
    "date_from_digits": "eight digits were read as a date",
    "date_from_serial": "a serial number was read as a date",
    "time_dropped": "the time of the day was left away",
    "dash_as_zero": "a dash or 'nihil' was read as zero",
    "dash_as_empty": "a dash or 'n/a' was read as empty",
    "negative": "a negative number",
    "scale_letter": "M was read as miliar, T as triliun",
    "scaled_decimal": "a decimal point before juta or miliar",
    "unusual_grouping": "thousands grouped in another way than with points",
    "thousands_point": "a point was read as grouping by thousands",
    "decimal_comma": "a comma with three digits was read as a decimal comma",
    "rounded": "digits of a computer's rounding were taken off",
    "unit_dropped": "a unit after the number was left away",
    "end_mark": "an end mark after the amount was left away",
    "above_hundred": "a percentage above 100",
    "sign_odd": "a percent sign in an odd place",
    "letter_convention": "a letter or number was read by convention",
    "zero_restored": "the leading zero of a telephone number was restored",
    "word_dropped": "a word before the value was left away",
    "number_for_nik": "a NIK kept as a number",
    "rt_first": "two numbers were read as RT/RW",
    "rt_letter": "an RT with a letter",
    "undotted_code": "a region code without points: BPS codes look the same",
    "code_as_number": "a region code kept as a number",
    "code_separator": "a region code with other separators than points",
    "serial_dropped": "the serial number of a list was taken off a name",
    "not_yet": "'belum' was read as no",
}

FILE_KINDS = {
    "empty_file": "nothing in the file",
    "file_too_large": "more bytes than allowed (bytes, limit)",
    "not_a_table": "an image, a PDF, an archive ... (found)",
    "html_page": "a web page, often named .xls; save as .xlsx",
    "xml_file": "an XML file; save as .xlsx",
    "nul_byte": "a NUL byte in a text file (position)",
    "unknown_encoding": "the bytes are text in no encoding that is known (position)",
    "mixed_encoding": "UTF-8 and other bytes mixed in one file (position)",
    "line_too_long": "a line longer than any table has (position, limit)",
    "broken_quotes": "a quotation mark is not closed or stands in a wrong place (row)",
    "archive_not_workbook": "a zip archive that is no workbook",
    "unsupported_workbook": "a kind of workbook that is not read (format)",
    "encrypted_workbook": "a password protects the workbook",
    "damaged_workbook": "the workbook is cut off or damaged (detail)",
    "inflates_too_much": "unpacks to more than allowed (bytes, limit, part)",
    "unsafe_xml": "an XML part declares entities or a DOCTYPE (part)",
    "giant_sheet": "few cells spread over a giant rectangle (sheet, rows, columns, limit)",
    "too_many_rows": "more rows than allowed (limit)",
    "too_many_cells": "more cells than allowed (limit)",
    "too_much_memory": "reading took more memory than allowed (limit)",
    "took_too_long": "reading took longer than allowed (seconds)",
    "reader_died": "the reading process died (code: exit code, negative for a signal; detail)",
    "no_known_header": "no row with at least two known headings "
    "(best: list of {sheet, row, headings, known})",
    "no_rows": "a header, but no rows under it (sheet, header_rows)",
    "duplicate_column": "two columns for one field (field, columns: list of {letter, heading})",
}

NOTE_KINDS = {
    "other_sheets": "sheets that were not read (sheets, alike: those with the same headings)",
    "hidden_sheet": "the sheet read is hidden (sheet)",
    "hidden_rows": "hidden rows are read too (count, rows: the first of them)",
    "hidden_columns": "hidden columns are read too (letters)",
    "encoding": "the text is not UTF-8 (encoding)",
    "second_table": "another table lower on the sheet was skipped (row)",
    "merged_cells": "merged cells were filled down over the rows that they span (rows: how many)",
}

SKIP_REASONS = {
    "title": "a letterhead or title above the header",
    "separator_line": "the line sep=; of a CSV file",
    "column_numbers": "a row that numbers the columns (1) (2) (3)",
    "repeated_header": "the header again, on the next printed page",
    "total": "a total or subtotal",
    "carried_over": "a total carried to or from another page",
    "page_number": "a page number",
    "note": "a note below the table",
    "signature": "place, date and signatures",
    "section": "a heading over a group of rows",
    "overflow": "the rest of a text of the row above; it was joined to it",
    "second_table": "part of another table lower on the sheet",
    "serial_only": "a serial number and nothing else",
    "no_known_value": "values in unknown columns only",
}


def clip(cell: object) -> str:
    """The cell as a short text for a message."""
    text = cell if isinstance(cell, str) else str(cell)
    return text if len(text) <= 80 else text[:79] + "…"
