"""What the page of a programme tells of its workshops, and of what higher floors add."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.admin.board_life import MOST_LINES
from communities.admin.figures import at_right
from communities.admin.regions import short_name
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import in_words
from programs.admin.figures import people
from programs.models import Programme, Workshop

Table = dict[str, Any]
# Sections that higher floors add to the page of a programme.
Panels = Callable[[Programme, Reader], list[Table]]
_told_from_above: list[Panels] = []


def tell_of_programmes(panels: Panels) -> None:
    """Have the page of a programme tell of a higher floor, which this one does not know."""
    _told_from_above.append(panels)


def panels_of(programme: Programme, reader: Reader) -> list[Table]:
    """The sections of the page of a programme, as far as this reader may see them."""
    told = (panels(programme, reader) for panels in (workshops_of, *_told_from_above))
    return [panel for panels in told for panel in panels]


def workshops_of(programme: Programme, reader: Reader) -> list[Table]:
    """The workshops of a programme that this reader may see, the latest first."""
    if not reader.may("programs.view_workshop"):
        return []
    rows: Any = Workshop.objects.visible_to(reader).filter(programme=programme)
    latest = rows.select_related("region").with_participants().order_by("-starts_on", "-pk")
    page = "admin:programs_workshop"
    adds = reader.may("programs.add_workshop")
    return [
        {
            "title": _("Latest workshops of the programme"),
            "table": {
                "headers": [
                    _("Title"), _("Kind"), _("Region"), _("First day"), _("Days"),
                    _("Participants"),
                ],
                "rows": [
                    [
                        way_to(one, one.title), one.get_kind_display(), short_name(one.region),
                        in_words(one.starts_on), at_right(people(one.days)),
                        at_right(people(one.participant_count or None)),
                    ]
                    for one in latest[:MOST_LINES]
                ],
            },
            "all": f"{reverse(f'{page}_changelist')}?{urlencode({'programme': programme.code})}",
            "add": adds and f"{reverse(f'{page}_add')}?{urlencode({'programme': programme.pk})}",
        }
    ]  # fmt: skip
