"""Bring the shipped lists into the database: funding sources, elements and programmes."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import Element, FundingSource, Programme, ProgrammeAlias
from programs.rules.reference_lists import ELEMENTS, PROGRAMMES, SOURCES, ShippedProgramme

if TYPE_CHECKING:
    from p2kp_site.accounts.models import User

_STEP = 10  # positions leave room for what an office adds in between


@transaction.atomic
def load_reference_lists(*, at: datetime, by: "User | None" = None) -> int:
    """Add what is missing, by its code, and return how many rows that were.

    What is there stays as it is: the ministry may have written better names and dates.
    """
    known_sources = set(FundingSource.objects.values_list("code", flat=True))
    known_elements = set(Element.objects.values_list("code", flat=True))
    known_programmes = set(Programme.objects.values_list("code", flat=True))
    new_sources = [one for one in enumerate(SOURCES, 1) if one[1].code not in known_sources]
    new_elements = [one for one in enumerate(ELEMENTS, 1) if one[1].code not in known_elements]
    new_programmes = [one for one in PROGRAMMES if one.code not in known_programmes]
    if not new_sources and not new_elements and not new_programmes:
        return 0
    change_set = open_change_set(by=by, at=at, door=Door.SETUP)
    FundingSource.objects.bulk_create(
        [
            FundingSource(
                code=source.code, name=source.name, kind=source.kind, position=number * _STEP
            )
            for number, source in new_sources
        ],
        change_set=change_set,
    )
    Element.objects.bulk_create(
        [
            Element(code=element.code, name=element.name, position=number * _STEP)
            for number, element in new_elements
        ],
        change_set=change_set,
    )
    for programme in new_programmes:
        _add(programme, change_set)
    return len(new_sources) + len(new_elements) + len(new_programmes)


def _add(shipped: ShippedProgramme, change_set: ChangeSet) -> None:
    programme = Programme(
        code=shipped.code,
        name=shipped.name,
        abbreviation=shipped.abbreviation,
        from_on=shipped.from_on,
        until_on=shipped.until_on,
        predecessor=Programme.objects.filter(code=shipped.predecessor).first(),
        note=shipped.note,
    )
    programme.save(change_set=change_set)
    names = [
        ProgrammeAlias(
            programme=programme,
            name=one.name,
            abbreviation=one.abbreviation,
            from_on=one.from_on,
            until_on=one.until_on,
        )
        for one in shipped.names
    ]
    ProgrammeAlias.objects.bulk_create(names, change_set=change_set)
