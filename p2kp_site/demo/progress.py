"""How far the works of the story have come, told by whoever entered them, as on their pages."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.accounts.models import User
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Work, WorkProgress


@transaction.atomic
def tell_progress(username: str) -> int:
    """Tell of the works that this person entered and that nobody signed; once only.

    Returns the number of works.
    """
    by = User.objects.get(username=username)
    entered = Work.objects.filter(changed_by=by, signoff=SignoffState.ENTERED)
    works = list(entered.filter(progress=None, started_on__isnull=False))
    if works:
        act = open_change_set(by=by, at=timezone.now(), door=Door.COMMAND, why=_("Progress"))
        rows = [row for work in works for row in _progress_of(work)]
        WorkProgress.objects.bulk_create(rows, change_set=act)
        for work in works:
            work.touch(act)
    return len(works)


def _progress_of(work: Work) -> Iterator[WorkProgress]:
    """Half at half-time and all at the end; of what is not finished, a third after a month."""
    begun, ended = work.started_on, work.finished_on
    if begun is None:
        return
    told = {begun + timedelta(days=30): 35}
    if ended is not None:
        told = {begun + (ended - begun) / 2: 50, ended: 100}
    for day, percent in told.items():
        yield WorkProgress(work=work, on=day, physical_percent=percent, note="Data contoh")
