"""Stored values as people read them: dates in the form of the language, choices by their label."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_filters import fields

from p2kp_site.foundation.decimals import decimal_in_words

NOTHING = "–"
ELSEWHERE = "…"


def in_words(value: Any) -> str:
    """A plain value as text; nothing is a dash."""
    if value in (None, ""):
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, time):
        return time_format(value, "TIME_FORMAT")
    if isinstance(value, Decimal):
        return decimal_in_words(value)
    if isinstance(value, int | float):
        return str(number_format(value, force_grouping=True))
    return str(value)


def field_in_words(field: Any, value: Any, names: Mapping[Any, str] | None = None) -> str:
    """The value of a column as text.

    `names` are those of the rows that a foreign key points to; a row that is not among them is
    one that the reader may not see.
    """
    if isinstance(field, models.ForeignKey):
        return (names or {}).get(value, ELSEWHERE) if value is not None else NOTHING
    if said := getattr(field, "in_words", None):
        return str(said(value))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value)) or NOTHING
    return in_words(value)


def left_in_words(number: int, reasons: Mapping[str, int], words: Mapping[str, Any]) -> str:
    """How many rows an act left as they are, and how many for which reason; empty for none."""
    if not number:
        return ""
    text = ngettext(
        "%(number)d row stays as it is (%(reasons)s).",
        "%(number)d rows stay as they are (%(reasons)s).",
        number,
    )
    why = "; ".join(f"{words[kind]}: {n}" for kind, n in sorted(reasons.items()))
    return text % {"number": number, "reasons": why}


def range_in_words(since: Any, until: Any) -> str:
    """A range of dates or numbers of which one end may be open."""
    if since is not None and until is not None:
        return _("%(since)s to %(until)s") % {"since": in_words(since), "until": in_words(until)}
    if since is not None:
        return _("from %(since)s") % {"since": in_words(since)}
    return _("until %(until)s") % {"until": in_words(until)}


def filter_in_words(field: Any, value: Any) -> str:
    """The value of a filter as text."""
    if isinstance(value, slice):
        return range_in_words(_day(field, value.start), _day(field, value.stop))
    choices = (
        {str(key): str(label) for key, label in getattr(field, "choices", None) or ()}
        if (not hasattr(value, "pk"))
        else {}
    )
    if isinstance(value, list | tuple):
        return ", ".join(choices.get(str(one), str(one)) for one in value)
    return choices.get(str(value)) or in_words(value)


def _day(field: Any, value: Any) -> Any:
    """The day of a range of days, whose ends django-filter gives as moments."""
    is_moment = isinstance(value, datetime) and isinstance(field, fields.DateRangeField)
    return timezone.localtime(value).date() if is_moment else value
