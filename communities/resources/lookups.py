"""Look-ups of regions, boards and consultants in files: by code, with the names beside it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Agency, Board, Region, RegionCode, SlumArea
from communities.rules.region_names import same_written_name
from communities.rules.region_spelling import same_place
from communities.rules.region_suggestions import nearest
from communities.rules.regions import fold
from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.reader import Reader

MOST_SUGGESTED_FROM = 400


class RegionLookup:
    """A region of any level by its Kemendagri code, in the reader's area."""

    stores: ClassVar[Mapping[str, str]] = {"region_id": "pk", "area": "path"}
    not_found: ClassVar[str] = "unknown_region_of_any_level"

    def current(self, reader: Reader) -> QuerySet[Region]:
        return Region.objects.in_force().writable_by(reader)

    def resolve(self, texts: Iterable[str], reader: Reader) -> Mapping[str, Found]:
        wanted = set(texts)
        in_force = self.current(reader).filter(code__among=wanted).values_list(*_FACTS)
        found = {facts[0]: _found(*facts) for facts in in_force}
        if missing := wanted - found.keys():
            past = RegionCode.objects.filter(code__in=missing, region__in=self.current(reader))
            once: dict[str, list[tuple[Any, ...]]] = {}
            for code, *facts in past.values_list("code", *(f"region__{name}" for name in _FACTS)):
                once.setdefault(code, []).append(tuple(facts))
            # A code that two places had one after the other says nothing by itself.
            found.update({c: _found(*facts[0]) for c, facts in once.items() if len(facts) == 1})
        return found

    def unknown(self, text: str, name: str | None, reader: Reader) -> Fault:
        """Name the nearest regions of the reader's own area: by name where there is one, and
        same district first."""
        suggestions: list[str] = []
        for cut in (8, 5, 2):
            candidates = self.current(reader).filter(code__startswith=text[:cut])
            named = candidates.order_by("path").values_list("code", "name")
            if places := list(named[:MOST_SUGGESTED_FROM]):
                alike = nearest(name, places) if name else []
                near = dict.fromkeys([*alike, *nearest(text, places)])
                suggestions = [" ".join(place) for place in near][:3]
                break
        return Fault(self.not_found, {"text": text, "suggestions": suggestions})

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return not _same_place_meant(written, found.beside[aspect])


class VillageLookup(RegionLookup):
    """A kelurahan or desa by its Kemendagri code, in the reader's area."""

    not_found = "unknown_region"

    def current(self, reader: Reader) -> QuerySet[Region]:
        # A method of our query sets.
        return super().current(reader).villages()  # type: ignore[attr-defined]


class RegencyLookup(RegionLookup):
    """A regency or city by its Kemendagri code, in the reader's area."""

    not_found = "unknown_regency"

    def current(self, reader: Reader) -> QuerySet[Region]:
        # What stands beside this mixin has the method.
        return super().current(reader).regencies()  # type: ignore[attr-defined]


class BoardLookup(RecordLookup):
    """A community board by its code, in the reader's area, with the names of its places."""

    def __init__(self) -> None:
        super().__init__(
            Board,
            "code",
            stores={"board_id": "pk", "area": "area"},
            beside={
                "name": "name",
                "village": "region__name",
                "district": "region__parent__name",
                "regency": "region__parent__parent__name",
            },
        )

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        if aspect == "name":
            return not same_board_name(written, found.beside[aspect])
        return not _same_place_meant(written, found.beside[aspect])


class ConsultantLookup(RecordLookup):
    """A consultant by the code of its agency: a steward names those of the levels above, too."""

    def __init__(self) -> None:
        super().__init__(
            Agency, "code", stores={"agency_id": "pk"}, beside={"name": "name"}, visible=True
        )

    def current(self, reader: Reader) -> QuerySet[Any]:
        # A method of our query sets.
        return super().current(reader).consultants()  # type: ignore[attr-defined]

    def unknown(self, text: Any, name: str | None, reader: Reader) -> Fault:
        if super().current(reader).filter(code=text).exists():
            return Fault("no_consultant", {"text": str(text)})
        return super().unknown(text, name, reader)


class SlumAreaLookup(RecordLookup):
    """A slum area by the number of its decree, its name and the regency, in the reader's area.

    The regency may be left out where the number and the name say which one is meant.
    """

    def __init__(self) -> None:
        super().__init__(
            SlumArea,
            "decree_number",
            "name",
            "region__code",
            stores={"slum_area_id": "pk"},
            beside={"area": "area", "regency": "region__name"},
        )

    def resolve(self, texts: Iterable[Any], reader: Reader) -> Mapping[Any, Found]:
        wanted = set(texts)
        named: dict[Any, list[Found]] = {}
        rows = self.current(reader).filter(
            decree_number__among={text[0] for text in wanted},
            name__among={text[1] for text in wanted},
        )
        facts = ("pk", "area", "region__name")
        for number, name, code, pk, area, regency in rows.values_list(*self.by, *facts):
            beside = {"area": area, "regency": regency}
            found = Found((number, name, code), {"slum_area_id": pk}, beside)
            named.setdefault((number, name), []).append(found)
        meant = {text: self._meant(text, named.get(text[:2], [])) for text in wanted}
        return {text: found for text, found in meant.items() if found}

    def _meant(self, text: Any, standing: Sequence[Found]) -> Found | None:
        code = text[2]
        same = [one for one in standing if code in (None, one.text[2])]
        if len(same) > 1:
            empty = dict.fromkeys(self.stores)
            return Found(text, empty, {}, closed=Fault("several_slum_areas"))
        return same[0] if same else None


@lru_cache(maxsize=10_000)
def _same_place_meant(written: str, name: str) -> bool:
    """A name cut off inside a word, or with a slip of the pen, still means the same place."""
    if same_place(written, name) or same_written_name(written, name):
        return True
    cut_off = name.casefold().startswith(written.casefold())
    return cut_off and name[len(written) :][:1].isalpha()


def same_board_name(one: str, other: str) -> bool:
    """Do two names mean one board? Offices write the BKM or LKM in front, or leave it out."""
    return _without_title(one) == _without_title(other)


def _without_title(name: str) -> str:
    return fold(_TITLE.sub("", name)) or fold(name)


_TITLE = re.compile(r"^\s*(?:(?:BKM|LKM)(?:\s*/\s*(?:BKM|LKM))?\b\.?)\s*", re.IGNORECASE)
_ASPECTS = ("name", "district", "regency", "province")
_FACTS = (
    "code",
    "pk",
    "path",
    "name",
    "parent__name",
    "parent__parent__name",
    "parent__parent__parent__name",
)


def _found(code: str, pk: int, path: str, *names: str) -> Found:
    return Found(code, {"region_id": pk, "area": path}, dict(zip(_ASPECTS, names, strict=True)))


REGION = RegionLookup()
VILLAGE = VillageLookup()
REGENCY = RegencyLookup()
BOARD = BoardLookup()
CONSULTANT = ConsultantLookup()
SLUM_AREA = SlumAreaLookup()
REGION_HELP = _("Kemendagri code of the region, of any level, such as 14.04 or 14.04.04.1001.")
REGENCY_HELP = _("Kemendagri code of the regency or city, such as 14.04.")
VILLAGE_HELP = _("Kemendagri code of the kelurahan or desa, such as 14.04.04.1001.")
