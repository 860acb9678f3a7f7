"""What a load of the register did, in numbers and with the names that a person should look at."""

from dataclasses import asdict, dataclass, field
from typing import Any

from communities.rules.register_comparison import Comparison, Known, Row

MOST_DETAILS = 200


@dataclass(frozen=True, slots=True)
class Detail:
    """A region before and after: code and name in the base, and in the register."""

    code: str = ""
    name: str = ""
    new_code: str = ""
    new_name: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """How the rows of a register (`read`) were taken, and what became of regions not in it.

    `read` is the sum of `added`, `respelt`, `doubtful` (not applied), `moved` and `unchanged`;
    `retired` and `kept` (not covered by the file) are regions that the file does not list. The
    lists hold at most `MOST_DETAILS` of each.
    """

    read: int
    added: int
    respelt: int
    doubtful: int
    moved: int
    retired: int
    unchanged: int
    kept: int
    doubtful_regions: list[Detail] = field(default_factory=list)
    moved_regions: list[Detail] = field(default_factory=list)
    retired_regions: list[Detail] = field(default_factory=list)
    respelt_regions: list[Detail] = field(default_factory=list)
    kept_regions: list[Detail] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return asdict(self)


def report_of(read: int, comparison: Comparison) -> RegisterReport:
    """Sum up a comparison that was applied."""
    return RegisterReport(
        read=read,
        added=len(comparison.added),
        respelt=len(comparison.respelt),
        doubtful=len(comparison.doubtful),
        moved=len(comparison.moved),
        retired=len(comparison.retired),
        unchanged=comparison.unchanged,
        kept=len(comparison.kept),
        doubtful_regions=[
            _detail(doubt.region, doubt.row, doubt.why.name.lower())
            for doubt in comparison.doubtful[:MOST_DETAILS]
        ],
        moved_regions=[_detail(*pair) for pair in comparison.moved[:MOST_DETAILS]],
        retired_regions=[_detail(region) for region in comparison.retired[:MOST_DETAILS]],
        respelt_regions=[_detail(*pair) for pair in comparison.respelt[:MOST_DETAILS]],
        kept_regions=[_detail(region) for region in comparison.kept[:MOST_DETAILS]],
    )


def _detail(region: Known | None, row: Row | None = None, why: str = "") -> Detail:
    return Detail(
        code=region.code if region else "",
        name=region.name if region else "",
        new_code=row.code if row else "",
        new_name=row.name if row else "",
        why=why,
    )
