"""Filters that refuse nonsense: an unknown name or a bad value never means "all rows"."""

import difflib
from collections.abc import Mapping
from copy import copy
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext as _

from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.wording import filter_in_words

_YES_NO_WORDS = frozenset({"", "unknown", "true", "false"})
_NOTHING_ASKED: tuple[Any, ...] = (None, "", [], slice(None))
# More rows than these are many: a list counts no further.
FEW = 1_000


class UnusableFilter(ValueError):
    """A filter that nobody knows, or a value that it cannot take; `messages` say which."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(" ".join(messages))
        self.messages = messages


class AnyOfFilter(django_filters.MultipleChoiceFilter):
    """Rows with one of several values in a column of their own.

    Without `DISTINCT`, for which a database sorts the whole table before the first row of a page.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"distinct": False, **options})


def among_few(keys: models.QuerySet[Any], many: models.Q) -> models.Q:
    """Rows with one of these keys while they are few; else those of which `many` is true.

    For what an index knows to be few, and PostgreSQL takes for a third of the table because it
    compares two columns: the keys come in the order of that index.
    """
    few = [*keys[: FEW + 1]]
    return models.Q(pk__among=few) if len(few) <= FEW else many


def first_found(*ways: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The rows of the first of these ways that has any: each is asked by its own index.

    As one condition with "or" they would be asked of every row of the table.
    """
    return next((rows for rows in ways[:-1] if rows.exists()), ways[-1])


class GivenFilter(django_filters.BooleanFilter):
    """Rows in which a column is filled, or those in which it is empty.

    Said as "is not null": an index finds that, where it does not find "not (is null)".
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, lookup_expr="isnull", **options)

    def filter(self, qs: models.QuerySet[Any], value: bool | None) -> models.QuerySet[Any]:
        found: models.QuerySet[Any] = super().filter(qs, None if value is None else not value)
        return found


class StrictFilterSet(django_filters.FilterSet):
    """A filter set over the rows that a reader sees, the same for lists, exports and commands.

    `in_order` names the filters for which an index has the rows in the order of the list. `by_day`
    names those for spans of days whose index says where each row lies. `through` names those that
    ask about a row above, with the way to it; it lies in the same area.
    """

    in_order: ClassVar[frozenset[str]] = frozenset({"region"})
    by_day: ClassVar[frozenset[str]] = frozenset()
    through: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        queryset: models.QuerySet[Any] | None = None,
        *,
        reader: Reader | None = None,
        **options: Any,
    ) -> None:
        self.reader = reader
        if data is not None and not hasattr(data, "getlist"):
            # A command or a stored job: one text where the form takes several choices.
            data = {
                name: [value] if isinstance(value, str) and self._takes_many(name) else value
                for name, value in data.items()
            }
        # The way to the row above that a search found something in.
        self.searched_through = ""
        super().__init__(data=data, queryset=queryset, **options)

    @classmethod
    def _takes_many(cls, name: str) -> bool:
        return isinstance(cls.base_filters.get(name), django_filters.MultipleChoiceFilter)

    def unknown_names(self) -> list[str]:
        """Names in the data that no filter answers to."""
        known = {
            name
            for base, filter_ in self.filters.items()
            for name in _parameter_names(filter_, base)
        }
        return [name for name in self.data if name not in known]

    def rows(self) -> models.QuerySet[Any]:
        """The filtered rows; raises UnusableFilter rather than show too many."""
        messages = []
        for name in self.unknown_names():
            message = _("There is no filter called “%(name)s”.") % {"name": name}
            if near := difflib.get_close_matches(name, self.filters, n=1):
                message += " " + _("Did you mean “%(near)s”?") % {"near": near[0]}
            messages.append(message)
        if not self.is_valid():
            messages += [
                f"{self.label_of(name)}: {' '.join(errors)}"
                for name, errors in self.form.errors.items()
            ]
        messages += self._neither_yes_nor_no()
        if messages:
            raise UnusableFilter(messages)
        return self.qs

    def out_of_order(self) -> list[str]:
        """The filters in use whose rows no index has in the order of the list."""
        return [
            name
            for name, value in self.form.cleaned_data.items()
            if _is_asked(value) and not self.has_in_order(name, value)
        ]

    def has_in_order(self, name: str, value: Any) -> bool:
        """Has an index the rows with this value in the order of the list?"""
        # Several values are several stretches of an index.
        return name in self.in_order and not (isinstance(value, list) and len(value) > 1)

    def rows_in_order(self) -> models.QuerySet[Any]:
        """The rows that are left by the other filters alone."""
        rows: models.QuerySet[Any] = self.queryset.all()
        for name in set(self.form.cleaned_data).difference(self.out_of_order()):
            rows = self.filters[name].filter(rows, self.form.cleaned_data[name])
        return rows

    def found_through(self) -> str:
        """The way to the row above, if what is asked is asked of rows above and nothing else."""
        ways = [
            self.searched_through if name == "q" else self.through.get(name, "")
            for name in self.out_of_order()
        ]
        return max(ways, key=len) if all(ways) else ""

    def asked_above(self, rows: models.QuerySet[Any], above: str) -> models.QuerySet[Any]:
        """The same rows, with what is asked about their area said of the row above as well.

        Both lie in the same area, but each table has an index of its own.
        """
        area = f"{above}__area"
        rows = rows.filter(within(self.reader.areas if self.reader else [], area))
        for name in self.in_order:
            filter_ = copy(self.filters.get(name))
            if filter_ is not None and filter_.field_name == "area":
                filter_.field_name = area
                rows = filter_.filter(rows, self.form.cleaned_data[name])
        return rows

    def _neither_yes_nor_no(self) -> list[str]:
        """Values of yes-or-no filters that Django would silently take for "all rows"."""
        return [
            _("%(filter)s: “%(value)s” is neither yes nor no.")
            % {"filter": self.label_of(name), "value": self.data[name]}
            for name, field in self.form.fields.items()
            if isinstance(field, forms.NullBooleanField)
            and str(self.data.get(name, "")).lower() not in _YES_NO_WORDS
        ]

    def label_of(self, name: str) -> str:
        """What a filter is called on the page."""
        bound = self.form.fields.get(name)
        return str(bound.label) if bound and bound.label else name

    def in_words(self) -> list[str]:
        """Each filter in use as "name: value"; the same words for page, export and command."""
        if not self.is_valid():
            return []
        asked = {
            # Rows of a reference list, of which several can be chosen.
            name: list(value) if isinstance(value, models.QuerySet) else value
            for name, value in self.form.cleaned_data.items()
        }
        return [
            f"{self.label_of(name)}: {filter_in_words(self.form.fields[name], value)}"
            for name, value in asked.items()
            if _is_asked(value)
        ]


def _is_asked(value: Any) -> bool:
    """Does this value of a filter choose rows? Several rows of a list may have been chosen."""
    chosen = list(value) if isinstance(value, models.QuerySet) else value
    return chosen not in _NOTHING_ASKED


def _parameter_names(filter_: django_filters.Filter, base: str) -> list[str]:
    widget = filter_.field.widget
    suffixes = getattr(widget, "suffixes", None)
    return [f"{base}_{suffix}" if suffix else base for suffix in suffixes] if suffixes else [base]
