"""Running totals that the rows of a dataset move on the record that they belong to."""

from collections.abc import Callable
from dataclasses import dataclass

from p2kp_site.exchange.reading import Fault


@dataclass(frozen=True, slots=True)
class Total:
    """A running total of a parent: each row adds its `amount` to `column` there.

    `counted` is a column that says whether the row counts; without one, all do. Where there is a
    `limit`, a column of the parent, a row that would go over it is refused: `over` says so, from
    the amount and what is left.
    """

    parent: str  # the link to the parent
    column: str
    amount: str = "amount"
    counted: str = ""
    limit: str = ""
    over: Callable[[int, int], Fault] | None = None
