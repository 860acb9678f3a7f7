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
    "no_hectares": _("A decree gives a part more than 0 hectares: write its area."),
    "village_outside_regency": _(
        "“%(text)s” does not lie in %(regency)s, whose decree it is: check the kelurahan and the"
        " decree."
    ),
    "parts_outside_regency": _(
        "The slum area has parts in another regency or city than %(text)s: it stays where it is."
    ),
    "unknown_regency": _("There is no regency or city “%(text)s” in your area: check the code."),
    "several_slum_areas": _(
        "Several regencies have a slum area of this name in a decree of this number: write the"
        " code of the regency."
    ),
    "decree_of_another_day": _(
        "The decree %(text)s stands here with the day %(held_on)s: a decree has one day."
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
