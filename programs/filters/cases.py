"""Which cases: the one filter of list, export and command."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter, OwnAreaFilter
from communities.filters.of_boards import BoardFilter
from communities.filters.slum_area_parts import SlumAreaFilter
from communities.models import Board
from p2kp_site.foundation.filters import AnyOfFilter, GivenFilter, StrictFilterSet
from p2kp_site.foundation.reader import nobody
from programs.filters.activities import PlanFilter, RefField
from programs.filters.years import YearFilter
from programs.models import Case, CaseStage, CaseTerm, CaseType, ReminderMail, Work
from programs.models.case_constraints import (
    HandlingLevel,
    Nature,
    Priority,
    Scope,
    open_on,
    overdue_on,
)
from programs.models.cases import PERSONAL

DESK = "desk"
MINE, OPEN, OVERDUE, UNASSIGNED, TO_CHECK, MINE_TO_CHECK, REMINDED, UNCERTAIN = (
    "mine", "open", "overdue", "unassigned", "to_check", "check", "reminded", "uncertain",
)  # fmt: skip  # names as running text
# The queues of which an index has the rows in the order of the list.
IN_ORDER = frozenset({MINE, OPEN, UNASSIGNED, TO_CHECK, MINE_TO_CHECK})
QUEUES = (
    (MINE, _("assigned to me")),
    (OPEN, _("in process")),
    (OVERDUE, _("overdue")),
    (UNASSIGNED, _("assigned to nobody")),
    (TO_CHECK, _("waiting for a second person")),
    (MINE_TO_CHECK, _("whose outcome I may check")),
    (REMINDED, _("of which I was reminded")),
    (UNCERTAIN, _("whose reminder may not have arrived")),
)


class TypeFilter(django_filters.ModelMultipleChoiceFilter):
    """Cases of some types, by their codes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options = {"field_name": "type__code", "to_field_name": "code", **options}
        super().__init__(*args, queryset=CaseType.objects.none(), distinct=False, **options)

    def get_queryset(self, request: Any) -> QuerySet[CaseType]:
        """The types that the reader of the filter set may see."""
        rows: Any = CaseType.objects.visible_to(self.parent.reader or nobody(date.min))
        types: QuerySet[CaseType] = rows.order_by("code")
        return types


class AboutBoardFilter(BoardFilter):
    """Cases about a board, its plans or its works."""

    def filter(self, qs: QuerySet[Any], value: Board | None) -> QuerySet[Any]:
        # The stubs do not know what our query sets and fields answer.
        found: QuerySet[Any] = qs.of_board(value) if value else qs  # type: ignore[attr-defined]
        return found


class WorkFilter(django_filters.ModelChoiceFilter):
    """Cases about one work."""

    field_class = RefField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=Work.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Work]:
        """The works that the reader of the filter set may see."""
        rows: QuerySet[Work] = Work.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows


