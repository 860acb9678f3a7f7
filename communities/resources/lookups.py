"""Look-ups of regions in files: by official code, with the names that stand beside it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Region, RegionCode
from communities.rules.region_names import same_written_name
from communities.rules.region_spelling import same_place
from communities.rules.region_suggestions import nearest
from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.reader import Reader

MOST_SUGGESTED_FROM = 400


class VillageLookup:
    """A kelurahan or desa by its Kemendagri code, in the reader's area."""

    stores: ClassVar[Mapping[str, str]] = {"region_id": "pk", "area": "path"}

    def current(self, reader: Reader) -> QuerySet[Region]:
        return Region.objects.in_force().villages().writable_by(reader)

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
        """Name the nearest villages of the reader's own area: by name where there is one, and
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
        return Fault("unknown_region", {"text": text, "suggestions": suggestions})

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return not _same_place_meant(written, found.beside[aspect])


@lru_cache(maxsize=10_000)
def _same_place_meant(written: str, name: str) -> bool:
    """A name cut off inside a word, or with a slip of the pen, still means the same place."""
    if same_place(written, name) or same_written_name(written, name):
        return True
    cut_off = name.casefold().startswith(written.casefold())
    return cut_off and name[len(written) :][:1].isalpha()


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


VILLAGE = VillageLookup()
VILLAGE_HELP = _("Kemendagri code of the kelurahan or desa, such as 14.04.04.1001.")
