"""A draft that came back from the chain, and payments on paper of the time before go-live."""

from finance.models import Disbursement, GoLive
from tests.exchange.contract.world import World
from tests.finance.builders_disbursements import (
    make_backlog,
    make_disbursement,
    make_go_live,
    rows_of,
)

CHANGE = "note"


def make(world: World) -> list[Disbursement]:
    """Of Rp 10 million each; the third is accounted for."""
    if not GoLive.objects.filter(region=world.regency).exists():
        make_go_live()
    first, *others = world.rows("tranches")
    draft = make_disbursement(first, amount=10_000_000)
    # The account was copied when it was handed over.
    rows_of(draft).stamp(round=1, account_number="0123-01-000123-45-6")
    draft.refresh_from_db()
    return [
        draft,
        *(
            make_backlog(tranche, amount=10_000_000, accounted=number == 3)
            for number, tranche in enumerate(others, 2)
        ),
    ]
