"""What is wrong with a cell or a row, and what to do about it: one sentence for each kind of fault.

Every sentence may name `column` (its heading), `text` (the cell) and what the fault itself knows.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NUMBERS: Final[dict[str, Promise]] = {
    "formula_error": _(
        "The cell shows the error %(text)s of a formula: mend the formula or type the value."
    ),
    "formula_without_result": _(
        "The cell holds a formula that was never calculated: open the file in a spreadsheet,"
        " save it and bring it again."
    ),
    "column_too_narrow": _(
        "##### stands here because the column was too narrow when it was copied: type the value."
    ),
    "not_a_number": _("“%(text)s” is not a number: write digits only, such as 1500000."),
    "ambiguous_number": _(
        "“%(text)s” may mean %(readings)s: write the number without points and commas."
    ),
    "bad_grouping": _(
        "The points and commas in “%(text)s” do not stand where thousands do: write the number"
        " without them."
    ),
    "fraction": _("“%(text)s” has a fraction: a whole number is wanted here."),
    "range": _("“%(text)s” is a range: write one value."),
    "approximate": _(
        "“%(text)s” is only approximate: write the exact value, or leave the cell empty."
    ),
    "bound": _("“%(text)s” only says more than or less than: write the value itself."),
    "sum": _("Several numbers stand in “%(text)s”: add them up and write the sum."),
    "currency": _("“%(text)s” is not in rupiah: convert it and write rupiah."),
    "per_unit": _("“%(text)s” is a price per unit: write the whole amount."),
    "percentage": _("“%(text)s” is a percentage: write the number itself."),
    "scientific": _(
        "The spreadsheet shortened the number to “%(text)s” and digits are lost: make the column a"
        " text column and type the number again."
    ),
    "letter_for_digit": _("A letter stands among the digits of “%(text)s”: type the digit."),
    "date_for_number": _(
        "The spreadsheet made the date %(text)s of a number: make the column a number column and"
        " type the number again."
    ),
    "unknown_unit": _("The unit “%(unit)s” is not known here: write the number without a unit."),
    "text_after_number": _("Words stand after the number in “%(text)s”: write the number only."),
    "too_large": _("The number “%(text)s” is larger than can be kept: check it."),
    "too_small": _("“%(text)s” is less than the least allowed, %(limit)s: check the number."),
    "ambiguous_percent": _("“%(text)s” may mean %(readings)s: write it with a percent sign."),
}

DATES: Final[dict[str, Promise]] = {
    "not_a_date": _("“%(text)s” is not a date: write day-month-year, such as 12-08-2015."),
    "no_such_date": _("There is no day “%(text)s” in the calendar: check day and month."),
    "day_missing": _("“%(text)s” has no day: write day, month and year, such as 12-08-2015."),
    "year_missing": _("“%(text)s” has no year: write day, month and year, such as 12-08-2015."),
    "year_only": _("“%(text)s” is only a year: write day, month and year, such as 12-08-2015."),
    "year_out_of_range": _(
        "The year %(year)s cannot be meant: only years from %(first)s to %(last)s are taken."
    ),
    "open_century": _("The year in “%(text)s” may be of two centuries: write it with four digits."),
    "month_first": _(
        "In “%(text)s” the month seems to stand before the day; if %(reading)s is meant, write the"
        " day first."
    ),
    "unknown_month": _("The month “%(word)s” is not known: write it out or as a number."),
    "two_dates": _("“%(text)s” holds more than one date: write one."),
    "vague_date": _(
        "“%(text)s” is a part of a month or a year: write one day, such as 12-08-2015."
    ),
    "hijri": _("“%(text)s” is a date of the Hijri calendar: write that of the common calendar."),
    "weekday_disagrees": _(
        "%(date)s was not on “%(weekday)s”: check the date, or leave the day of the week out."
    ),
}

PEOPLE: Final[dict[str, Promise]] = {
    "not_a_sex": _("“%(text)s” is neither man (L) nor woman (P): write L or P."),
    "not_yes_or_no": _("“%(text)s” is neither yes nor no: write yes or no."),
    "not_filled_in": _(
        "The choice of the form, “%(text)s”, was left standing: write one of the two."
    ),
    "not_a_nik": _("“%(text)s” is not a NIK: write the 16 digits of the identity card."),
    "wrong_length": _("“%(text)s” has %(digits)s digits instead of %(wanted)s: check it on paper."),
    "digits_lost": _(
        "The spreadsheet lost the last digits of “%(text)s”: make the column a text column and type"
        " the number again."
    ),
    "masked": _("Digits are hidden in “%(text)s”: write all digits, or leave the cell empty."),
    "placeholder": _(
        "“%(text)s” is a made-up number: write the real one, or leave the cell empty."
    ),
    "no_such_province": _(
        "“%(text)s” begins with %(province)s, which is no province: check the first two digits."
    ),
    "bad_birth_date": _(
        "The date of birth inside the NIK “%(text)s” cannot be (day %(day)s, month %(month)s):"
        " check it on the identity card."
    ),
    "bad_serial": _("The last digits of “%(text)s”, %(serial)s, cannot be: check them on paper."),
    "two_values": _("Two values stand in “%(text)s”: keep one."),
    "not_a_phone": _("“%(text)s” is not a telephone number: write digits, such as 081234567890."),
    "no_area_code": _("“%(text)s” has no area code: write it with one, such as 0768 21234."),
}

PLACES: Final[dict[str, Promise]] = {
    "not_an_rt_rw": _("“%(text)s” is not an RT and RW: write them as 003/005."),
    "rt_missing": _("“%(text)s” names only an RW: write RT and RW, such as 003/005."),
    "rw_missing": _("“%(text)s” names only an RT: write RT and RW, such as 003/005."),
    "not_a_rw": _("“%(text)s” is not an RW: write RT and RW, such as 003/005."),
    "date_for_code": _(
        "The spreadsheet made the date %(text)s of a code: make the column a text column and type"
        " the code again."
    ),
    "not_a_region_code": _(
        "“%(text)s” is not a region code: write the Kemendagri code, such as 14.04.04.1001."
    ),
    "lost_zero": _(
        "A zero was lost in “%(text)s”; it may be %(readings)s: make the column a text column and"
        " write the whole code."
    ),
    "bps_code": _(
        "“%(text)s” is a code of the statistics office (BPS), which means other places: write the"
        " Kemendagri code, such as 14.04.04.1001."
    ),
    "unknown_record": _(
        "%(kind)s “%(text)s” is not known in your area: correct it, or bring it in first."
    ),
    "unknown_region": _("There is no kelurahan or desa “%(text)s” in your area: check the code."),
    "differs_from_code": _(
        "“%(text)s” does not agree with the code %(code)s, which is %(found)s: correct the name or"
        " the code."
    ),
}

TEXTS: Final[dict[str, Promise]] = {
    "not_a_choice": _("“%(text)s” is not one of the words allowed here."),
    "too_long": _("The text has %(length)s characters; at most %(limit)s can be kept: shorten it."),
    "not_allowed": _("“%(text)s” is not allowed here: %(why)s"),
    "control_character": _(
        "The text holds a sign that cannot be seen (%(code)s): type the text again."
    ),
    "date_for_text": _(
        "The spreadsheet made the date %(text)s of a text: make the column a text column and type"
        " the text again."
    ),
}

ROWS: Final[dict[str, Promise]] = {
    "differs_from_row": _(
        "“%(text)s” stands here, but the system holds “%(found)s”: the column is for reading only,"
        " leave the cell as it was exported, or empty."
    ),
    "stays_with_its_parent": _(
        "This row belongs to “%(found)s” and stays there: enter it anew under “%(text)s”."
    ),
    "left_behind": _(
        "The row leaves what “%(text)s” belongs to: add the column “%(column)s” to the file, empty"
        " or with what the row names from now on."
    ),
    "required": _("The cell is empty: fill it in."),
    "required_column": _(
        "The row is new and the file has no column “%(column)s”: add the column and fill it in."
    ),
    "unknown_ref": _(
        "There is no row with the ref “%(text)s” in your area: leave the ref empty for a new row."
    ),
    "key_taken": _("“%(text)s” is in use already, and not by this row: write another one."),
    "may_not_change": _(
        "The row exists, and your account may not change rows: ask who may, or leave the row out."
    ),
    "may_not_add": _(
        "The row is new, and your account may not add rows: ask who may, or leave the row out."
    ),
    "repeated_key": _(
        "“%(text)s” stands %(count)s times in the file, first in row %(first)s and last in row"
        " %(last)s: keep one of these rows."
    ),
    "changed_since_preview": _(
        "Somebody changed the row after you saw it here: bring the file again to see it as it is"
        " now."
    ),
    "perhaps_this_one": _(
        "“%(text)s” is perhaps the one that exists with the code %(code)s: write this code, or a"
        " code of its own if it is another one."
    ),
    "only_when_inactive": _(
        "“%(column)s” is filled, but the row is active: write no under active, or empty this cell."
    ),
    "inactive_without_reason": _("The row is not active: write why under “%(column)s”."),
    "closed_before_formed": _(
        "The closing day %(text)s lies before the day of forming, %(formed_on)s: check both."
    ),
}

COMMUNITIES: Final[dict[str, Promise]] = {
    "unknown_region_of_any_level": _("There is no region “%(text)s” in your area: check the code."),
    "no_consultant": _(
        "“%(text)s” is no consultant: only KMP, KMW, OC/OSP, Korkot, Askot and Tim Faskel are"
        " assigned to regions."
    ),
    "assigned_as_consultant": _(
        "The agency is assigned to regions as a consultant: choose a consultant kind, or take its"
        " assignments away first."
    ),
    "assignments_overlap": _(
        "The consultant has this region already in an assignment from %(other)s: end that one"
        " first, or correct the days."
    ),
    "another_election_is_final": _(
        "The board has a final election of this kind for term %(term)s already, of %(other)s: only"
        " one of them can be final."
    ),
    "ends_before_it_begins": _("“%(text)s” does not lie after the beginning: check both days."),
    "more_low_income_than_people": _(
        "%(text)s people with a low income are more than the %(people)s people: check the numbers."
    ),
    "more_elected_than_participants": _(
        "%(text)s were elected, and only %(participants)s took part: check the numbers."
    ),
    "adults_without_a_day": _("Write on which day the adults were counted."),
    "only_with_adults": _(
        "“%(column)s” is filled, but the number of adults is not: fill that in, or empty this cell."
    ),
    "only_when_audited": _(
        "“%(column)s” is filled, but no auditor gave an opinion: write the opinion, or empty this"
        " cell."
    ),
    "audited_before_the_year": _(
        "The audit of %(text)s lies before the year %(year)s whose books it is about: check both."
    ),
    "name_without_code": _(
        "“%(text)s” is only a name, and the cell of the code is empty: fill in the code, or empty"
        " this cell."
    ),
}

FAULTS: Final[dict[str, Promise]] = {
    **NUMBERS,
    **DATES,
    **PEOPLE,
    **PLACES,
    **TEXTS,
    **ROWS,
    **COMMUNITIES,
}


def add_faults(faults: Mapping[str, Promise]) -> None:
    """Make the sentences of another floor known; a kind means the same everywhere."""
    if twice := FAULTS.keys() & faults.keys():
        raise ValueError(f"two sentences for {', '.join(sorted(twice))}")
    FAULTS.update(faults)
