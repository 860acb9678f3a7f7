"""The money of the story, from the agreement to the account, by the services that pages use."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from finance.decision_words import refused_in_words
from finance.models import Disbursement, Expenditure, Grant, Tranche
from finance.models.decisions import Action
from finance.services.counter_rows import give_back
from finance.services.decisions import decide
from finance.services.disbursement_acts import Outcome
from finance.services.disbursements import account, hand_over, pay
from finance.services.grants import make_tranches
from finance.services.totals import differences
from p2kp_site.demo.chapters import STEWARD
from p2kp_site.demo.money_chapters import (
    AGREED,
    ALL,
    CHAIN,
    GIVEN_BACK,
    PAYMENTS,
    SPENDERS,
    SPENT,
    SPLIT,
    TREASURER,
    YEAR,
    Payments,
)
from p2kp_site.demo.office import StoryWentWrong, on_the_day, reader_named
from p2kp_site.foundation.models.change_sets import Door, open_change_set

_HELD_UP = {"account_missing": 1}


@transaction.atomic
def move_money() -> bool:
    """Split the grants, pay their tranches and account for them; once only.

    Returns whether there was anything to do. Raises StoryWentWrong.
    """
    if Disbursement.objects.filter(tranche__grant__agreement_number__startswith=AGREED).exists():
        return False
    _split()
    for payments in PAYMENTS:
        _play(payments)
    _spend()
    _check_what_was_played()
    return True


def check_totals() -> None:
    """Raise StoryWentWrong where a running total is not what its rows come to."""
    if found := differences():
        raise StoryWentWrong(_("Totals of money differ: %(what)s") % {"what": found})


def states_in_words() -> str:
    """How many disbursements of the story stand where."""
    rows = _of_the_story(Disbursement.objects.all(), "tranche__grant__")
    counted = Counter(row.get_state_display() for row in rows.order_by("pk"))
    return ", ".join(f"{number} {state}" for state, number in counted.items())


def _of_the_story(rows: Any, to_grant: str) -> Any:
    return rows.filter(**{f"{to_grant}agreement_number__startswith": AGREED})


def _split() -> None:
    """The steward has the tranches made, of all grants but the last."""
    by = reader_named(STEWARD)
    numbers = [f"{AGREED}{board:02d}" for board in SPLIT]
    grants = Grant.objects.filter(agreement_number__in=numbers).order_by("agreement_number")
    for grant in grants.select_related("board", "programme"):
        make_tranches(grant, by=by.user, at=timezone.now())


def _tranche(board: int, number: int, source: str) -> Tranche:
    found = Tranche.objects.select_related("grant", "grant__board")
    keys = {"grant__agreement_number": f"{AGREED}{board:02d}"}
    tranche: Tranche = found.get(number=number, source__code=source, **keys)
    return tranche


def _workdays(day: date) -> Iterator[date]:
    """The working days after a day."""
    while True:
        day += timedelta(days=1)
        if day.isoweekday() < 6:
            yield day


def _done(outcome: Outcome, number: int) -> None:
    if outcome.done != number or outcome.refused:
        raise StoryWentWrong(refused_in_words(outcome) or f"{outcome.done} ≠ {number}")


def _play(payments: Payments) -> None:
    """Enter the payments of one tranche, and take them as far as the story has them."""
    tranches = [_tranche(one, payments.tranche, payments.source) for one in payments.boards]
    rows = _rows(_enter(tranche, payments.begun_on) for tranche in tranches)
    days = _workdays(payments.begun_on)
    if payments.is_held_up:
        day = next(days)
        outcome = hand_over(rows, by=reader_named(STEWARD, day), **on_the_day(day))
        if outcome.reasons != _HELD_UP:
            raise StoryWentWrong(refused_in_words(outcome) or _("Money went on too early."))
        return
    _decide(rows, days, payments.approvals, payments.returned_because)
    if payments.sp2d:
        number, on = payments.sp2d
        by = reader_named(TREASURER, on)
        _done(pay(rows, sp2d_number=number, sp2d_on=on, by=by, **on_the_day(on)), len(tranches))
    for tranche in tranches:
        board = int(tranche.grant.agreement_number.removeprefix(AGREED))
        if (board, payments.tranche) == (GIVEN_BACK.board, GIVEN_BACK.tranche):
            _give_back(rows.get(tranche=tranche))
        if lpj_on := payments.lpj_on.get(board):
            _account(rows.filter(tranche=tranche), board, lpj_on)


def _rows(stored: Iterator[Disbursement]) -> Any:
    return Disbursement.objects.filter(pk__in=[row.pk for row in stored])


def _enter(tranche: Tranche, day: date) -> Disbursement:
    by = reader_named(STEWARD, day).user
    row = Disbursement(tranche=tranche, payment_no=1, amount=tranche.amount, note="Data contoh")
    row.full_clean()
    row.save(change_set=open_change_set(by=by, **on_the_day(day)))
    return row


def _decide(rows: Any, days: Iterator[date], approvals: int, returned_because: str = "") -> None:
    """Hand the rows over, and let so many positions approve them, each on a day of its own."""
    number, day = rows.count(), next(days)
    _done(hand_over(rows, by=reader_named(STEWARD, day), **on_the_day(day)), number)
    for place, (_code, _name, username) in enumerate(CHAIN[: approvals + 1]):
        day = next(days)
        facts = {"action": Action.APPROVE, "by": reader_named(username, day), **on_the_day(day)}
        if place == approvals:
            if returned_because:
                facts.update(action=Action.RETURN, reason=returned_because)
                _done(decide(rows, **facts), number)
            return
        _done(decide(rows, **facts), number)


def _give_back(payment: Disbursement) -> None:
    """A part of the money goes back to the treasury: a row of its own, through the same chain."""
    told = GIVEN_BACK
    row = give_back(
        payment,
        amount=told.amount,
        receipt_number=told.receipt,
        reason=told.reason,
        by=reader_named(STEWARD, told.on),
        **on_the_day(told.on),
    )
    _decide(_rows(iter([row])), _workdays(told.on), ALL)


def _account(rows: Any, board: int, day: date) -> None:
    number = f"CONTOH/LPJ/{day.year}/{board:02d}"
    by = reader_named(TREASURER, day)
    _done(account(rows, lpj_number=number, lpj_on=day, by=by, **on_the_day(day)), 1)


def _spend() -> None:
    """Boards show on what they spent their first tranche, one piece of evidence each."""
    by = reader_named(STEWARD).user
    act = open_change_set(by=by, at=timezone.now(), door=Door.COMMAND, why="Data contoh")
    for board, pieces in SPENDERS.items():
        tranche = _tranche(board, 1, "APBN")
        spendable = tranche.paid
        for number, (what, where, percent) in enumerate(SPENT[:pieces], 1):
            row = Expenditure(
                board=tranche.grant.board,
                fiscal_year=YEAR,
                evidence_number=f"CONTOH/BKT/{board:02d}/{number}",
                spent_on=date(YEAR, 6, 10 * number - 1),
                amount=spendable * percent // 100,
                tranche=tranche,
                payee=where,
                description=what,
            )
            row.full_clean()
            row.save(change_set=act)


def _check_what_was_played() -> None:
    """The totals of the tranches against the particulars of the story, counted apart."""
    share = {
        (p.tranche, p.source, b): _tranche(b, p.tranche, p.source).amount
        for p in PAYMENTS
        for b in p.boards
    }
    back = GIVEN_BACK.amount
    whole = [p for p in PAYMENTS if p.approvals == ALL and not p.is_held_up]
    approved = sum(share[p.tranche, p.source, b] for p in whole for b in p.boards) - back
    paid = sum(share[p.tranche, p.source, b] for p in whole if p.sp2d for b in p.boards) - back
    accounted = sum(share[p.tranche, p.source, b] for p in whole for b in p.lpj_on) - back
    told = _of_the_story(Tranche.objects.all(), "grant__").aggregate(
        *(Sum(name) for name in ("amount", "approved", "paid", "accounted"))
    )
    granted = _of_the_story(Grant.objects.exclude(tranched=0), "").aggregate(Sum("amount"))
    wanted = (granted["amount__sum"], approved, paid, accounted)
    if tuple(told.values()) != wanted:
        raise StoryWentWrong(f"{told} ≠ {wanted}")
