"""Bring the national register into the base, and give a region another parent."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Region, RegionCode
from communities.rules.region_paths import child_path, step_of
from communities.rules.regions import dotted, kind_of, level_of
from communities.rules.register_comparison import Known, compare
from communities.services.region_paths import rewrite_paths
from communities.services.register_files import RegisterRow
from communities.services.register_reports import RegisterReport, report_of
from communities.services.register_writing import Edition, apply_comparison
from p2kp_site.foundation.models.change_sets import ChangeSet, Door, open_change_set

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

# Riau down to its regencies and Indragiri Hilir down to its villages; see README.md beside it.
SHIPPED_REGISTER = (
    Path(__file__).resolve().parent.parent / "data" / "regions_riau_indragiri_hilir.csv"
)
SHIPPED_EDITION = "Kepmendagri 300.2.2-2138/2025"


class CannotMoveRegion(ValueError):
    """A region cannot become part of another one; the message says why."""


def load_register(
    rows: Iterable[RegisterRow],
    *,
    by: "User | None",
    at: datetime,
    edition: str,
    on: date,
    door: Door = Door.COMMAND,
) -> RegisterReport:
    """Make the regions in force those of an edition of the register, which holds from `on`.

    Other spellings are applied; a name that differs beyond spelling is reported and left. A region
    that is found under a new code stays the same region, with all that lies in it. What the file
    does not cover is kept; the rest of what it does not list is retired. A file that changes
    nothing writes nothing.
    """
    listed = list(rows)
    with transaction.atomic():
        _lock_regions()
        known = [Known(*values) for values in Region.objects.values_list(*Known._fields)]
        comparison = compare(known, listed)
        if not comparison.changes_nothing:
            why = _("Register of regions: %(edition)s") % {"edition": edition}
            change_set = open_change_set(by=by, at=at, door=door, why=why)
            apply_comparison(known, comparison, Edition(edition[:60], on, change_set))
    return report_of(len(listed), comparison)


def move_region(
    region: Region,
    *,
    to: Region,
    by: "User | None",
    at: datetime,
    why: str,
    code: str | None = None,
) -> Region:
    """Make a region part of another one, with everything that lies in it; gives it as it is now.

    Its own code stays unless a new one is given, and the codes of what lies in it stay in any
    case. Raises CannotMoveRegion.
    """
    with transaction.atomic():
        _lock_regions()
        region, to = Region.objects.get(pk=region.pk), Region.objects.get(pk=to.pk)
        code = _checked_code(region, code)
        _check_move(region, to, code)
        door = Door.COMMAND if by is None else Door.PAGE
        change_set = open_change_set(by=by, at=at, door=door, why=why)
        if code != region.code:
            _remember_code(region, change_set)
            region.code, region.kind = code, kind_of(code, region.name)
        if region.parent_id != to.pk:
            old_path, below = region.path, Region.objects.filter(path__startswith=region.path)
            new_path = _next_path(to)
            rewrite_paths(
                {
                    path: new_path + path[len(old_path) :]
                    for path in below.values_list("path", flat=True)
                }
            )
            region.parent, region.path = to, new_path
        region.save(change_set=change_set)
    return region


def _lock_regions() -> None:
    """One change of the register at a time; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Region._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _checked_code(region: Region, code: str | None) -> str:
    if code is None:
        return region.code
    found = dotted(code)
    if found is None or level_of(found) != region.level:
        raise CannotMoveRegion(
            _("%(code)s is no code for %(region)s.") % {"code": code, "region": region}
        )
    if Region.objects.in_force().filter(code=found).exclude(pk=region.pk).exists():
        raise CannotMoveRegion(
            _("Another region in force has the code %(code)s.") % {"code": found}
        )
    return found


def _check_move(region: Region, to: Region, code: str) -> None:
    names = {"region": region, "to": to}
    if region.retired_on or to.retired_on:
        raise CannotMoveRegion(_("A region that is not in force any more does not move."))
    if to.path.startswith(region.path):
        raise CannotMoveRegion(_("%(region)s cannot be part of itself.") % names)
    if region.level == 1 or to.level != region.level - 1:
        raise CannotMoveRegion(_("%(region)s cannot be directly part of %(to)s.") % names)
    if region.parent_id == to.pk and code == region.code:
        raise CannotMoveRegion(_("%(region)s is part of %(to)s already.") % names)


def _next_path(to: Region) -> str:
    taken = to.children.order_by("-path").values_list("path", flat=True).first()
    return child_path(to.path, step_of(taken) + 1 if taken else 1)


def _remember_code(region: Region, change_set: ChangeSet) -> None:
    on = timezone.localtime(change_set.at).date()
    last = region.past_codes.order_by("-until_on").values_list("until_on", flat=True).first()
    from_on = last or region.valid_from
    RegionCode.objects.get_or_create(
        region=region,
        code=region.code,
        until_on=on,
        defaults={
            "edition": region.edition,
            "from_on": from_on if from_on and from_on <= on else None,
        },
    )
