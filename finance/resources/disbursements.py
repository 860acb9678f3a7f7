"""Disbursements as a dataset: drafts for the chain, and what was paid on paper before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.resources.of_boards import (
    board_column,
    board_name_column,
    district_column,
    village_column,
)
from communities.resources.places import PlaceDataset
from communities.resources.signoffs import DayOf
from finance.filters.disbursements import DisbursementFilterSet
from finance.models import Disbursement
from finance.models.disbursements import Kind, State
from finance.resources import of_grants as grants
from finance.resources.counter_rows import Answers
from finance.resources.lookups import PAYMENT, TRANCHE
from finance.resources.money import MoneyRules, in_words
from finance.resources.standing import outside_backlog, standing_rows
from finance.rules.disbursements import disbursement_faults, paper_faults
from finance.services.backlog import GoLiveDays
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column
from p2kp_site.exchange.totals import Total
from p2kp_site.foundation.reader import Reader

TRANCHE_COLUMNS = (*grants.GRANT_COLUMNS, "tranche_number", "tranche_source")
_OPTIONAL = (*grants.GRANT_OPTIONAL, "tranche_source")
# What offices write in place of a label.
KIND_WORDS = {
    "Pencairan": Kind.PAYMENT.value,
    "Pembayaran": Kind.PAYMENT.value,
    "Pembatalan": Kind.REVERSAL.value,
    "Pengembalian": Kind.RETURN.value,
}
_BY_THE_CHAIN = _("What people did in the system; a file does not decide.")
_ON_PAPER = _("Only of what was paid before the area went live; empty for a draft.")


def _over_tranche(amount: int, left: int) -> Fault:
    return in_words(Fault("over_tranche_total", {"text": amount, "left": left}))


@register
class DisbursementDataset(MoneyRules, PlaceDataset):
    """Payments out of tranches, and the reversals and returns that answer them.

    A row with SP2D was paid on paper before its area went live: it counts at once. Any other comes
    in as a draft, and takes the chain. What was handed over, approved or paid no file changes.
    """

    slug = "disbursements"
    title = _("Disbursements")
    model = Disbursement
    filterset_class = DisbursementFilterSet
    period = _("Paid: SP2D date; accounted for: LPJ date.")
    links = (
        Link(TRANCHE, TRANCHE_COLUMNS, optional=_OPTIONAL),
        Link(PAYMENT, (*TRANCHE_COLUMNS, "answers"), shared=TRANCHE_COLUMNS, optional=_OPTIONAL),
    )
    totals = (
        Total("tranche_id", "approved", counted="is_backlog", limit="amount", over=_over_tranche),
        Total("tranche_id", "paid", counted="is_backlog"),
        Total("tranche_id", "accounted", amount="accounted_amount", counted="is_backlog"),
    )
    contested = ("tranche_approved_paid_accounted", "disbursement_receipt_once")
    implied = ("state", "is_backlog")

    ref = ref_column()
    board = board_column("tranche__grant__board")
    board_name = board_name_column("tranche__grant__board")
    village = village_column("tranche__grant__board")
    district = district_column("tranche__grant__board")
    programme = grants.programme_column("tranche__grant")
    fiscal_year = grants.year_column("tranche__grant")
    grant_number = grants.grant_number_column("tranche__grant")
    tranche_number = Column(
        _("Tranche"),
        "ordinal",
        source="tranche__number",
        key=True,
        required=True,
        width=10,
        synonyms=("Tahap", "Termin", "Tahap ke", "Termin ke"),
    )
    tranche_source = Column(
        _("Source of the tranche"),
        "code",
        source="tranche__source__code",
        key=True,
        width=16,
        synonyms=("Sumber Dana Tahap", "Sumber Dana", "Sumber"),
        help_text=_("May be left out where one source pays the tranche."),
    )
    payment_no = Column(
        _("Payment number"),
        "count",
        key=True,
        width=10,
        synonyms=("Nomor Pembayaran", "Pembayaran ke", "Pencairan ke"),
        help_text=_("1, unless the tranche is paid in several parts."),
    )
    kind = Column(
        _("Kind of row"),
        "choice",
        defaulted=True,
        width=16,
        synonyms=("Jenis", "Jenis Baris"),
        help_text=_("Left empty, a new row is a payment."),
    )
    amount = Column(
        _("Amount of the payment"),
        "rupiah",
        required=True,
        width=20,
        synonyms=("Jumlah", "Jumlah (Rp)", "Nilai", "Nilai SP2D", "Jumlah Pencairan", "Amount"),
        help_text=_("Above zero, whatever the kind."),
    )
    answers = Column(
        _("Answered payment"),
        "count",
        source="answers__payment_no",
        width=12,
        synonyms=("Menjawab Pembayaran", "Atas Pembayaran ke"),
        help_text=_("Payment number, in the same tranche, of what is reversed or given back."),
    )
    reason = Column(
        _("Reason"), width=30, synonyms=("Alasan",), help_text=_("Of a reversal or return.")
    )
    receipt_number = Column(
        _("Receipt number"),
        width=20,
        synonyms=("NTPN", "Nomor NTPN", "Bukti Setor"),
        help_text=_("Proof that the money went back to the treasury (NTPN)."),
    )
    sp2d_number = Column(
        _("SP2D number"),
        width=24,
        synonyms=("No. SP2D", "Nomor SP2D", "SP2D"),
        help_text=_ON_PAPER,
    )
    sp2d_on = Column(
        _("SP2D date"),
        "date",
        width=14,
        synonyms=("Tgl SP2D", "Tgl. SP2D", "Tanggal SP2D"),
        help_text=_ON_PAPER,
    )
    lpj_number = Column(
        _("LPJ number"), width=24, synonyms=("No. LPJ", "Nomor LPJ"), help_text=_ON_PAPER
    )
    lpj_on = Column(
        _("LPJ date"),
        "date",
        width=14,
        synonyms=("Tgl LPJ", "Tgl. LPJ", "Tanggal LPJ"),
        help_text=_ON_PAPER,
    )
    accounted_amount = Column(
        _("Amount accounted for"),
        "rupiah",
        defaulted=True,
        width=20,
        synonyms=("Jumlah LPJ", "Nilai LPJ"),
        help_text=_ON_PAPER,
    )
    note = note_column()
    state = Column(_("State"), "choice", compared=True, width=18, help_text=_BY_THE_CHAIN)
    is_backlog = Column(
        _("Paid on paper"), "yes_no", compared=True, width=12, help_text=_BY_THE_CHAIN
    )
    round = Column(
        _("Round of decisions"), "count", compared=True, width=10, help_text=_BY_THE_CHAIN
    )
    approved_on = DayOf(
        _("Approved in the system on"),
        "date",
        source="approved_at",
        compared=True,
        width=14,
        help_text=_BY_THE_CHAIN,
    )
    answered = Column(
        _("Reversed or returned"), "rupiah", compared=True, width=20, help_text=_BY_THE_CHAIN
    )
    account_number = Column(
        _("Bank account number"),
        compared=True,
        personal=True,
        width=20,
        help_text=_("The account of the board as it was copied when the row was handed over."),
    )

    def __init__(self, reader: Reader | None = None, **options: Any) -> None:
        super().__init__(reader, **options)
        self._answers = Answers()
        self._went_live: GoLiveDays | None = None

    def reader_options(self, column: Column) -> dict[str, Any]:
        options = super().reader_options(column)
        if column.name == "kind":
            options["choices"] = {**KIND_WORDS, **options["choices"]}
        return options

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        for column, fault in super().row_faults(values):
            negative = (column, fault.kind) == ("amount", "negative_amount")
            yield column, Fault("negative_disbursement", fault.params) if negative else fault

    def own_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        typed = {**values, "answers_id": values["answers"], "tranche_id": None}
        yield from disbursement_faults(typed, answered_kind=Kind.PAYMENT, answered_tranche=None)
        today = self.reader.on.isoformat() if self.reader else ""
        yield from paper_faults(values, today=today)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """What stands, what is paid on paper, and what answers a payment."""
        yield from standing_rows(rows)
        yield from outside_backlog(rows, self._days())
        yield from self._answers.faults(rows)

    def implied_by(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """A new row with an SP2D was paid on paper; any other is a draft."""
        state = State.ENTERED
        if values["sp2d_on"]:
            state = State.ACCOUNTED if values["lpj_on"] else State.PAID
        return {"state": state.value, "is_backlog": state != State.ENTERED}

    def premises(self) -> str:
        """The go-live days: what was paid on paper by them is another thing by others."""
        return str(self._days())

    def _days(self) -> GoLiveDays:
        if self._went_live is None:
            self._went_live = GoLiveDays()
        return self._went_live
