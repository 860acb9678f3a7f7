"""What holds for slum areas and their parts."""

from decimal import Decimal
from typing import Any

import pytest

from communities.rules.slum_areas import decree_faults, lies_faults, slum_area_part_faults

GOOD = {"hectares_by_decree": Decimal("31.77"), "hectares_verified": Decimal("7.7125")}


@pytest.mark.parametrize(
    ("wrong", "column", "kind"),
    [
        ({"hectares_by_decree": Decimal(0)}, "hectares_by_decree", "no_hectares"),
        ({"hectares_by_decree": Decimal("-1.5")}, "hectares_by_decree", "no_hectares"),
        ({"hectares_verified": Decimal("-0.1")}, "hectares_verified", "too_small"),
    ],
)
def test_what_cannot_be_is_told_at_its_column(wrong: Any, column: str, kind: str) -> None:
    assert [(c, f.kind) for c, f in slum_area_part_faults({**GOOD, **wrong})] == [(column, kind)]


@pytest.mark.parametrize("verified", [None, Decimal(0), Decimal("0.0001"), Decimal("9999.9999")])
def test_what_was_measured_may_be_nothing_and_more_than_the_decree_says(verified: Any) -> None:
    assert not [*slum_area_part_faults({**GOOD, "hectares_verified": verified})]


def test_a_part_lies_in_the_regency_of_the_decree() -> None:
    names = {"regency_name": "Kabupaten Indragiri Hilir", "village_name": "Jauh"}
    assert not [*lies_faults(regency="001004", village="0010040040001", **names)]
    ((column, fault),) = lies_faults(regency="001004", village="0010100010001", **names)
    assert (column, fault.kind) == ("region", "village_outside_regency")


def test_a_new_slum_area_has_the_day_of_its_decree() -> None:
    assert not [*decree_faults("SK/1", "2014-12-01", [])]
    assert not [*decree_faults("SK/1", "2014-12-01", {"2014-12-01", "2014-12-02"})]
    ((column, fault),) = decree_faults("SK/1", "2014-12-01", {"2014-12-03", "2014-12-02"})
    assert (column, fault.kind, fault.params["held_on"]) == (
        "decree_on", "decree_of_another_day", "2014-12-02",
    )  # fmt: skip