class CaseFilterSet(StrictFilterSet):
    """Cases by text, place, type, stage, person, days, what they are about and what they are."""

    in_order: ClassVar[frozenset[str]] = StrictFilterSet.in_order | {"level", "priority"}
    by_day: ClassVar[frozenset[str]] = frozenset({"received_on", "closed_on", "due_on"})

    q = django_filters.CharFilter(label=_("Search"), method="search")
    desk = django_filters.ChoiceFilter(label=_("Desk"), choices=QUEUES, method="on_the_desk")
    region = AreaFilter(label=_("Region"))
    region_itself = OwnAreaFilter(label=_("Region itself, without what lies below it"))
    type = TypeFilter(label=_("Type"))
    stage = django_filters.CharFilter(label=_("Code of the stage"), method="in_stage")
    is_done = GivenFilter(
        label=_("Done"),
        field_name="closed_on",
    )
    is_checked = GivenFilter(
        label=_("Outcome checked"), field_name="outcome_checked_by",
    )  # fmt: skip  # a call, its options side by side
    level = AnyOfFilter(label=_("Handling level"), choices=HandlingLevel.choices)
    priority = AnyOfFilter(label=_("Priority"), choices=Priority.choices)
    board = AboutBoardFilter(label=_("Board code"))
    plan = PlanFilter(label=_("Ref of the plan"))
    work = WorkFilter(label=_("Ref of the work"))
    slum_area = SlumAreaFilter(label=_("Ref of the slum area"))
    nature = AnyOfFilter(label=_("Nature"), choices=Nature.choices)
    scope = AnyOfFilter(label=_("Scope"), choices=Scope.choices)
    channel = django_filters.CharFilter(label=_("Code of the channel"), method="by_term")
    theme = django_filters.CharFilter(label=_("Code of the theme"), method="by_term")
    year = YearFilter(label=_("Received in"), field_name="received_on", lookup_expr="year")
    received_on = django_filters.DateFromToRangeFilter(label=_("Received on"))
    closed_on = django_filters.DateFromToRangeFilter(label=_("Closed on"))
    due_on = django_filters.DateFromToRangeFilter(label=_("Due on"))
    open_on = django_filters.DateFilter(label=_("In process on"), method="open_then")
    overdue_on = django_filters.DateFilter(label=_("Overdue on"), method="overdue_then")

    class Meta:
        model = Case
        fields: list[str] = []

    def has_in_order(self, name: str, value: Any) -> bool:
        """Of the desk some queues; of the stages those whose code only one type has."""
        if name == "stage":
            return len(self.stages_asked) == 1
        return value in IN_ORDER if name == DESK else super().has_in_order(name, value)

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """The cases of exactly this number, in the system or the register, or reference; else each
        word in title or description, or in a name for whom may see it."""
        # Numbers are in capitals: asked as they stand, an index has them.
        exact = (Q(number=text.upper()), Q(register_number=text), Q(ref=text.upper()))
        for one in exact:
            # One after the other: each by its own index.
            if (found := rows.filter(one)).exists():
                return found
        people = self.reader is not None and self.reader.may(PERSONAL)
        for word in text.split():
            said = Q(title__icontains=word) | Q(description__icontains=word)
            said |= Q(number__istartswith=word) | Q(register_number__istartswith=word)
            if people:
                said |= Q(reporter_name__icontains=word) | Q(accused_name__icontains=word)
            rows = rows.filter(said)
        return rows

    def on_the_desk(self, rows: QuerySet[Any], _name: str, queue: str) -> QuerySet[Any]:
        """The cases of a queue of the reader's desk."""
        return queue_of(queue, rows, self.reader or nobody(date.min))

    @cached_property
    def stages_asked(self) -> list[int]:
        """The keys of the stages with the code that is asked for, of whatever type."""
        stages = CaseStage.objects.filter(code__iexact=self.form.cleaned_data["stage"])
        return list(stages.values_list("pk", flat=True))

    def in_stage(self, rows: QuerySet[Any], _name: str, _code: str) -> QuerySet[Any]:
        """Cases in the stages with this code, of whatever type."""
        return rows.filter(stage__in=self.stages_asked)

    def open_then(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """Cases that were in process at the end of a day."""
        return rows.filter(open_on(day))

    def overdue_then(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """Cases that were in process at the end of a day, by their due day too long."""
        return rows.filter(overdue_on(day))

    def by_term(self, rows: QuerySet[Any], name: str, code: str) -> QuerySet[Any]:
        """Complaints that name this channel or theme."""
        terms = CaseTerm.objects.filter(kind=name, code__iexact=code)
        return rows.filter(**{f"{name}__in": list(terms.values_list("pk", flat=True))})


def queue_of(queue: str, rows: Any, reader: Any) -> QuerySet[Any]:
    """Of these cases the ones that stand in a queue of this reader."""
    if queue == MINE:
        found = rows.assigned_to(reader.user) if reader.user else rows.none()
    elif queue == OVERDUE:
        found = rows.overdue(on=reader.on)
    elif queue == UNASSIGNED:
        found = rows.unassigned()
    elif queue == TO_CHECK:
        found = rows.to_check()
    elif queue == MINE_TO_CHECK:
        found = rows.checkable_by(reader)
    elif queue == REMINDED:
        mails = ReminderMail.objects.standing().filter(user=reader.user)
        found = rows.open_cases().filter(pk__in=mails.cases()) if reader.user else rows.none()
    elif queue == UNCERTAIN:
        mails = ReminderMail.objects.standing().uncertain(at=timezone.now())
        found = rows.open_cases().filter(pk__in=mails.cases())
    else:
        found = rows.open_cases()
    chosen: QuerySet[Any] = found
    return chosen
