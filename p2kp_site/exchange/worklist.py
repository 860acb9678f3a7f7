"""What a person left open: imports that wait for a decision, files that are ready or coming."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from p2kp_site.exchange.faults import dataset_title
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportState
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.foundation.reader import Reader

# States by the colour of their badge; what stands in none is grey.
TONES = {
    "queued": "info",
    "checking": "info",
    "confirmed": "info",
    "applying": "info",
    "running": "info",
    "mapping": "warning",
    "checked": "warning",
    "done": "success",
    "unusable": "danger",
    "failed": "danger",
}
MOST = 5
# How long a finished job is news.
NEWS = timedelta(days=2)
_ASKING = (ImportState.MAPPING, ImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the block: a job, where it stands, and whether it waits for the person."""

    label: str
    dataset: str
    url: str
    tone: str
    state_label: str
    since: datetime
    asks: bool


def waiting_for(reader: Reader, *, at: datetime | None = None) -> list[Waiting]:
    """The reader's own jobs that ask for something, run, or ended lately; two queries.

    What asks for a decision comes first and stays until it is decided.
    """
    if reader.user is None:
        return []
    lately = Q(finished_at__gte=(at or timezone.now()) - NEWS)
    imports = ImportJob.objects.filter(owner=reader.user).filter(
        Q(state__in=[*_ASKING, *ImportJob.WAITING, *ImportJob.HELD])
        | lately & Q(state__in=[ImportState.UNUSABLE, ImportState.FAILED])
    )
    exports = ExportJob.objects.filter(owner=reader.user).filter(
        Q(state__in=[*ExportJob.WAITING, *ExportJob.HELD])
        | lately & Q(state__in=[ExportState.DONE, ExportState.FAILED])
    )
    found = [_line(job, "importjob") for job in imports.order_by("-pk")[:MOST]]
    found += [_line(job, "exportjob") for job in exports.order_by("-pk")[:MOST]]
    return sorted(found, key=lambda line: (not line.asks, -line.since.timestamp()))


def _line(job: ImportJob | ExportJob, page: str) -> Waiting:
    return Waiting(
        label=str(job),
        dataset=dataset_title(job.dataset),
        url=reverse(f"admin:exchange_{page}_change", args=[job.pk]),
        tone=TONES.get(job.state, ""),
        state_label=job.get_state_display(),
        since=job.finished_at or job.created_at,
        asks=job.state in _ASKING,
    )
