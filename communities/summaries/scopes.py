"""The region of a summary and its parts: the next level of regions, as the register has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from communities.models import Region
from communities.region_words import short_name
from p2kp_site.foundation.areas import LEVEL_ENDS, LONGEST
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.scoping import within
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.summaries import NATION_CODE, Scope

Sums = Mapping[str, int | Decimal]
UNVERIFIED = "_unverified"
NOT_SIGNED = ~Q(signoff=SignoffState.VERIFIED)
_SMALLEST = Decimal("0.0001")
_PART = "part_of_the_region"


class NoSuchRegion(ValueError):
    """No region in force of that code lies in the reader's area."""


def scope_named(code: str, reader: Reader) -> Scope:
    """The region of that code, or the nation (`ID`); raises NoSuchRegion outside the area."""
    if code.upper() == NATION_CODE:
        scope = Scope(NATION_CODE, str(_("Indonesia")), "")
    else:
        found = Region.objects.in_force().visible_to(reader).filter(code=code).first()
        if found is None:
            raise NoSuchRegion(code)
        scope = scope_of(found)
    if not reader.covers(scope.path):
        raise NoSuchRegion(code)
    return scope


def scope_of(region: Region) -> Scope:
    """A region as what a summary is about."""
    return Scope(region.code, short_name(region), region.path)


@dataclass(frozen=True, slots=True)
class Part:
    """A region of the next level."""

    path: str
    code: str
    name: str
    in_force: bool


class Division:
    """A region with its parts; sums are asked for all of them at once."""

    def __init__(self, scope: Scope, reader: Reader) -> None:
        self.scope = scope
        self.reader = reader
        self._end = next((end for end in LEVEL_ENDS if end > len(scope.path)), LONGEST)
        rows = Region.objects.visible_to(reader)
        rows = (
            rows.filter(parent__isnull=True)
            if scope.is_nation
            else rows.filter(parent__path=scope.path)
        )
        self.parts = [
            Part(one.path, one.code, short_name(one), one.retired_on is None)
            for one in rows.order_by("code", "path")
        ]

    def inside(self, rows: Any) -> QuerySet[Any]:
        """Of these rows, the ones of the region that the reader sees."""
        seen: QuerySet[Any] = rows.visible_to(self.reader).filter(within([self.scope.path]))
        return seen

    def sums(self, rows: Any, **sums: Any) -> dict[str, Sums]:
        """Sums by part: {path: {name: number}}; the level's own rows stand under its own path.

        One statement, whatever the number of rows and parts.
        """
        grouped = (
            self.inside(rows)
            .order_by()
            .annotate(**{_PART: Substr(F("area"), 1, self._end)})
            .values(_PART)
            .annotate(**sums)
        )
        return {row.pop(_PART): _tidied(row) for row in grouped}


def _tidied(row: dict[str, Any]) -> Sums:
    # SQLite adds decimals as floating numbers.
    return {
        name: value.quantize(_SMALLEST) if isinstance(value, Decimal) else value or 0
        for name, value in row.items()
    }


def counts(unverified: Q = NOT_SIGNED, /, **conditions: Q | None) -> dict[str, Count]:
    """For each name how many rows meet the condition, and how many of these are not verified.

    Rows that are no forms of their own say what `unverified` means for them.
    """
    found: dict[str, Count] = {}
    for name, condition in conditions.items():
        found[name] = Count("pk", filter=condition) if condition else Count("pk")
        both = condition & unverified if condition else unverified
        found[name + UNVERIFIED] = Count("pk", filter=both)
    return found
