"""What is wrong with a row of this floor, and what to do: one sentence for each kind of fault.

The same sentences stand beside a field of a form and beside a row of a file.
"""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.fault_messages import FAULTS, add_faults
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.wording import in_words

OURS: Final[dict[str, Promise]] = {
    "volume_without_unit": _("The volume %(text)s has no unit: write the unit, such as m or unit."),
    "names_overlap": _(
        "“%(other)s” is the name of the same programme on some of these days: names follow each"
        " other."
    ),
    "abbreviation_taken": _(
        "“%(text)s” is another programme on some of these days (%(other)s): an abbreviation means"
        " one programme at a time."
    ),
    "ratified_by_nobody": _("Write who ratified the plan: a residents’ meeting, the lurah, …"),
    "ratified_on_no_day": _("Write the day on which the plan was ratified."),
    "plan_is_ratified": _(
        "The plan “%(text)s” was ratified on %(ratified_on)s, and its lines stand: make a new"
        " edition of it."
    ),
    "year_outside_plan": _("The year %(text)s lies outside the plan, %(since)s to %(until)s."),
    "planned_and_unplanned": _(
        "The work is marked as unplanned and names a planned activity: take one of them away."
    ),
    "neither_planned_nor_unplanned": _(
        "Name the planned activity of this work, or mark the work as unplanned."
    ),
    "finished_before_started": _(
        "The work cannot be finished on %(text)s, before it was started on %(since)s."
    ),
    "handed_over_on_no_day": _("Write the day on which the work was handed over."),
    "handed_over_to_nobody": _("Write to whom the work was handed over."),
    "half_a_position": _("A position has a latitude and a longitude: fill in both or neither."),
    "activity_of_another_board": _("This activity stands in the plan of another board."),
    "group_of_another_board": _("This group belongs to another board."),
    "its_own_predecessor": _("“%(text)s” cannot go on from itself: write the one before it."),
    "unknown_programme": _(
        "No programme was called “%(text)s” in %(year)s: write its code, or bring it in first."
    ),
    "ambiguous_programme": _(
        "“%(text)s” was the name of several programmes in that year: write the code, %(readings)s."
    ),
    "ratified_edition_stays": _(
        "This edition of the plan is ratified and stays what it is: enter a new edition instead."
    ),
    "follows_in_a_circle": _(
        "“%(text)s” goes on from this programme itself, directly or by way of others: programmes"
        " do not follow each other in a circle."
    ),
    "lines_outside_plan": _(
        "The plan has activities for the years %(first)s to %(last)s: they would lie outside it."
    ),
    "works_name_its_lines": _(
        "Works name activities of this plan: it stays with the board “%(found)s”."
    ),
    "unknown_programme_on": _(
        "No programme was called “%(text)s” on %(day)s: write its code, or bring it in first."
    ),
    "ambiguous_programme_on": _(
        "“%(text)s” was the name of several programmes on that day: write the code, %(readings)s."
    ),
    "ends_before_it_starts": _(
        "The last day, %(text)s, lies before the first, %(since)s: check both days."
    ),
    "outside_indonesia": _(
        "%(text)s° lies outside Indonesia, where it is from %(least)s to %(most)s: check whether"
        " latitude and longitude were exchanged."
    ),
}
add_faults(OURS)


def told(fault: Fault) -> str:
    """The fault in a sentence, in the language of the page."""
    known = {
        name: in_words(value) if isinstance(value, date) else value
        for name, value in fault.params.items()
    }
    return str(FAULTS[fault.kind]) % known
