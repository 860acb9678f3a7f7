"""What holds for money that names what it was given or spent for, said without a database."""

from collections.abc import Iterator, Mapping
from typing import Any

from p2kp_site.exchange.reading import Fault


def named_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The fault of money that names a work and a planned activity: one follows from the other."""
    if values["activity"] and values["work"]:
        yield "activity", Fault("activity_and_work")


def belonging_faults(
    *, board: Any, tranche_board: Any = None, activity_board: Any = None, work_board: Any = None
) -> Iterator[tuple[str, Fault]]:
    """The faults of money whose tranche, planned activity or work is another board's."""
    others = {"tranche": tranche_board, "activity": activity_board, "work": work_board}
    for column, other in others.items():
        if other is not None and other != board:
            yield column, Fault(f"{column}_of_another_board")
