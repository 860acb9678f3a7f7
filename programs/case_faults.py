"""What is wrong with a case, and what to do: one sentence for each kind of fault.

The same sentences stand beside a field of a form and beside a row of a file.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.fault_messages import add_faults
from programs.fault_messages import told

__all__ = ["told"]

OURS: Final[dict[str, Promise]] = {
    "several_subjects": _(
        "A case is about one thing: name a board, a slum area, a plan or a work."
    ),
    "happened_after_received": _(
        "What the case tells cannot have happened on %(text)s, after it was received on %(since)s."
    ),
    "closed_before_received": _(
        "The case cannot be closed on %(text)s, before it was received on %(since)s."
    ),
    "returned_of_nothing": _(
        "%(text)s came back, and nothing says how much was misused: write that amount."
    ),
    "returned_too_much": _("%(text)s came back, more than the %(most)s that were misused."),
    "case_about_a_plan": _("A case of this type is about a plan: name it."),
    "case_about_a_slum_area": _("A case of this type is about a slum area: name it."),
    "only_of_complaints": _(
        "Only a complaint has this, and the type is none: leave “%(text)s” out."
    ),
    "done_on_no_day": _("The case is done: write the day on which it was closed."),
    "closed_in_process": _(
        "The case is in process and cannot have been closed on %(text)s: check its stage."
    ),
    "outcome_in_process": _("The case is in process and has no outcome yet: check its stage."),
    "subject_outside_region": _("“%(text)s” lies outside the region of the case, %(region)s."),
    "case_number_unfit": _(
        "“%(text)s” is no number of a case of this type: it begins with %(prefix)s-, or leave it"
        " empty and the system issues one."
    ),
    "case_number_stays": _("The number of a case never changes."),
    "case_moves_on_its_page": _(
        "The case stands at “%(found)s”. A file does not change that: do it on the page of the"
        " case."
    ),
    "case_is_closed": _("The case is closed and stands: reopen it on its page first."),
    "register_number_taken": _(
        "Another case of this regency and year has the number %(text)s in the register."
    ),
    "unknown_stage": _("This type of cases has no stage “%(text)s”: it has %(readings)s."),
}
add_faults(OURS)
