"""The way through the site: sidebar and first page, only with what the reader may see."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from communities.models import AreaAssignment, Board
from communities.worklist import queues_of
from finance.worklist import queues_of as queues_of_money
from p2kp_site.accounts.role_labels import roles_in_words
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import all_summaries
from p2kp_site.reports.worklist import queues_of as queues_of_summaries
from programs.worklist import queues_of as queues_of_cases

MOST_COUNTED = 1_000


def sidebar(request: Any) -> list[dict[str, Any]]:
    """The groups of the sidebar; a group without pages is left out."""
    if not request.user.is_authenticated:
        return []
    reader: Reader = request.reader
    groups: tuple[tuple[str, list[dict[str, Any] | None]], ...] = (
        ("", [_item(_("Start"), "home", "admin:index")]),
        (
            _("Data"),
            [
                _page(reader, _("Community boards"), "groups", "communities", "board"),
                _page(reader, _("Board officers"), "badge", "communities", "boardofficer"),
                _page(reader, _("Board elections"), "how_to_vote", "communities", "boardelection"),
                _page(reader, _("Years of boards"), "verified", "communities", "boardyear"),
                _page(reader, _("Self-help groups"), "diversity_3", "communities", "selfhelpgroup"),
                _page(reader, _("Plans"), "event_note", "programs", "plan"),
                _page(reader, _("Planned activities"), "checklist", "programs", "plannedactivity"),
                _page(reader, _("Works"), "construction", "programs", "work"),
                _page(reader, _("Workshops"), "co_present", "programs", "workshop"),
                _page(reader, _("Partnerships"), "diversity_1", "programs", "partnership"),
                _page(reader, _("Locations"), "location_on", "programs", "location"),
                _page(reader, _("Cases"), "folder_open", "programs", "case"),
                _page(reader, _("Slum areas"), "holiday_village", "communities", "slumarea"),
                _page(reader, _("Parts of slum areas"), "grid_view", "communities", "slumareapart"),
                _page(reader, _("Agencies"), "apartment", "communities", "agency"),
                _page(
                    reader,
                    _("Assignments of consultants"),
                    "assignment_ind",
                    "communities",
                    "consultantassignment",
                ),
                _page(reader, _("Regions"), "map", "communities", "region"),
            ],
        ),
        (
            _("Money"),
            [
                _page(reader, _("Budgets"), "account_balance", "finance", "budget"),
                _page(reader, _("Grants"), "volunteer_activism", "finance", "grant"),
                _page(reader, _("Tranches"), "call_split", "finance", "tranche"),
                _page(reader, _("Disbursements"), "outbox", "finance", "disbursement"),
                _page(reader, _("Contributions"), "handshake", "finance", "contribution"),
                _page(reader, _("Expenditures"), "receipt_long", "finance", "expenditure"),
            ],
        ),
        (
            _("Lists of the programme"),
            [
                _page(reader, _("Programmes"), "account_tree", "programs", "programme"),
                _page(reader, _("Funding sources"), "payments", "programs", "fundingsource"),
                _page(reader, _("Elements of participants"), "group_work", "programs", "element"),
                _page(reader, _("Tranche schemes"), "pie_chart", "finance", "tranchescheme"),
                _page(reader, _("Ceilings of grants"), "vertical_align_top", "finance", "ceiling"),
                _page(reader, _("Types of cases"), "schema", "programs", "casetype"),
                _page(reader, _("Channels and themes"), "label", "programs", "caseterm"),
                _page(reader, _("Holidays"), "event_busy", "programs", "holiday"),
                _page(reader, _("Go-live dates"), "rocket_launch", "finance", "golive"),
            ],
        ),
        (
            _("Reports"),
            [
                _item(_("Summaries"), "monitoring", "admin:reports_summaryrun_live")
                if any(one.may_be_read_by(reader) for one in all_summaries())
                else None,
                _page(reader, _("Subscriptions"), "schedule_send", "reports", "subscription"),
                _item(_("Issues sent"), "outgoing_mail", "admin:reports_issue_changelist")
                if reader.may("reports.view_subscription")
                else None,
            ],
        ),
        (
            _("Files"),
            [
                _item(_("Imports"), "upload_file", "admin:exchange_importjob_changelist"),
                _item(_("Exports"), "download", "admin:exchange_exportjob_changelist"),
            ],
        ),
        (
            _("Administration"),
            [
                _page(reader, _("Accounts"), "manage_accounts", "accounts", "user"),
                _page(reader, _("Rules of sign-offs"), "rule", "communities", "signoffrule"),
                _page(reader, _("Positions"), "workspace_premium", "finance", "position"),
                _page(
                    reader, _("Holders of positions"), "how_to_reg", "finance", "positionassignment"
                ),
                _page(reader, _("Chains of decisions"), "linear_scale", "finance", "chain"),
            ],
        ),
    )
    shown = [(title, [item for item in items if item]) for title, items in groups]
    return [
        {"title": title, "items": items, "separator": bool(title)}
        for title, items in shown
        if items
    ]


def icon(request: Any) -> str:
    """The address of the site's icon."""
    return static("p2kp/icon.svg")


def styles(request: Any) -> str:
    """The address of the few styles that the theme lacks."""
    return static("p2kp/site.css")


def scripts(request: Any) -> str:
    """The address of the script that names what the theme leaves without a name."""
    return static("p2kp/site.js")


def _item(title: str, icon: str, page: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse(page)}


def _page(reader: Reader, title: str, icon: str, app: str, model: str) -> dict[str, Any] | None:
    if not reader.may(f"{app}.view_{model}"):
        return None
    return _item(title, icon, f"admin:{app}_{model}_changelist")


def dashboard(request: Any, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page tells: who one is here, where, and what lies there."""
    reader: Reader = request.reader
    assigned = (
        AreaAssignment.objects.filter(user=request.user)
        .in_force(reader.on)
        .select_related("region")
        .order_by("region__path")
    )
    roles = request.user.groups.values_list("name", flat=True)
    return {
        **context,
        "title": _("Start"),
        "areas": list(assigned),
        "roles": roles_in_words(roles),
        "queues": [
            *queues_of(reader),
            *queues_of_cases(reader),
            *queues_of_money(reader),
            *queues_of_summaries(reader),
        ],
        "boards": _counted(reader) if reader.may("communities.view_board") else "",
        "may_import_boards": reader.may("communities.import_board"),
        "may_see_accounts": reader.may("accounts.view_user"),
    }


def _counted(reader: Reader) -> str:
    count = Board.objects.visible_to(reader).order_by()[: MOST_COUNTED + 1].count()
    number = number_format(min(count, MOST_COUNTED), force_grouping=True)
    return _("more than %(number)s") % {"number": number} if count > MOST_COUNTED else str(number)
