"""What a foreign key offers: rows that the reader sees, or may write when the row lies by them.

The same set stands behind the field of the form (so that a forged key is refused) and behind the
autocomplete. A model without `visible_to` offers nothing until a page says what.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, cast

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import models
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship.mixins import PageMixin

Narrow = Callable[[Any, Reader], models.QuerySet[Any]]
MOST_PAGES = 50


class ScopedChoices(PageMixin):
    """Foreign keys of a page; `choices` narrows one further: {"region": lambda rows, reader: …}."""

    choices: ClassVar[Mapping[str, Narrow]] = {}
    admin_site: Any

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **options: Any) -> Any:
        related = db_field.remote_field.model
        rows = narrowed(
            related._default_manager.all(),
            db_field,
            request.reader,
            self.choices.get(db_field.name),
        )
        page = self.admin_site._registry.get(related)
        if isinstance(page, Choosable):
            rows = rows.select_related(*page.choice_related)
        options["queryset"] = rows
        field = super().formfield_for_foreignkey(db_field, request, **options)
        field.error_messages["invalid_choice"] = _(
            "Choose one of those offered: this one is unknown or outside your area."
        )
        if isinstance(page, Choosable):
            field.label_from_instance = page.choice_label
        return field


class Choosable:
    """A page whose rows others point to: how a row is called among the choices."""

    choice_related: ClassVar[tuple[str, ...]] = ()
    # A foreign key through which every visible row is offered: filters look rows up by it.
    choice_source: ClassVar[str] = ""

    def choice_label(self, obj: Any) -> str:
        """The name of a row where it is chosen."""
        return str(obj)


def narrowed(rows: Any, field: Any, reader: Reader, narrow: Narrow | None) -> models.QuerySet[Any]:
    """Of these rows, the ones that this reader may choose for this field."""
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(reader)
    elif narrow is None:
        return rows.none()
    if getattr(field.model, "area_from", None) == field.name:
        rows = rows.writable_by(reader)
    return narrow(rows, reader) if narrow else rows


class ToldOnce(BaseChoiceIterator):
    """What a box offers, asked for when the first row shows it and kept for all others."""

    def __init__(self, choices: Any) -> None:
        self.choices = choices

    @cached_property
    def told(self) -> list[Any]:
        return list(self.choices)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.told)


class ChoicesView(AutocompleteJsonView):
    """Autocomplete over the same rows that the form accepts, without counting them."""

    def get_queryset(self) -> models.QuerySet[Any]:
        field, request = self.source_field, cast(Any, self.request)
        declared = _declared(self.admin_site, field.model, field.name)
        rows = narrowed(super().get_queryset(), field, request.reader, declared)
        page = self.model_admin
        return rows.select_related(*page.choice_related) if isinstance(page, Choosable) else rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(self.model_admin, Choosable):
            result["text"] = self.model_admin.choice_label(obj)
        if hasattr(obj, "code"):
            result["code"] = obj.code
        return result

    def get_paginator(self, *args: Any, **options: Any) -> Paginator:
        return UncountedPaginator(*args, **options)


def _declared(site: Any, model: type[models.Model], name: str) -> Narrow | None:
    """What the page or the inline of a model says about the choices of a field."""
    for page in _pages_of(site, model):
        if narrow := getattr(page, "choices", {}).get(name):
            return narrow
    return None


def _pages_of(site: Any, model: type[models.Model]) -> Iterator[Any]:
    for registered, page in site._registry.items():
        if registered is model:
            yield page
        yield from (inline for inline in page.inlines if inline.model is model)


class UncountedPaginator(Paginator):
    """Pages that know only whether another follows, so that nothing is counted."""

    def page(self, number: int | str) -> Page:
        try:
            number = int(number)
        except ValueError as error:
            raise PageNotAnInteger(_("No such page.")) from error
        if not 1 <= number <= MOST_PAGES:
            raise EmptyPage(_("No such page."))
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        self.__dict__["num_pages"] = number + (len(rows) > self.per_page)
        return Page(rows[: self.per_page], number, self)
