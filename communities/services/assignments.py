"""Who works where: areas are given, ended, and handed over to a successor on a day.

Whom an administrator reaches follows from it: an account that holds, or held, one of their areas
and holds none outside them.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.accounts import (
    CHANGE,
    AccountRefused,
    record_account,
    refuse_self,
)
from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.foundation.scoping import within

NATION = Q(region__isnull=True)


def within_reach(reader: Reader) -> QuerySet[User]:
    """The accounts that this reader may act on, given the right to."""
    if "" in reader.areas:
        return User.objects.all()
    mine = within(reader.areas, "region__path") & ~NATION
    own = AreaAssignment.objects.filter(mine, user=OuterRef("pk"))
    elsewhere = _open(reader.on).filter(~mine | NATION, user=OuterRef("pk"))
    return User.objects.filter(Exists(own), ~Exists(elsewhere))


def visible_accounts(reader: Reader) -> QuerySet[User]:
    """The accounts that work, or worked, in the reader's areas, and the reader's own."""
    if "" in reader.areas:
        return User.objects.all()
    mine = AreaAssignment.objects.visible_to(reader).filter(user=OuterRef("pk"))
    own = Q(pk=reader.user.pk) if reader.user and reader.areas else Q(pk__in=[])
    return User.objects.filter(Exists(mine) | own)


def _open(on: date) -> QuerySet[AreaAssignment]:
    """Assignments that hold on that day or begin later."""
    return AreaAssignment.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=on))


@transaction.atomic
def assign_area(
    *,
    account: User,
    region: Region | None,
    from_on: date,
    by: User,
    at: datetime,
    until_on: date | None = None,
) -> AreaAssignment:
    """Let a person work for a region; without a region it is the whole nation."""
    reader = _giver(by, at)
    refuse_self(account, by)
    refuse_area(reader, region)
    elsewhere = _open(reader.on).filter(user=account)
    if elsewhere.exists() and not within_reach(reader).filter(pk=account.pk).exists():
        raise AccountRefused(_("This account works for an area that is not yours."))
    assignment = AreaAssignment(user=account, region=region, from_on=from_on, until_on=until_on)
    assignment.full_clean()
    assignment.save()
    _tell(assignment, by, at, _("Area given: %(area)s from %(day)s"), from_on)
    return assignment


@transaction.atomic
def end_assignment(
    *, assignment: AreaAssignment, until_on: date | None, by: User, at: datetime
) -> None:
    """Set the day from which an assignment no longer holds."""
    reader = _giver(by, at)
    refuse_self(assignment.user, by)
    if not AreaAssignment.objects.writable_by(reader).filter(pk=assignment.pk).exists():
        raise AccountRefused(_("This area is not yours to take."))
    assignment.until_on = until_on
    assignment.full_clean()
    assignment.save(update_fields=["until_on"])
    _tell(assignment, by, at, _("Area ends: %(area)s on %(day)s"), until_on)


@transaction.atomic
def hand_over(
    *, account: User, successor: User, on: date, by: User, at: datetime
) -> list[AreaAssignment]:
    """End a person's areas on a day, and let the successor begin there on the same day.

    Returns the successor's new assignments. Roles are not handed over: they are given.
    """
    reader = _giver(by, at)
    for person in (account, successor):
        refuse_self(person, by)
    if account.pk == successor.pk:
        raise AccountRefused(_("An office is handed over to somebody else."))
    if not successor.is_active:
        raise AccountRefused(_("The successor's account is not active."))
    if not within_reach(reader).filter(pk=account.pk).exists():
        raise AccountRefused(_("This account works for an area that is not yours."))
    held = list(_open(max(on, reader.on)).filter(user=account).select_related("region", "user"))
    if not held:
        raise AccountRefused(_("This person holds no area to hand over."))
    begun = []
    for assignment in held:
        until = assignment.until_on
        start = max(on, assignment.from_on)
        if assignment.from_on < on:
            end_assignment(assignment=assignment, until_on=on, by=by, at=at)
        else:
            # It would begin on that day or later: now it never does.
            assignment.delete()
        if not AreaAssignment.objects.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=start),
            user=successor,
            region=assignment.region,
        ).exists():
            begun.append(
                assign_area(
                    account=successor,
                    region=assignment.region,
                    from_on=start,
                    until_on=until,
                    by=by,
                    at=at,
                )
            )
    return begun


def refuse_area(reader: Reader, region: Region | None) -> None:
    """Refuse to give an area that does not lie in the giver's own."""
    path = region.path if region else ""
    if not reader.covers(path):
        raise AccountRefused(
            _("This region does not lie in your area.")
            if region
            else _("Only the administrator of the whole nation can give the whole nation.")
        )


def _giver(by: User, at: datetime) -> Reader:
    reader = reader_for(by, on=timezone.localdate(at))
    if not reader.may(CHANGE):
        raise AccountRefused(_("You may not manage accounts."))
    return reader


def _tell(assignment: AreaAssignment, by: User, at: datetime, text: str, day: date | None) -> None:
    """Keep in the account's history who gave or took which area."""
    area = str(assignment.region) if assignment.region else _("the whole nation")
    told = text % {"area": area, "day": date_format(day, "SHORT_DATE_FORMAT") if day else "–"}
    record_account(assignment.user, by=by, at=at, why=told)
