"""What the acts upon disbursements share: who may, in which order rows are locked, what comes out.

One act is one change set and a fixed number of statements, whatever the number of rows. Tranches
are locked first, in the order of their keys: whoever moves money of a tranche waits there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext as _

from finance.models import Disbursement, Tranche
from finance.models.disbursements import Kind, State
from finance.rules.disbursements import PAID_OUT
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.reader import Reader
from programs.models.activities import total

_READY = ""  # the kind of those that nothing hinders
MEANWHILE = "changed_meanwhile"


class MissingReason(ValueError):
    """A disbursement is returned, rejected or answered only with a reason."""


class MoneyRefused(ValueError):
    """The totals of a tranche do not allow it; the message says why, and nothing was written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did; `reasons` counts the refused rows by kind."""

    done: int
    refused: int
    reasons: Mapping[str, int] = field(default_factory=dict)


def outcome(done: int, reasons: Mapping[str, int]) -> Outcome:
    """The outcome of an act that refused rows for these reasons."""
    return Outcome(done, sum(reasons.values()), dict(reasons))


def refuse_without(by: Reader, *rights: str) -> None:
    """Raise PermissionDenied for somebody without any of these rights."""
    if by.user is None or not any(by.may(right) for right in rights):
        raise PermissionDenied(", ".join(rights))


def lying_where(rows: QuerySet[Any], by: Reader) -> Any:
    """These rows, without the joins and the order of a list, where the reader may write."""
    chosen = rows.order_by().values("pk")
    return Disbursement.objects.filter(pk__in=chosen).writable_by(by)


def lock_tranches(own: Any) -> None:
    """Hold the tranches of these rows until the end of the transaction.

    Not their keys: whoever writes a row asks for the key of its tranche while holding the row, and
    the two would wait for each other.
    """
    Tranche.objects.filter(pk__in=own.values("tranche")).lock(with_keys=False)


def locked(rows: Any) -> Any:
    """These rows, locked, and asked again once locked."""
    rows.lock()
    return Disbursement.objects.filter(pk__in=rows.order_by().values("pk"))


def hindered(rows: Any, hindrances: Mapping[str, Q]) -> dict[str, int]:
    """Of these rows the number by the first hindrance that holds; under "" those without one."""
    cases = [When(condition, then=Value(kind)) for kind, condition in hindrances.items()]
    kind = Case(*cases, default=Value(_READY), output_field=CharField())
    counted = rows.order_by().annotate(hindrance=kind).values("hindrance")
    return dict(counted.annotate(number=Count("pk")).values_list("hindrance", "number"))


def unhindered(rows: Any, hindrances: Mapping[str, Q]) -> Any:
    """The rows that nothing hinders."""
    return rows.annotate(
        hindrance=Case(
            *(When(condition, then=Value(kind)) for kind, condition in hindrances.items()),
            default=Value(_READY),
            output_field=CharField(),
        )
    ).filter(hindrance=_READY)


def told(reasons: Mapping[str, int], also: Mapping[str, int] | None = None) -> dict[str, int]:
    """The reasons of the rows that an act left; without one, somebody was faster."""
    found = dict(reasons)
    ready = found.pop(_READY, 0)
    for kind, number in (also or {}).items():
        found[kind] = found.get(kind, 0) + number
        ready -= number
    if ready > 0:
        found[MEANWHILE] = ready
    return found


def close(change_set: ChangeSet, done: int) -> None:
    """Write the history of what an act did; an act that did nothing leaves nothing behind."""
    if done:
        write_history(Disbursement, change_set, first=True, signed=True)
    else:
        transaction.set_rollback(True)


@contextmanager
def checked_totals() -> Iterator[None]:
    """Turn a refusal of the table into one that a person understands."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise MoneyRefused(
            _("The totals of a tranche or payment do not allow this; nothing was written.")
        ) from error


def reserve(change_set: ChangeSet) -> None:
    """Count what this act approved: in the payments that were answered, and in the tranches."""
    approved = {"state": State.APPROVED, "is_backlog": False}
    moved = Disbursement.objects.filter(change_set=change_set, **approved)
    rows = _rows_of(change_set, **approved)
    against = rows.exclude(kind=Kind.PAYMENT)
    with checked_totals():
        answered = moved.exclude(kind=Kind.PAYMENT).values("answers")
        Disbursement.objects.filter(pk__in=answered).stamp(
            answered=F("answered") + _sum(against, "answers")
        )
        payments = rows.filter(kind=Kind.PAYMENT)
        back = against.filter(answers__state__in=PAID_OUT)
        Tranche.objects.filter(pk__in=moved.values("tranche")).stamp(
            approved=F("approved") + _sum(payments, "tranche") - _sum(against, "tranche"),
            paid=F("paid") - _sum(back, "tranche"),
        )


def count(change_set: ChangeSet, where: Mapping[str, Any], **columns: str) -> None:
    """Add columns of the rows of an act to totals of their tranches: `paid="amount"` to paid."""
    moved = Disbursement.objects.filter(change_set=change_set, **where)
    rows = _rows_of(change_set, **where)
    with checked_totals():
        Tranche.objects.filter(pk__in=moved.values("tranche")).stamp(
            **{name: F(name) + _sum(rows, "tranche", of) for name, of in columns.items()}
        )


def _rows_of(change_set: ChangeSet, **where: Any) -> Any:
    """The rows of an act, to be looked up by their parent.

    Databases would rather take all rows of the act, once for each parent: the sum hides the index.
    """
    act = ExpressionWrapper(F("change_set_id") + Value(0), output_field=BigIntegerField())
    return Disbursement.objects.annotate(act=act).filter(act=change_set.pk, **where)


def _sum(rows: Any, by: str, column: str = "amount") -> Any:
    """The sum of a column over these rows, of the outer row that `by` names."""
    return total(rows.filter(**{by: OuterRef("pk")}), by, column)
