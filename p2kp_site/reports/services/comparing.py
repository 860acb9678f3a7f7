"""What became of a kept run: how it differs from the run before, and what changed since."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.summaries import Cell, UnknownSummary, summary_named
from p2kp_site.foundation.summary_json import from_json
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.models.runs import RunState
from p2kp_site.reports.rendering.words import difference_in_words, number_in_words


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is another than in the run before."""

    label: str
    then: str
    now: str
    difference: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The run before of the same region and period, and the figures that moved since it."""

    run: SummaryRun
    moved: list[Moved]


def moved_since_last(run: SummaryRun, reader: Reader) -> Comparison | None:
    """How the key figures differ from those of the run before; None when this is the first."""
    before = (
        SummaryRun.objects.visible_to(reader)
        .filter(
            summary=run.summary,
            region=run.region,
            period=run.period,
            verified_only=run.verified_only,
            state=RunState.DONE,
            pk__lt=run.pk,
        )
        .order_by("-pk")
        .first()
    )
    if before is None:
        return None
    then = {one.measure.key: one.cell.value for one in from_json(before.figures or {}).figures}
    moved = []
    for one in from_json(run.figures or {}).figures:
        measure, now = one.measure, one.cell.value
        if measure.key in then and then[measure.key] != now:
            both = Cell(value=now, previous=then[measure.key])
            moved.append(
                Moved(
                    measure.label,
                    number_in_words(both.previous, measure.unit),
                    number_in_words(both.value, measure.unit),
                    difference_in_words(both, measure.unit),
                )
            )
    return Comparison(before, moved)


def changed_since(run: SummaryRun, reader: Reader) -> list[tuple[str, int]]:
    """How many rows of a table that it counts were added or changed in its region since, if any."""
    try:
        summary = summary_named(run.summary)
    except UnknownSummary:
        return []
    counted = []
    for model in summary.counts:
        rows: Any = model.objects.visible_to(reader).filter(
            within([run.area]), changed_at__gt=run.as_of
        )
        if number := rows.count():
            counted.append((str(capfirst(model._meta.verbose_name_plural)), number))
    return counted
