"""What holds for a work, said without a database."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from p2kp_site.exchange.reading import Fault
from programs.rules.undertakings import undertaking_faults

# Degrees within which all of Indonesia lies. The two ranges do not meet, so that a latitude typed
# into the place of the longitude is always noticed.
SOUTH, NORTH = "-11.5", "6.5"
WEST, EAST = "94.5", "141.5"


def work_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a work across its columns; the constraints of the table hold the same."""
    yield from undertaking_faults(values)
    if values["is_unplanned"] and values["activity"]:
        yield "activity", Fault("planned_and_unplanned")
    elif not values["is_unplanned"] and not values["activity"]:
        yield "activity", Fault("neither_planned_nor_unplanned")
    started_on, finished_on = values["started_on"], values["finished_on"]
    if started_on and finished_on and finished_on < started_on:
        yield (
            "finished_on",
            Fault("finished_before_started", {"text": finished_on, "since": started_on}),
        )
    if values["handed_over_to"] and not values["handover_on"]:
        yield "handover_on", Fault("handed_over_on_no_day", {"text": values["handed_over_to"]})
    if values["handover_on"] and not values["handed_over_to"]:
        yield "handed_over_to", Fault("handed_over_to_nobody", {"text": values["handover_on"]})
    if (values["latitude"] is None) != (values["longitude"] is None):
        missing = "latitude" if values["latitude"] is None else "longitude"
        yield missing, Fault("half_a_position")


def position_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The faults of a position outside Indonesia; a form says this by the constraint itself."""
    for name, least, most in (("latitude", SOUTH, NORTH), ("longitude", WEST, EAST)):
        degrees = values[name]
        if degrees is not None and not Decimal(least) <= degrees <= Decimal(most):
            said = {"text": str(degrees), "least": least, "most": most}
            yield name, Fault("outside_indonesia", said)


def belonging_faults(
    *, board: Any, activity_board: Any = None, group_board: Any = None
) -> Iterator[tuple[str, Fault]]:
    """The faults of a work whose planned activity or group is another board's."""
    if activity_board is not None and activity_board != board:
        yield "activity", Fault("activity_of_another_board")
    if group_board is not None and group_board != board:
        yield "group", Fault("group_of_another_board")
