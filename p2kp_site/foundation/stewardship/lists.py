"""Lists: the one filter set of the model decides the rows, and pages are turned by key.

A parameter that nobody knows, or a value that makes no sense, gives no rows and status 400. The
order is fixed, because only that order is an index: who looks for something searches or filters.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any, ClassVar

from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR, ShowFacets
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from unfold.views import ChangeList

from p2kp_site.foundation.filters import FEW, StrictFilterSet, UnusableFilter
from p2kp_site.foundation.stewardship.choices import UncountedPaginator
from p2kp_site.foundation.stewardship.filter_forms import SEARCH, FilterForm
from p2kp_site.foundation.stewardship.key_pages import (
    BETWEEN,
    CountBeside,
    KeyPages,
    beyond,
    reading_by_index,
)
from p2kp_site.foundation.stewardship.mixins import PageMixin

AFTER, BEFORE = "after", "before"
LIST_CONTROLS = frozenset({AFTER, BEFORE, IS_POPUP_VAR, TO_FIELD_VAR})
MOST_COUNTED = FEW
# More rows of a span of days than this are sooner found by reading the list in its order.
MOST_SORTED = 40_000
_COUNTED = "counted_rows"


class StewardChangeList(ChangeList):
    """The rows of one page of a list, and how to come to the next and the one before."""

    refusals: list[str]
    active_filters: list[str]
    page_order: tuple[str, ...]
    filterset: StrictFilterSet

    def get_queryset(self, request: Any, exclude_parameters: Any = None) -> QuerySet[Any]:
        page, self.refusals, self.active_filters = self.model_admin, [], []
        query = {
            name: self.filter_params.pop(name)
            for name in (AFTER, BEFORE)
            if name in self.filter_params
        }
        self.cursor: Any = next(iter(query.items()), None)
        filterset = self.filterset = page.filterset(request)
        self.filter_specs = [FilterForm(filterset, page.admin_site, LIST_CONTROLS)]
        self.has_filters, self.clear_all_filters_qs = True, "?"
        try:
            rows = filterset.rows()
        except UnusableFilter as error:
            self.refusals = error.messages
            rows = filterset.queryset.none()
        else:
            self.active_filters = filterset.in_words()
        self.has_active_filters = bool(self.refusals or self.active_filters)
        if len(query) > 1:
            self.refuse(_("Ask for the rows after one or before one, not both."))
        self.page_order = page.get_page_order(request)
        return self._ordered(rows)

    def refuse(self, message: str) -> None:
        """Show no rows, and say why."""
        self.refusals.append(message)

    def get_results(self, request: Any) -> None:
        size = self.list_per_page
        self.key = self._asked_key()
        if self.refusals:
            found, self.result_count = [], 0
        elif self.filterset.out_of_order():
            found = self._found_first(size + 1)
        else:
            found = self._in_order(size + 1)
        more, found = len(found) > size, found[:size]
        direction = self.cursor[0] if self.cursor else ""
        if direction == BEFORE:
            found.reverse()
        last_in_page = found[-1:] if (more or direction == BEFORE) else []
        first_in_page = found[:1] if (more or direction == AFTER) else []
        self.next_link = self._link(AFTER, last_in_page)
        self.previous_link = self._link(BEFORE, first_in_page) if direction else ""
        self.first_link = self.get_query_string() if direction else ""
        self.result_list = found
        self.full_result_count = self.result_count  # unfold prints both when they differ
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = bool(found)
        self.paginator = KeyPages(size)

    def _in_order(self, size: int) -> list[Any]:
        """The rows of a page that an index has in the order of the list, and their number."""
        rows = self._beside_key(self.queryset)
        counted = {_COUNTED: CountBeside(self._as_far_as_counted())}
        found = list(self._page_first(rows, size).annotate(**counted)[:size])
        self.result_count = self._count(found)
        return found

    def _found_first(self, size: int) -> list[Any]:
        """The rows of a page of which a filter says nothing about their order.

        All that the filters leave is found first, as far as it is counted: then a few rows are put
        in order. Many rows are common ones: the page is read in the order of the list. Which of the
        two is right no database knows: it would sort a million rows, or read them for one.
        """
        above = self.filterset.found_through() if self.page_order == ("area", "id") else ""
        keys = self._first_keys(self.queryset, above)
        self.result_count = len(keys)
        if len(keys) <= MOST_COUNTED:
            return self._page_of(keys, size)
        if above:
            # What lies above is in the order of areas: the first rows below it make the page.
            keys = self._first_keys(self._beside_key(self.queryset), above) if self.key else keys
            found = self._page_of(keys, size)
            if len(keys) <= MOST_COUNTED or (
                len(found) == size and found[-1].area != [*keys.values()][-1]
            ):
                return found
        if self.filterset.by_day.issuperset(self.filterset.out_of_order()):
            keys = dict.fromkeys(self._first_of_days(size))
            if keys:
                return self._page_of(keys, size)
        words = self.filterset.form.cleaned_data.get(SEARCH)
        with reading_by_index() if words else nullcontext():
            return list(self._page_first(self._read_in_order(), size)[:size])

    def _first_of_days(self, size: int) -> list[Any]:
        """Keys of the first rows of some days, put in order in the index of the days alone.

        None where it has so many that the list is sooner read in its order. PostgreSQL sees by
        itself which of the two is right.
        """
        if connection.vendor != "sqlite":
            return []
        rows = self._beside_key(self.queryset).values_list("pk", flat=True)
        # Counted without an order, which would have the whole list read.
        number = rows.order_by()[: MOST_SORTED + 1].count()
        return list(rows[:size]) if number <= MOST_SORTED else []

    def _page_of(self, keys: Iterable[Any], size: int) -> list[Any]:
        """The first of these rows, in the order of the list; nothing else is asked of them."""
        rows = self._ordered(self.filterset.queryset)
        among = self._beside_key(rows.filter(pk__among=[*keys]))
        if len([*keys]) > size:
            # Before anything is joined to them.
            first = among.values_list("pk", flat=True)[:size]
            among = self._beside_key(rows.filter(pk__among=[*first]))
        return list(among[:size])

    def _first_keys(self, rows: QuerySet[Any], above: str) -> dict[Any, Any]:
        """Keys of rows, with their areas where they are found through what lies above them."""
        if not above:
            return dict.fromkeys(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
        order: tuple[str, ...] = (f"{above}__area", f"{above}__pk")
        beside, rows = rows is not self.queryset, self.filterset.asked_above(rows, above)
        if beside:
            side = "gte" if self.cursor[0] == AFTER else "lte"
            rows = rows.filter((f"{above}__area__{side}", self.key[0]))
            order = order if side == "gte" else tuple(f"-{name}" for name in order)
        return dict(rows.order_by(*order).values_list("pk", "area")[: MOST_COUNTED + 1])

    def _read_in_order(self) -> QuerySet[Any]:
        """The rows beside the key, read by the index of the list and asked one by one.

        PostgreSQL knows by itself which conditions are common. SQLite would begin at any index that
        it finds, and sort.
        """
        if connection.vendor != "sqlite" or self.page_order != self.model_admin.page_order:
            return self._beside_key(self.queryset)
        asked = self.queryset.order_by().filter(pk=OuterRef("pk"))
        ordered = self._ordered(self.filterset.rows_in_order())
        return self._beside_key(ordered).filter(Exists(asked))

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.apply_select_related(rows).order_by(*self.page_order)

    def _page_first(self, rows: QuerySet[Any], size: int) -> QuerySet[Any]:
        """On SQLite the page is found by the index of its order, and only then what its rows name:
        joined to all rows, it begins at the far end of many joins, and sorts. PostgreSQL begins
        right by itself, and would join all rows before it looked at these."""
        if connection.vendor != "sqlite":
            return rows
        return rows.filter(pk__in=rows.values("pk")[:size])

    @property
    def count_in_words(self) -> str:
        """The number of rows, counted no further than the cap."""
        number = number_format(min(self.result_count, MOST_COUNTED), force_grouping=True)
        if self.result_count > MOST_COUNTED:
            return _("more than %(number)s") % {"number": number}
        return str(number)

    def _as_far_as_counted(self) -> QuerySet[Any]:
        return self.queryset.order_by().values("pk")[: MOST_COUNTED + 1]

    def _count(self, found: list[Any]) -> int:
        """The rows of the whole list; each row of a page brings the number along."""
        if found:
            return int(getattr(found[0], _COUNTED))
        return 0 if self.refusals or self.cursor is None else self._as_far_as_counted().count()

    def _asked_key(self) -> list[Any]:
        """The key that the page begins or ends at; nothing on the first page."""
        if self.cursor is None:
            return []
        _direction, (text, *_others) = self.cursor
        try:
            ProhibitNullCharactersValidator()(text)
            return [
                self.opts.get_field(name).to_python(part)
                for name, part in zip(self.page_order, text.split(BETWEEN), strict=True)
            ]
        except (ValueError, ValidationError):
            self.refuse(_("This page of the list does not exist. Begin again on the first page."))
            return []

    def _beside_key(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of these rows, those of this page and beyond."""
        if not self.key:
            return rows
        forth = self.cursor[0] == AFTER
        rows = rows.filter(beyond(self.page_order, self.key, "gt" if forth else "lt"))
        return rows if forth else rows.reverse()

    def _link(self, direction: str, rows: Iterable[Any]) -> str:
        for row in rows:
            key = BETWEEN.join(str(getattr(row, name)) for name in self.page_order)
            return self.get_query_string({direction: key})
        return ""


