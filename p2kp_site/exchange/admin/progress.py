"""Where a job stands, said in words: its badge, its progress, and why a button came too late."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from p2kp_site.exchange.models.jobs import Job
from p2kp_site.exchange.services.imports import NotNow

_MEASURED = ("checking", "running")
_PATIENCE = timedelta(seconds=60)
_SILENCE = timedelta(seconds=20)


def progress_of(job: Any, at: datetime) -> dict[str, Any]:
    """Where a job stands, for a page that does not stand still."""
    return {
        "state": job.state,
        "label": job.get_state_display(),
        "moving": job.is_waiting or job.is_held,
        "percent": job.percent if job.state in _MEASURED else None,
        "text": _rows_done(job) if job.state in _MEASURED else "",
        "hint": _hint(job, at),
    }


def _rows_done(job: Job) -> str:
    done = number_format(job.progress_done, force_grouping=True)
    if not job.progress_total:
        return _("%(done)s rows so far") % {"done": done} if job.progress_done else ""
    total = number_format(job.progress_total, force_grouping=True)
    return _("row %(done)s of %(total)s") % {"done": done, "total": total}


def _hint(job: Any, at: datetime) -> str:
    """What to think of a job that does not seem to move."""
    since = getattr(job, "confirmed_at", None) or job.created_at
    if job.is_waiting and at - since > _PATIENCE:
        return _("No worker has taken it up yet. It is kept, and the next free worker takes it.")
    if job.is_held and job.heartbeat_at and at - job.heartbeat_at > _SILENCE:
        return _("The worker has been silent for a while; another one takes over within a minute.")
    return ""


def moment(at: datetime | None) -> str:
    """A moment as people write it."""
    return date_format(timezone.localtime(at), "j F Y H:i") if at else ""


def why_not_now(error: NotNow) -> str:
    """Why a button had no effect, in words."""
    job: Any = error.job
    if error.kind == "has_refused_rows":
        return _("Rows are refused: store the good rows only, or bring a corrected file.")
    if error.kind == "nothing_to_store":
        return _("There is nothing to store: no row of the file is good.")
    if error.kind == "built_upon":
        return _("This import cannot be undone: others built on the totals that it moved.")
    confirmed_at = getattr(job, "confirmed_at", None)
    state = {"state": job.get_state_display(), "at": moment(confirmed_at)}
    if confirmed_at and job.state in ("confirmed", "applying", "done"):
        return _("This import was confirmed already, at %(at)s; it is now “%(state)s”.") % state
    return _("This has moved on meanwhile: it is now “%(state)s”.") % state
