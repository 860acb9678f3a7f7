"""Which disbursements: the one filter of list, export and command."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_called
from finance.filters.grants import GrantFilter
from finance.filters.sources import OwnSourceFilter
from finance.filters.tranches import TrancheFilter
from finance.models import Disbursement, Tranche
from finance.models.disbursements import Kind, State
from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet, first_found
from p2kp_site.foundation.lookups import begins
from p2kp_site.foundation.reader import nobody
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter

AWAITING_ME = "awaiting_me"
WITHOUT_LPJ = "days_without_lpj"
TO_DECIDE, TO_SIGN, TO_HAND_OVER, TO_PAY = "decide", "sign", "hand_over", "pay"
QUEUES = (
    (TO_DECIDE, _("to decide on")),
    (TO_SIGN, _("paid on paper, to sign")),
    (TO_HAND_OVER, _("to hand over")),
    (TO_PAY, _("approved, without SP2D")),
)

_BOARD = "tranche__grant__board"
# What is looked for as an exception: nobody asks for all the others, which no index would find.
ONLY = (("true", _("yes")),)


class DisbursementFilterSet(StrictFilterSet):
    """Disbursements by text, place, board, grant, source, year, papers, state and who is asked."""

    in_order: ClassVar[frozenset[str]] = frozenset({"region", "state"})
    by_day: ClassVar[frozenset[str]] = frozenset({"sp2d_on", "lpj_on"})
    through: ClassVar[Mapping[str, str]] = {
        "board": "tranche__grant",
        "grant": "tranche",
        "programme": "tranche__grant",
        "source": "tranche",
        "fiscal_year": "tranche__grant",
    }

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"), field_name="tranche__grant__board")
    grant = GrantFilter(label=_("Ref of the grant"), field_name="tranche__grant")
    tranche = TrancheFilter(label=_("Ref of the tranche"))
    programme = ProgrammeFilter(label=_("Programme"), field_name="tranche__grant__programme")
    source = OwnSourceFilter(label=_("Source"), field_name="tranche__source")
    fiscal_year = YearFilter(label=_("Fiscal year"), field_name="tranche__grant__fiscal_year")
    paid_year = YearFilter(label=_("Paid in"), field_name="sp2d_on", lookup_expr="year")
    paid_in_another_year = django_filters.ChoiceFilter(
        label=_("Paid in another year than the fiscal year"), choices=ONLY,
        method="in_another_year",
    )  # fmt: skip
    kind = AnyOfFilter(label=_("Kind"), choices=Kind.choices, method="of_kind")
    state = AnyOfFilter(label=_("State"), choices=State.choices)
    awaiting_me = django_filters.ChoiceFilter(
        label=_("Waits for me"), choices=QUEUES, method="waits_for_me"
    )
    position = django_filters.CharFilter(
        label=_("Waits for the position"), method="waits_for_a_position"
    )
    is_backlog = django_filters.BooleanFilter(label=_("Paid on paper"))
    is_verified = django_filters.BooleanFilter(
        label=_("Approved or signed"), method="approved_or_not"
    )
    sp2d_number = django_filters.CharFilter(label=_("SP2D number"))
    shared_sp2d = django_filters.ChoiceFilter(
        label=_("SP2D for several boards"), choices=ONLY, method="with_shared_sp2d"
    )
    sp2d_on = django_filters.DateFromToRangeFilter(label=_("SP2D date"))
    lpj_on = django_filters.DateFromToRangeFilter(label=_("LPJ date"))
    days_without_lpj = django_filters.NumberFilter(
        label=_("LPJ missing for so many days"), method="without_lpj", min_value=0,
        max_value=36_500, decimal_places=0,
    )  # fmt: skip
    account_changed = django_filters.BooleanFilter(
        label=_("Account changed after it was handed over"), method="with_another_account"
    )

    class Meta:
        model = Disbursement
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """The rows of exactly this SP2D, LPJ, receipt or reference; else those whose number begins
        so; else those whose board has each word in its name, or at the beginning of its code."""
        # An index over what counter-rows answer knows the receipts.
        receipts = rows.filter(answers__isnull=False)
        number, board = begins("sp2d_number", text) | begins("lpj_number", text), _BOARD
        boards = rows.filter(board_called(text, board))
        found = first_found(
            rows.filter(sp2d_number=text),
            rows.filter(lpj_number=text),
            receipts.filter(receipt_number=text),
            rows.filter(ref=text.upper()),
            rows.filter(number),
            receipts.filter(begins("receipt_number", text)),
            rows.filter(tranche__grant__board__code=text.upper()),
            boards,
        )
        self.searched_through = board if found is boards else ""
        return found

    def of_kind(self, rows: QuerySet[Any], _name: str, kinds: list[str]) -> QuerySet[Any]:
        """Rows of these kinds; counter-rows are few, and have an index of their own."""
        if not kinds:
            return rows
        chosen = rows.filter(kind__in=kinds)
        return chosen if Kind.PAYMENT in kinds else chosen.filter(answers__isnull=False)

    def waits_for_me(self, rows: QuerySet[Any], _name: str, queue: str) -> QuerySet[Any]:
        """The rows that the reader may take further now."""
        reader, every = self.reader or nobody(date.min), rows
        mine: Any = every
        queues = {
            TO_DECIDE: mine.to_decide,
            TO_SIGN: mine.to_sign,
            TO_HAND_OVER: mine.to_hand_over,
            TO_PAY: mine.to_pay,
        }
        waiting: QuerySet[Any] = queues[queue](reader)
        return waiting

    def waits_for_a_position(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """Rows about which the holders of a position are asked; the state is said for its index."""
        return rows.filter(state=State.HANDED_OVER, next_position__code__iexact=code)

    def approved_or_not(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Rows whose chain approved them or that were signed, or the others, by their index."""
        return rows.filter(approved_version__isnull=not wanted)

    def in_another_year(self, rows: QuerySet[Any], _name: str, _yes: str) -> QuerySet[Any]:
        """Payments whose SP2D is of another year than their grant."""
        paid = rows.filter(sp2d_on__isnull=False)
        # Asked of each row, as far as the list is read: PostgreSQL would join all first.
        year = Tranche.objects.filter(pk=OuterRef("tranche")).values("grant__fiscal_year")
        return paid.exclude(sp2d_on__year=Subquery(year))

    def with_shared_sp2d(self, rows: QuerySet[Any], _name: str, _yes: str) -> QuerySet[Any]:
        """Payments whose SP2D pays several boards."""
        payments: Any = rows.filter(sp2d_on__isnull=False)
        found: QuerySet[Any] = payments.filter(payments.sharing_sp2d())
        return found

    def without_lpj(self, rows: QuerySet[Any], _name: str, days: Any) -> QuerySet[Any]:
        """Payments that wait for their LPJ since so many days."""
        payments: Any = rows
        day = self.reader.on if self.reader else date.min
        late: QuerySet[Any] = payments.without_account(on=day, days=int(days))
        return late

    def with_another_account(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Rows on their way whose board has another account now than when they were handed over."""
        sent = rows.filter(state__in=(State.HANDED_OVER, State.APPROVED))
        # Asked of each row: few are on their way, and as a join it would begin with all boards.
        same = Exists(
            Tranche.objects.filter(
                pk=OuterRef("tranche"), grant__board__bank_account_number=OuterRef("account_number")
            )
        )
        return sent.filter(~same if wanted else same)
