"""Five boards of five villages: one with all papers, one closed, one with hardly anything."""

from datetime import date

from communities.models import Board
from tests.builders import make_board
from tests.exchange.contract.world import World


def make(world: World) -> list[Board]:
    """A board in each village."""
    first, second, third, fourth, fifth = world.villages
    return [
        make_board(
            region=first,
            code="BKM-S-1",
            name="BKM Contoh Satu",
            formed_on=date(2006, 5, 3),
            coordinator="Ibu Contoh Satu",
            address="Jalan Contoh 1",
            phone="+6281234567890",
            deed_number="01/AKTA/2006",
            deed_on=date(2006, 6, 1),
            notary="Notaris Contoh",
            bank_name="Bank Contoh",
            bank_account_number="0012345678",
            note="=1+1 tetap teks",
        ),
        make_board(region=second, code="BKM-S-2", name="BKM Contoh Dua", note="dua\nbaris"),
        make_board(
            region=third,
            code="BKM-S-3",
            name="BKM Contoh Tiga",
            formed_on=date(2006, 7, 1),
            is_active=False,
            closed_on=date(2012, 5, 4),
            inactive_reason="Bubar",
        ),
        make_board(region=fourth, code="BKM-S-4", name="BKM Contoh Empat", phone="+6276821234"),
        make_board(region=fifth, code="BKM-S-5", name="BKM Contoh Lima"),
    ]
