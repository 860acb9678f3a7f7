"""How the amount of a grant is split into tranches, to the last rupiah."""

from collections.abc import Iterator, Sequence

from p2kp_site.exchange.reading import Fault

# Shares are hundredths of a percent: all shares of a scheme come to this.
WHOLE = 10_000


def split(amount: int, shares: Sequence[int]) -> list[int]:
    """The parts of a whole amount by these shares; together they are the amount.

    Each part is rounded down; the rupiah that remain go one each to those that lost most by it,
    of equals to the earlier. Raises ValueError when the shares do not come to 100 %.
    """
    if sum(shares) != WHOLE or any(share < 1 for share in shares):
        raise ValueError(f"{list(shares)} is not {WHOLE}")
    parts = [amount * share // WHOLE for share in shares]
    lost = [amount * share % WHOLE for share in shares]
    remaining = amount - sum(parts)
    for place in sorted(range(len(shares)), key=lambda one: (-lost[one], one))[:remaining]:
        parts[place] += 1
    return parts


def share_faults(shares: Sequence[int]) -> Iterator[Fault]:
    """The fault of a scheme whose shares do not come to 100 %."""
    if (total := sum(shares)) != WHOLE:
        yield Fault("shares_not_whole", {"text": percent(total)})


def percent(share: int) -> str:
    """A share as papers write it: 3000 is 30 %, 3333 is 33,33 %."""
    whole, rest = divmod(share, 100)
    return f"{whole},{rest:02d} %" if rest else f"{whole} %"


def tranche_faults(*, amount: int | None, approved: int) -> Iterator[tuple[str, Fault]]:
    """The fault of a tranche that would hold less than was approved of it."""
    if amount is not None and amount < approved:
        yield "amount", Fault("tranche_below_approved", {"text": amount, "approved": approved})


def standing_faults(touched: Sequence[str], *, approved: int) -> Iterator[tuple[str, Fault]]:
    """The faults of a tranche that would become another one after some of it was approved."""
    if approved:
        for column in touched:
            yield column, Fault("approved_tranche_stays", {"approved": approved})


def sum_faults(amounts: Sequence[int], *, granted: int) -> Iterator[Fault]:
    """The fault of tranches that come to more than their grant."""
    if (total := sum(amounts)) > granted:
        yield Fault("tranches_above_grant", {"text": total, "granted": granted})


_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """The number of a tranche as papers write it: I, II, III."""
    text = ""
    for value, letters in _NUMERALS:
        times, number = divmod(number, value)
        text += letters * times
    return text
