"""Disbursements: money of a tranche on its way to the board, and what answers it."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from communities.scoping import Place, PlaceQuerySet
from finance.fault_messages import told
from finance.models.disbursement_constraints import (
    COUNTED,
    DISBURSEMENT_CONSTRAINTS,
    OPEN,
    Kind,
    State,
)
from finance.models.positions import Position, PositionAssignment, falling_to
from finance.models.tranches import Tranche
from finance.rules.disbursements import disbursement_faults
from p2kp_site.foundation.closing import ClosingRecord, ClosingRows
from p2kp_site.foundation.fields import RupiahField, in_rupiah
from p2kp_site.foundation.lookups import begun_index
from p2kp_site.foundation.reader import Reader

__all__ = ["COUNTED", "OPEN", "Disbursement", "DisbursementQuerySet", "Kind", "State"]

HAND_OVER, DECIDE, VERIFY = (
    f"finance.{verb}_disbursement" for verb in ("hand_over", "decide", "verify")
)
PAY, ACCOUNT = (f"finance.{verb}_disbursement" for verb in ("pay", "account"))


class DisbursementQuerySet(ClosingRows, PlaceQuerySet):  # type: ignore[misc]  # ours come first
    """Questions about disbursements."""

    def payments(self) -> Self:
        """Payments, without the counter-rows."""
        return self.filter(kind=Kind.PAYMENT)

    def counter_rows(self) -> Self:
        """Reversals and returns."""
        return self.exclude(kind=Kind.PAYMENT)

    def counted(self) -> Self:
        """Rows that stand in the totals of their tranche."""
        return self.filter(state__in=COUNTED)

    def verified(self) -> Self:
        """Rows whose chain approved them, and backlog rows that were signed."""
        return self.filter(approved_version__isnull=False)

    def without_account(self, *, on: date, days: int = 0) -> Self:
        """Payments whose LPJ is missing on a day, for at least so many days since their SP2D."""
        waiting = self.filter(state=State.PAID, amount__gt=F("answered"))
        return waiting.filter(sp2d_on__lte=on - timedelta(days=days))

    def with_boards_under_sp2d(self, reader: Reader) -> Self:
        """With `boards_under_sp2d`: for how many boards that the reader sees its SP2D pays."""
        seen = self.model._default_manager.visible_to(reader)
        return self.annotate(boards_under_sp2d=_boards_under_sp2d(seen))

    def sharing_sp2d(self) -> Q:
        """Payments whose SP2D pays another board as well."""
        # Counted row by row, not `Exists`: PostgreSQL would join all rows with all.
        return Q(GreaterThan(_boards_under_sp2d(self.model._default_manager.all()), 1))

    def decided_by(self, user: Any) -> Q:
        """Rows about which this person decided in their present round already."""
        decisions: Any = apps.get_model("finance", "Decision")._default_manager
        own = decisions.filter(disbursement=OuterRef("pk"), round=OuterRef("round"), person=user)
        return Q(Exists(own))

    def to_decide(self, reader: Reader) -> Self:
        """Rows that wait for a decision of this reader, as holder of a position."""
        held = PositionAssignment.objects.held_by(reader)
        if reader.user is None or not reader.may(DECIDE) or not held:
            return self.none()
        waiting = self.writable_by(reader).filter(falling_to(held, "next_position"))
        # Said again, for the index of queues.
        waiting = waiting.filter(state=State.HANDED_OVER)
        return waiting.exclude(maker=reader.user).exclude(self.decided_by(reader.user))

    def to_sign(self, reader: Reader) -> Self:
        """Backlog rows that nobody has signed yet, and that this reader may sign."""
        if reader.user is None or not reader.may(VERIFY):
            return self.none()
        unsigned = self.writable_by(reader).filter(is_backlog=True, approved_version=None)
        return unsigned.exclude(changed_by=reader.user)

    def to_hand_over(self, reader: Reader) -> Self:
        """Rows that were entered or came back."""
        return (
            self.writable_by(reader).filter(state__in=OPEN)
            if reader.may(HAND_OVER)
            else self.none()
        )

    def to_pay(self, reader: Reader) -> Self:
        """Payments that were approved and have no SP2D yet."""
        approved = self.writable_by(reader).filter(
            state=State.APPROVED, kind=Kind.PAYMENT, answered=0
        )
        return approved if reader.may(PAY) else self.none()


def _boards_under_sp2d(rows: Any) -> Subquery:
    """For how many boards the SP2D of the outer row pays, among these rows."""
    same = rows.exclude(sp2d_number="").filter(
        sp2d_number=OuterRef("sp2d_number"), sp2d_on=OuterRef("sp2d_on")
    )
    number = Count("tranche__grant__board", distinct=True)
    return Subquery(same.order_by().values("sp2d_number").annotate(n=number).values("n"))


def _moment(label: Any) -> Any:
    return models.DateTimeField(label, null=True, editable=False)


def _paper(label: Any, **options: Any) -> Any:
    return models.CharField(label, max_length=80, blank=True, **options)


class Disbursement(ClosingRecord, Place):
    """A payment out of a tranche, or a counter-row that answers one: decided on by a chain.

    Amounts are above zero, whatever the kind. `answered` is the running total of the approved
    counter-rows of a payment. A backlog row was paid on paper before the area went live: it has no
    chain and counts into the totals at once, unverified until it is signed.
    """

    area_from: ClassVar[str] = "tranche"
    open_rows = Q(state__in=OPEN)
    guarded: ClassVar[frozenset[str]] = frozenset(
        {
            "state", "round", "next_step", "next_position", "handed_over_version",
            "handed_over_at", "maker", "approved_version", "approved_at", "decision_reason",
            "sp2d_number", "sp2d_on", "lpj_number", "lpj_on", "accounted_amount", "answered",
            "is_backlog", "account_number", "account_changed_on",
        }
    )  # fmt: skip

    tranche = models.ForeignKey(
        Tranche,
        models.PROTECT,
        related_name="disbursements",
        db_index=False,  # the unique key begins with it
        verbose_name=_("tranche"),
    )
    payment_no = models.PositiveSmallIntegerField(
        _("payment number"),
        default=1,
        help_text=_("1, unless the tranche is paid in several parts."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PAYMENT)
    amount = RupiahField(_("amount"), minimum=1)
    answers = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counter_rows",
        db_index=False,  # an index over the few counter-rows serves it
        verbose_name=_("answered payment"),
    )
    reason = models.CharField(_("reason of the counter-row"), max_length=500, blank=True)
    receipt_number = _paper(
        _("receipt number"), help_text=_("Proof that the money went back to the treasury (NTPN).")
    )
    note = models.TextField(_("note"), blank=True)

    state = models.CharField(
        _("state"), max_length=23, choices=State.choices, default=State.ENTERED, editable=False
    )
    is_backlog = models.BooleanField(_("paid on paper"), default=False, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=0, editable=False)
    next_step = models.PositiveSmallIntegerField(_("next step"), null=True, editable=False)
    next_position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,  # asked within a state, which has an index
        verbose_name=_("waits for"),
    )
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("entered by"),
    )
    handed_over_version = models.PositiveIntegerField(
        _("version handed over"), null=True, editable=False
    )
    handed_over_at = _moment(_("handed over at"))
    approved_version = models.PositiveIntegerField(_("version approved"), null=True, editable=False)
    approved_at = _moment(_("approved at"))
    decision_reason = models.CharField(
        _("why it came back"), max_length=500, blank=True, editable=False
    )

    sp2d_number = _paper(_("SP2D number"), editable=False)
    sp2d_on = models.DateField(_("SP2D date"), null=True, editable=False)
    lpj_number = _paper(_("LPJ number"), editable=False)
    lpj_on = models.DateField(_("LPJ date"), null=True, editable=False)
    accounted_amount = RupiahField(_("amount accounted for"), default=0, editable=False)
    answered = RupiahField(_("reversed or returned"), default=0, editable=False)
    account_number = models.CharField(
        _("bank account number"), max_length=40, blank=True, editable=False
    )
    account_changed_on = models.DateField(_("account changed on"), null=True, editable=False)

    objects: ClassVar[Any] = DisbursementQuerySet.as_manager()

    class Meta(ClosingRecord.Meta, Place.Meta):
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        default_permissions: ClassVar[tuple[str, ...]] = (
            *Place.Meta.default_permissions,
            "personal",
            "hand_over",
            "decide",
            "verify",
            "pay",
            "account",
        )
        constraints = DISBURSEMENT_CONSTRAINTS
        indexes = [
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="disbursement_by_area"),
            # Lists and queues of one state: to decide, to pay, without LPJ.
            models.Index(fields=["state", "area", "id"], name="disbursement_by_state"),
            # The page of a payment shows its counter-rows.
            models.Index(
                fields=["answers"],
                condition=Q(answers__isnull=False),
                name="disbursement_answers",
            ),
            # The search box: who has a paper in hand types its number, or how it begins.
            begun_index("sp2d_number", "disbursement_by_sp2d_number"),
            begun_index("lpj_number", "disbursement_by_lpj_number"),
            # The lists of some days or one year, and of all boards under one SP2D.
            models.Index(
                fields=["sp2d_on", "sp2d_number", "area", "id"], name="disbursement_by_sp2d_day"
            ),
            models.Index(fields=["lpj_on", "area", "id"], name="disbursement_by_lpj_day"),
            # The list of what was paid on paper, however little.
            models.Index(
                fields=["area", "id"], condition=Q(is_backlog=True), name="disbursement_backlog"
            ),
            # The lists of what nobody approved or signed yet: few beside what is done.
            models.Index(
                fields=["area", "id"],
                condition=Q(approved_version__isnull=True),
                name="disbursement_unverified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tranche.label}/{self.payment_no}: {in_rupiah(self.amount)}"

    @property
    def is_open(self) -> bool:
        """May the content still change?"""
        return self.state in OPEN

    @property
    def is_signed(self) -> bool:
        """Is it on its way through a chain, so that an edit drops the decisions of the round?"""
        return self.state == State.HANDED_OVER

    @property
    def is_payment(self) -> bool:
        """Is it no counter-row?"""
        return self.kind == Kind.PAYMENT

    @property
    def net(self) -> int:
        """What is left of a payment after its counter-rows."""
        return self.amount - self.answered

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        paid = self.answers
        faults = disbursement_faults(
            vars(self),
            answered_kind=paid.kind if paid else None,
            answered_tranche=paid.tranche_id if paid else None,
        )
        if errors := {column: told(fault) for column, fault in faults}:
            raise ValidationError(errors)
