"""Build the reader of a person: their rights, and the areas assigned to them on a day."""

from datetime import date

from communities.models import AreaAssignment
from p2kp_site.accounts.models import User
from p2kp_site.foundation.reader import Reader


def reader_for(user: User, *, on: date) -> Reader:
    """The reader that this person is on that day; without an assignment they see nothing."""
    assigned = AreaAssignment.objects.filter(user=user).in_force(on)
    paths = {path or "" for path in assigned.values_list("region__path", flat=True)}
    # An area inside another adds nothing, and would ask the index twice.
    areas = tuple(sorted(p for p in paths if not any(p != q and p.startswith(q) for q in paths)))
    return Reader(user=user, rights=frozenset(user.get_all_permissions()), areas=areas, on=on)
