"""Counter-rows in files: whether the payments that they answer can be answered so."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Sum

from finance.models import Disbursement
from finance.models.disbursements import OPEN, Kind, State
from finance.resources.money import in_words
from finance.rules.disbursements import Payment, counter_row_refusal
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault


class Answers:
    """The payments that the counter-rows of one file answer, row by row."""

    def __init__(self) -> None:
        # As they stand, less what is on its way already and what earlier rows of the file take.
        self._payments: dict[int, Payment] = {}
        self._kinds: dict[int, str] = {}
        self._receipts: dict[tuple[int, str], int | None] = {}

    def faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """The counter-rows of a slice that are refused, at the cell that is wrong."""
        answering = [
            (row, found.stores["answers_id"])
            for row in rows
            if row.values["kind"] != Kind.PAYMENT and (found := row.found.get("answers_id"))
        ]
        self._look_up({key for _row, key in answering} - self._payments.keys())
        for row, key in answering:
            if self._kinds[key] != Kind.PAYMENT:
                yield row.number, "answers", Fault("answers_a_counter_row")
                continue
            yield from self._taking(row, key)
            yield from self._by_receipt(row, key)

    def _taking(self, row: WouldBe, key: int) -> Iterator[tuple[int, str, Fault]]:
        payment, amount = self._payments[key], row.values["amount"]
        if row.pk:
            payment.answered -= row.changes.get("amount", (amount,))[0]
        refused = counter_row_refusal(row.values["kind"], amount, payment)
        if not refused:
            payment.answered += amount
            return
        left = max(payment.amount - payment.answered - payment.accounted, 0)
        said = {"text": amount, "left": left, "amount": payment.amount}
        column = "answers" if refused in ("answers_nothing", "answers_unpaid") else "amount"
        yield row.number, column, in_words(Fault(refused, said))

    def _by_receipt(self, row: WouldBe, key: int) -> Iterator[tuple[int, str, Fault]]:
        if not (receipt := row.values["receipt_number"]):
            return
        holder = self._receipts.setdefault((key, receipt), row.pk or -row.number)
        if holder != (row.pk or -row.number):
            yield row.number, "receipt_number", Fault("receipt_stands_already")

    def _look_up(self, keys: set[int]) -> None:
        """Payments with their counter-rows that are on their way, in three queries a slice."""
        if not keys:
            return
        others: Any = Disbursement.objects.filter(answers__pk__among=keys).order_by()
        waiting = others.filter(state__in=(*OPEN, State.HANDED_OVER)).values("answers")
        taken: dict[int, int] = defaultdict(int)
        taken |= dict(waiting.annotate(taken=Sum("amount")).values_list("answers", "taken"))
        rows = Disbursement.objects.filter(pk__among=keys).values_list(
            "pk", "kind", "amount", "answered", "accounted_amount", "state"
        )
        for key, kind, amount, answered, accounted, state in rows:
            self._kinds[key] = kind
            self._payments[key] = Payment(amount, answered + taken[key], accounted, state)
        given = others.exclude(state=State.REJECTED).exclude(receipt_number="")
        for pk, answers, receipt in given.values_list("pk", "answers_id", "receipt_number"):
            self._receipts[answers, receipt] = pk
