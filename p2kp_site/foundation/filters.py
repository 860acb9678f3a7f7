"""Filters that refuse nonsense: an unknown name or a bad value never means "all rows"."""

import difflib
from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.utils.translation import gettext as _

from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import filter_in_words

_YES_NO_WORDS = frozenset({"", "unknown", "true", "false"})


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


class StrictFilterSet(django_filters.FilterSet):
    """A filter set over the rows that a reader sees, the same for lists, exports and commands."""

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
        return [
            f"{self.label_of(name)}: {filter_in_words(self.form.fields[name], value)}"
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", [], slice(None))
        ]


def _parameter_names(filter_: django_filters.Filter, base: str) -> list[str]:
    widget = filter_.field.widget
    suffixes = getattr(widget, "suffixes", None)
    return [f"{base}_{suffix}" if suffix else base for suffix in suffixes] if suffixes else [base]