class StrictLists(PageMixin):
    """The list page of a model with a filter set."""

    filterset_class: ClassVar[type[StrictFilterSet]]
    # The columns that order the list, together unique and served by one index.
    page_order: ClassVar[tuple[str, ...]] = ("area", "id")
    list_controls: ClassVar[frozenset[str]] = LIST_CONTROLS

    list_per_page = 100
    list_filter_submit = True
    list_before_template = "foundation/list_before.html"
    list_disable_select_all = True
    show_full_result_count = False
    sortable_by = ()
    date_hierarchy = None
    show_facets = ShowFacets.NEVER
    paginator = UncountedPaginator

    def filterset(self, request: Any) -> StrictFilterSet:
        """The filter set of this request over the rows that its reader sees."""
        data = request.GET.copy()
        for name in LIST_CONTROLS:
            data.pop(name, None)
        return self.filterset_class(data, self.get_queryset(request), reader=request.reader)

    def get_page_order(self, request: Any) -> tuple[str, ...]:
        """The columns that order this list; a queue may have an order of its own."""
        return self.page_order

    def get_changelist(self, request: Any, **options: Any) -> type[ChangeList]:
        return StewardChangeList

    def get_search_fields(self, request: Any) -> tuple[str, ...]:
        return ("q",) if "q" in self.filterset_class.base_filters else ()

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """The search of an autocomplete: the same `q` as that of the list."""
        found = self.filterset_class({"q": search_term}, queryset, reader=request.reader)
        return found.rows().order_by(*self.page_order), False

    def changelist_view(self, request: Any, extra_context: Any = None) -> HttpResponse:
        response: Any = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None) or {}
        if changelist := context.get("cl"):
            context["media"] += changelist.filter_specs[0].media
            context["title"] = self.opts.verbose_name_plural
            if changelist.refusals:
                response.status_code = 400
                response.template_name = "foundation/list_refused.html"
        return response
