"""What is said about a whole file or job: why it cannot be used, and what was noticed in it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILES: Final[dict[str, Promise]] = {
    "empty_file": _("The file is empty: choose the file that holds the rows."),
    "file_too_large": _(
        "The file has %(bytes)s, and at most %(limit)s are taken: split it into several files."
    ),
    "too_large": _("The file is larger than %(limit_megabytes)s MB: split it into several files."),
    "not_a_table": _(
        "The file is no table but something else (%(found)s): bring an Excel workbook or a CSV"
        " file."
    ),
    "html_page": _(
        "The file is a web page, even if its name ends in .xls: open it in a spreadsheet and save"
        " it as .xlsx."
    ),
    "xml_file": _("The file is an XML file: open it in a spreadsheet and save it as .xlsx."),
    "nul_byte": _(
        "The file is no readable text (a zero stands at byte %(position)s): save it again as .xlsx."
    ),
    "unknown_encoding": _(
        "The letters of the file cannot be read (at byte %(position)s): save it again as .xlsx."
    ),
    "mixed_encoding": _(
        "Two kinds of letters are mixed in the file (at byte %(position)s): open it in a"
        " spreadsheet, check the names and save it as .xlsx."
    ),
    "broken_quotes": _(
        "A quotation mark is not closed at about row %(row)s: correct it, or save the table as"
        " .xlsx."
    ),
    "line_too_long": _(
        "A line of the file is longer than any table has (at byte %(position)s): save it again as"
        " .xlsx."
    ),
    "archive_not_workbook": _(
        "The file is a ZIP archive and no workbook: unpack it and bring the workbook inside."
    ),
    "unsupported_workbook": _("Workbooks of the kind %(format)s are not read: save it as .xlsx."),
    "encrypted_workbook": _(
        "The workbook is protected by a password: save it without a password and bring it again."
    ),
    "damaged_workbook": _(
        "The workbook is cut off or damaged: open it in a spreadsheet, save it again, or ask the"
        " sender for another copy."
    ),
    "inflates_too_much": _(
        "The workbook unpacks to far more than its size and is not opened: copy the rows into a new"
        " workbook."
    ),
    "unsafe_xml": _(
        "The workbook holds instructions that are not allowed in it: copy the rows into a new"
        " workbook."
    ),
    "giant_sheet": _(
        "The sheet “%(sheet)s” stretches over %(rows)s rows and %(columns)s columns with little in"
        " it: copy the rows into a new workbook."
    ),
    "too_many_rows": _("The file has more than %(limit)s rows: split it into several files."),
    "too_many_cells": _("The file has more than %(limit)s cells: split it into several files."),
    "too_much_memory": _(
        "Reading the file takes more memory than allowed: split it, or save it as CSV."
    ),
    "took_too_long": _(
        "Reading the file took longer than %(seconds)s seconds: split it, or save it as CSV."
    ),
    "reader_died": _(
        "The workbook could not be read to its end: save it again as .xlsx, or as CSV."
    ),
    "no_known_header": _(
        "No row with headings that are known here was found: put the headings of the template above"
        " the rows."
    ),
    "no_rows": _("There are headings in the file, but no rows under them."),
    "duplicate_column": _(
        "Two columns mean the same, “%(column)s”: %(columns)s. Take one of them out of the file."
    ),
    "forbidden_column": _(
        "Your account may not see the column “%(heading)s”, so it may not bring it in either: take"
        " the column out of the file."
    ),
    "stages_side_by_side": _(
        "The stages stand side by side in this file (%(headings)s), and each row may tell of one"
        " only. Write a row for each stage, with its number in a column “%(column)s” and its date"
        " and amount in one column each, and bring the file in again: the template has the columns."
    ),
    "unknown_columns": _(
        "Columns that are not known here: %(columns)s. Say what they mean, or leave them out."
    ),
}

JOBS: Final[dict[str, Promise]] = {
    "changed_since_preview": _(
        "%(rows)s rows were changed by somebody else after you saw them, so nothing was stored and"
        " the file was read again: look at it once more and confirm."
    ),
    "worker_died": _(
        "The work broke off %(attempts)s times and was given up. Nothing was stored: try again, and"
        " tell the administrator if it happens again."
    ),
    "not_allowed": _(
        "Your account lost the right to do this before the work was done. Nothing was stored."
    ),
    "internal": _(
        "Something went wrong on our side. Nothing was stored: try again, and tell the"
        " administrator the number of this job if it happens again."
    ),
}

MARKS: Final[dict[str, Promise]] = {
    "day_first": _("“%(text)s”: the day was read before the month"),
    "two_digit_year": _("“%(text)s”: the century was added"),
    "date_from_digits": _("“%(text)s”: the eight digits were read as a date"),
    "date_from_serial": _("“%(text)s”: the number was read as a date of the spreadsheet"),
    "time_dropped": _("“%(text)s”: the time of the day was left out"),
    "dash_as_zero": _("“%(text)s” was read as zero"),
    "dash_as_empty": _("“%(text)s” was read as empty"),
    "negative": _("“%(text)s” was read as a negative number"),
    "scale_letter": _("“%(text)s”: M was read as miliar (1,000 million), T as triliun"),
    "scaled_decimal": _("“%(text)s”: the point was read as a decimal point"),
    "unusual_grouping": _("“%(text)s”: the signs between the digits were read as thousands"),
    "thousands_point": _("“%(text)s”: the point was read as thousands"),
    "decimal_comma": _("“%(text)s”: the comma was read as a decimal comma"),
    "rounded": _("“%(text)s” was rounded to the value that was meant"),
    "unit_dropped": _("“%(text)s”: the unit was left out"),
    "end_mark": _("“%(text)s”: the signs after the amount were left out"),
    "above_hundred": _("“%(text)s” is more than 100 percent"),
    "sign_odd": _("“%(text)s”: the percent sign stands in an odd place"),
    "letter_convention": _("“%(text)s”: the letter was read by custom"),
    "zero_restored": _("“%(text)s”: the leading zero was put back"),
    "word_dropped": _("“%(text)s”: the word before the value was left out"),
    "number_for_nik": _("“%(text)s”: the NIK was kept as a number"),
    "rt_first": _("“%(text)s”: the first number was read as RT"),
    "rt_letter": _("“%(text)s”: an RT with a letter"),
    "undotted_code": _("“%(text)s”: the points of the region code were added"),
    "code_as_number": _("“%(text)s”: the region code was kept as a number"),
    "code_separator": _("“%(text)s”: the signs in the region code were read as points"),
    "not_taken_over": _(
        "“%(text)s” was not taken over: the column is for reading only, a new row begins afresh"
    ),
    "serial_dropped": _("“%(text)s”: the serial number before the name was left out"),
    "not_yet": _("“%(text)s” was read as no"),
}

NOTES: Final[dict[str, Promise]] = {
    "signed_rows": _(
        "%(count)s rows that would change carry sign-offs: storing them drops these, and they have"
        " to be signed again."
    ),
    "signed_parents": _(
        "%(count)s forms that the rows belong to carry sign-offs: storing the rows drops these, and"
        " the forms have to be signed again."
    ),
    "other_sheets": _("Other sheets of the workbook were not read: %(sheets)s."),
    "hidden_sheet": _("The sheet that was read, “%(sheet)s”, is hidden in the workbook."),
    "hidden_rows": _("%(count)s hidden rows were read too, the first of them: %(rows)s."),
    "hidden_columns": _("Hidden columns were read too: %(letters)s."),
    "encoding": _("The letters of the file were read as %(encoding)s: check names with accents."),
    "second_table": _("Another table begins in row %(row)s; it was not read."),
    "merged_cells": _("Values of merged cells were filled down over %(rows)s rows."),
}

SKIPPED: Final[dict[str, Promise]] = {
    "title": _("a title above the table"),
    "separator_line": _("the line that names the separator"),
    "column_numbers": _("a row that numbers the columns"),
    "repeated_header": _("the headings again, from the next printed page"),
    "total": _("a total"),
    "carried_over": _("a total carried to or from another page"),
    "page_number": _("a page number"),
    "note": _("a note below the table"),
    "signature": _("place, date and signatures"),
    "section": _("a heading over a group of rows"),
    "overflow": _("the rest of a text that began in the row above"),
    "second_table": _("part of another table"),
    "serial_only": _("only a serial number"),
    "no_known_value": _("values in unknown columns only"),
}
