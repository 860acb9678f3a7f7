"""What is open about the board of a grant: its cases in process, the most pressing first."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from finance.models import Grant
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING, in_words
from programs.filters.cases import DESK, OPEN
from programs.models import Case

Panel = dict[str, Any]
MOST_CASES = 12


def cases_panel(grant: Grant, reader: Reader) -> Panel:
    """The first open cases about the board that this reader sees, with the way to all of them."""
    rows = Case.objects.visible_to(reader).open_cases().filter(board=grant.board_id)
    rows = rows.select_related("stage", "assignee")
    first = rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_CASES]
    query = urlencode({"board": grant.board.code, DESK: OPEN})
    return {
        "title": _("Open cases of the board"),
        "table": {
            "headers": [_("Case"), _("Stage"), _("Assigned to"), _("Due on")],
            "rows": [_row(case, reader) for case in first],
            "nothing": _("No case about the board is open."),
        },
        "all": f"{reverse('admin:programs_case_changelist')}?{query}",
        "add": "",
    }


def _row(case: Case, reader: Reader) -> list[Any]:
    told = format_html("{} {}", way_to(case, case.number), case.title)
    due = in_words(case.due_on)
    if case.due_on and case.due_on < reader.on:
        due = _("%(day)s, overdue") % {"day": due}
    return [told, case.stage.name, str(case.assignee or NOTHING), due]
