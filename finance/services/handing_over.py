"""Disbursements begin a round of decisions: the chain in force is copied onto them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from communities.models import Board
from finance.models import Chain, ChainStep, Disbursement, DisbursementStep, Tranche
from finance.models.disbursements import COUNTED, HAND_OVER, Kind, State
from finance.rules.disbursements import PAID_OUT
from finance.services.disbursement_acts import (
    Outcome,
    close,
    hindered,
    lock_tranches,
    locked,
    lying_where,
    outcome,
    refuse_without,
    told,
    unhindered,
)
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.records import StaleRecord

# What is not handed over yet, as every service leaves it.
UNSENT: dict[str, Any] = {
    "next_step": None,
    "next_position": None,
    "handed_over_version": None,
    "handed_over_at": None,
}
_DONE = {
    "handed_over_already": Q(state=State.HANDED_OVER),
    "approved_already": Q(state=State.APPROVED),
    "paid_already": Q(state=State.PAID),
    "accounted_already": Q(state=State.ACCOUNTED),
    "rejected": Q(state=State.REJECTED),
}


def hand_over(rows: QuerySet[Any], *, by: Reader, at: datetime, door: Door) -> Outcome:
    """Begin a round of decisions about these rows, by the chain in force on that day.

    The steps that apply to the amount and the board's account are copied. Rows that cannot begin
    one are refused and counted. Raises PermissionDenied without the right.
    """
    refuse_without(by, HAND_OVER)
    chain, steps = _chain_on(timezone.localdate(at))
    own, kinds = lying_where(rows, by), _hand_over_hindrances(chain, steps)
    with transaction.atomic():
        change_set = open_change_set(by=by.user, at=at, door=door)
        lock_tranches(own)
        begun = locked(unhindered(own, kinds)).stamp(
            state=State.HANDED_OVER,
            round=F("round") + 1,
            handed_over_version=F("version"),
            handed_over_at=at,
            maker=F("changed_by"),
            decision_reason="",
            change_set=change_set,
            **_first_step(steps),
            **_account(),
        )
        if begun:
            _copy_steps(change_set, steps)
        reasons = told(hindered(own.exclude(change_set=change_set), kinds))
        close(change_set, begun)
    return outcome(begun, reasons)


def take_back(row: Disbursement, *, change_set: ChangeSet) -> None:
    """Take a row out of its round of decisions, because its content is about to be written.

    In the transaction of the write and right before it; the next hand-over opens a new round.
    Raises StaleRecord when the row was changed or approved since it was read.
    """
    values = {**UNSENT, "state": State.ENTERED, "change_set": change_set}
    standing = Disbursement.objects.filter(
        pk=row.pk, version=row.version, state=State.HANDED_OVER, round=row.round
    )
    if not standing.stamp(**values):
        raise StaleRecord(row)
    row.refresh_from_db(fields=[name.removesuffix("_id") for name in ("state", *UNSENT)])


def _chain_on(day: date) -> tuple[Chain | None, list[ChainStep]]:
    chain = Chain.objects.in_force_on(day)
    steps = chain.steps.order_by("number") if chain else ()
    return chain, list(steps)


def _hand_over_hindrances(chain: Chain | None, steps: Sequence[ChainStep]) -> dict[str, Q]:
    """Why a row does not begin a round of decisions, by kind, the first that holds."""
    payment, nothing = Q(kind=Kind.PAYMENT), Q(pk__in=[])
    left = F("tranche__amount") - F("tranche__approved")
    rest = F("answers__amount") - F("answers__answered")
    kinds = {**_DONE}
    least = min((step.minimum_amount for step in steps), default=None)
    kinds["no_chain"] = ~nothing if least is None else Q(amount__lt=least)
    if chain is not None and chain.needs_account_before:
        before = Tranche.objects.with_open_account_before().filter(
            pk=OuterRef("tranche"), has_open_account_before=True
        )
        kinds["account_missing"] = payment & Q(Exists(before))
    kinds["over_tranche"] = payment & Q(amount__gt=left)
    kinds["answers_nothing"] = ~payment & ~Q(
        answers__kind=Kind.PAYMENT, answers__tranche=F("tranche"), answers__state__in=COUNTED
    )
    kinds["answers_unpaid"] = Q(kind=Kind.RETURN) & ~Q(answers__state__in=PAID_OUT)
    kinds["not_whole"] = Q(kind=Kind.REVERSAL) & ~Q(amount=F("answers__amount"))
    kinds["over_payment"] = ~payment & Q(amount__gt=rest)
    kinds["below_accounted"] = ~payment & Q(amount__gt=rest - F("answers__accounted_amount"))
    return kinds


def _first_step(steps: Sequence[ChainStep]) -> dict[str, Any]:
    """The first step that applies to the amount of the row, and its position."""

    def first(column: str) -> Case:
        whens = [
            When(amount__gte=step.minimum_amount, then=Value(getattr(step, column)))
            for step in steps
        ]
        return Case(*whens, default=None, output_field=PositiveSmallIntegerField())

    return {"next_step": first("number"), "next_position": first("position_id")}


def _account() -> dict[str, Any]:
    """The account of the row's board as it stands, and the day on which it became that."""
    past: Any = Board.history.model.objects
    own = past.filter(id=OuterRef("pk"))
    others = own.exclude(bank_account_number=OuterRef("bank_account_number"))
    last_other = Subquery(others.order_by("-history_id").values("history_id")[:1])
    since = own.filter(history_id__gt=OuterRef("last_other")).order_by("history_id")
    changed = Subquery(since.values(day=TruncDate("history_date"))[:1], output_field=DateField())
    board = Board.objects.filter(grants__tranches=OuterRef("tranche"))
    board = board.annotate(last_other=last_other).annotate(account_changed_on=changed)
    return {
        "account_number": Coalesce(Subquery(board.values("bank_account_number")[:1]), Value("")),
        "account_changed_on": Subquery(board.values("account_changed_on")[:1]),
    }


def _copy_steps(change_set: ChangeSet, steps: Sequence[ChainStep]) -> None:
    """Copy the steps that apply to the amounts of the rows that this act handed over."""
    begun = Disbursement.objects.filter(change_set=change_set).order_by("pk")
    # Read to the end first: nothing can be asked while rows go in.
    rows = list(begun.values_list("pk", "round", "amount"))
    insert_rows(
        DisbursementStep,
        ("disbursement_id", "round", "number", "position_id"),
        (
            (key, round_, step.number, step.position_id)
            for key, round_, amount in rows
            for step in steps
            if amount >= step.minimum_amount
        ),
    )
