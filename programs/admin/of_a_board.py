"""What the page of a board tells of its plans, works, partnerships and cases."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.admin.board_life import MOST_LINES, tell_of_boards
from communities.admin.figures import at_right
from communities.models import Board
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING, in_words
from programs.admin.cases_about import HEADERS, line_of
from programs.admin.figures import measure, rupiah
from programs.models import Case, Partnership, Plan, Work

Table = dict[str, Any]


def plans_of(board: Board, _reader: Reader) -> Table:
    """The plans of a board, the latest edition first."""
    rows = Plan.objects.filter(board=board).with_line_count()
    return {
        "headers": [_("Plan"), _("Ratified on"), _("Planned activities")],
        "rows": [
            [way_to(one, one.name), in_words(one.ratified_on), at_right(str(one.line_count))]
            for one in rows.order_by("-start_year", "-edition", "-pk")[:MOST_LINES]
        ],
    }


def works_of(board: Board, _reader: Reader) -> Table:
    """The works of a board, the one that was begun last first."""
    rows = Work.objects.filter(board=board).with_realised_cost().with_progress()
    return {
        "headers": [
            _("Number"), _("Sub-component"), _("Started on"), _("Finished on"), _("Realised cost"),
            _("Progress"),
        ],
        "rows": [
            [
                way_to(one, one.number), one.sub_component, in_words(one.started_on),
                in_words(one.finished_on), at_right(rupiah(one.realised_cost)),
                at_right(_percent(one.physical_percent)),
            ]
            for one in rows.order_by("-started_on", "-pk")[:MOST_LINES]
        ],
    }  # fmt: skip


def _percent(physical: Any) -> str:
    return NOTHING if physical is None else measure(physical, "%")


def partnerships_of(board: Board, _reader: Reader) -> Table:
    """The partnerships of a board, the latest first."""
    rows = Partnership.objects.filter(board=board).select_related("agency")
    return {
        "headers": [_("Partner"), _("Kind"), _("Signed on"), _("Until"), _("Value")],
        "rows": [
            [
                way_to(one, one.agency.name), one.get_kind_display(), in_words(one.signed_on),
                in_words(one.until_on), rupiah(one.value),
            ]
            for one in rows.order_by("-signed_on", "-pk")[:MOST_LINES]
        ],
    }  # fmt: skip


def cases_of(board: Board, reader: Reader) -> Table:
    """The cases about a board, its plans and its works, the latest first."""
    rows = Case.objects.visible_to(reader).of_board(board).select_related("type", "stage")
    latest = rows.order_by("-received_on", "-pk")[:MOST_LINES]
    return {"headers": [str(one) for one in HEADERS], "rows": [line_of(one) for one in latest]}


for _model, _title, _table in (
    (Plan, gettext_lazy("Plans"), plans_of),
    (Work, gettext_lazy("Works"), works_of),
    (Partnership, gettext_lazy("Partnerships"), partnerships_of),
    (Case, gettext_lazy("Cases"), cases_of),
):
    tell_of_boards(_model, _title, _table)
