"""Cases that wait for a person: their own, the overdue, what they were reminded of."""

from django.utils.translation import gettext as _

from communities.worklist import Queue, queue
from p2kp_site.foundation.reader import Reader
from programs.filters.cases import (
    DESK,
    MINE,
    MINE_TO_CHECK,
    OVERDUE,
    REMINDED,
    UNASSIGNED,
    UNCERTAIN,
    queue_of,
)
from programs.models import Case
from programs.models.cases import CHECK, MOVE


def queues_of(reader: Reader) -> list[Queue]:
    """The queues of this reader that hold a case; one query for each."""
    titles = {}
    if reader.may(MOVE):
        titles = {
            MINE: _("Assigned to me"),
            OVERDUE: _("Overdue"),
            UNASSIGNED: _("Assigned to nobody"),
            REMINDED: _("Reminders to me"),
            UNCERTAIN: _("Reminders that may not have arrived"),
        }
    if reader.may(CHECK):
        titles[MINE_TO_CHECK] = _("Outcomes to check")
    rows = Case.objects.visible_to(reader)
    found = [
        queue(title, queue_of(name, rows, reader), f"{DESK}={name}")
        for name, title in titles.items()
    ]
    return [one for one in found if one.number != "0"]
