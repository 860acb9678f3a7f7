"""What pages tell of the cases about what they show: a plan, a work, a slum area."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.admin.board_life import MOST_LINES
from communities.admin.slum_panels import tell_of_slum_areas
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import in_words
from programs.models import Case

HEADERS = (
    gettext_lazy("Number"),
    gettext_lazy("Title"),
    gettext_lazy("Type"),
    gettext_lazy("Stage"),
    gettext_lazy("Handling level"),
    gettext_lazy("Received on"),
)


def cases_about(row: Any, reader: Reader) -> list[dict[str, Any]]:
    """The cases about a plan, a work or a slum area that this reader may see, the latest first."""
    if not reader.may("programs.view_case"):
        return []
    about = row._meta.model_name if row._meta.model_name != "slumarea" else "slum_area"
    cases = Case.objects.visible_to(reader).filter(**{about: row}).select_related("type", "stage")
    page = "admin:programs_case"
    adds = reader.may("programs.add_case") and reader.covers(row.area)
    return [
        {
            "title": _("Cases"),
            "table": {
                "headers": [str(one) for one in HEADERS],
                "rows": [
                    line_of(case) for case in cases.order_by("-received_on", "-pk")[:MOST_LINES]
                ],
            },
            "all": f"{reverse(f'{page}_changelist')}?{urlencode({about: row.ref})}",
            "add": adds and f"{reverse(f'{page}_add')}?{urlencode({about: row.pk})}",
        }
    ]


def line_of(case: Case) -> list[str]:
    """A case in one line, with the way to its page."""
    return [
        way_to(case, case.number), case.title, case.type.name, case.stage.name,
        case.get_level_display(), in_words(case.received_on),
    ]  # fmt: skip


tell_of_slum_areas(cases_about)
