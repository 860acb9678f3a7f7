"""What no file does: change what was decided on, and pay what the chain pays."""

from collections.abc import Iterator, Sequence
from datetime import date

from finance.models import Disbursement
from finance.models.disbursements import Kind
from finance.rules.disbursements import paid_on_paper_faults, standing_fault
from finance.services.backlog import GoLiveDays
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault

_PAPERS = ("sp2d_number", "sp2d_on", "lpj_number", "lpj_on", "accounted_amount")
# What a draft may have changed by a file while it answers another row.
_FREE = ("reason", "receipt_number", "note", "amount")


def standing_rows(rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
    """Rows that are no drafts any more stand as they are, at each cell that would change them."""
    changed = {row.pk: row for row in rows if row.pk}
    standing = Disbursement.objects.filter(pk__among=set(changed))
    for pk, state, kind in standing.values_list("pk", "state", "kind"):
        row = changed[pk]
        whole = standing_fault(state)
        for column in row.changes:
            if whole:
                yield row.number, column, whole
            elif column in _PAPERS:
                yield row.number, column, Fault("draft_is_paid_on_its_page")
            elif column in ("kind", "answers") or (kind != Kind.PAYMENT and column not in _FREE):
                yield row.number, column, Fault("counter_row_stays")


def outside_backlog(
    rows: Sequence[WouldBe], went_live: GoLiveDays
) -> Iterator[tuple[int, str, Fault]]:
    """New rows that were paid, and not before their area went live."""
    for row in rows:
        tranche = row.found.get("tranche_id")
        if row.pk is None and row.values["sp2d_on"] and tranche:
            day = date.fromisoformat(row.values["sp2d_on"])
            on = went_live.of_area(tranche.stores["area"])
            for column, fault in paid_on_paper_faults(day, on):
                yield row.number, column, fault
