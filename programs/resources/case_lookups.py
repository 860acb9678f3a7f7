"""Look-ups of what cases name in files: their type and stage, and what they are about."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from communities.models import Board, SlumArea
from communities.resources.lookups import SlumAreaLookup, same_board_name
from communities.rules.regions import fold
from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.reader import Reader
from programs.models import CaseStage, CaseTerm, CaseType, Plan, Work

# What stands beside everything that a case may be about: where it lies.
_WHERE = {"area": "area"}


class StageLookup:
    """A stage of the type beside it, by its code or by its name."""

    stores: Mapping[str, str] = {"stage_id": "pk"}

    def current(self, reader: Reader) -> QuerySet[CaseStage]:
        rows: QuerySet[CaseStage] = CaseStage.objects.visible_to(reader)
        return rows

    def resolve(
        self, texts: Iterable[tuple[str, str]], reader: Reader
    ) -> Mapping[tuple[str, str], Found]:
        known = {}
        facts = ("type__code", "code", "name", "pk", "is_done")
        for type_code, code, name, pk, is_done in self.current(reader).values_list(*facts):
            beside: dict[str, Any] = {"name": name, "is_done": is_done}
            found = Found((type_code, code), {"stage_id": pk}, beside)
            for word in (fold(name), fold(code)):
                known[type_code, word] = found
        meant = {(kind, word): known.get((kind, fold(word))) for kind, word in texts}
        return {text: found for text, found in meant.items() if found}

    def unknown(self, text: tuple[str, str], name: str | None, reader: Reader) -> Fault:
        """Name the stages that the type has."""
        stages = self.current(reader).filter(type__code=text[0]).order_by("position", "pk")
        codes = list(stages.values_list("code", flat=True))
        return Fault("unknown_stage", {"text": str(text[1]), "readings": codes})

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return False  # nothing stands beside a stage


class TermLookup(RecordLookup):
    """A channel or a theme by its code."""

    def __init__(self, kind: str) -> None:
        super().__init__(CaseTerm, "code", stores={f"{kind}_id": "pk"}, visible=True)
        self.kind = kind

    def current(self, reader: Reader) -> QuerySet[Any]:
        return super().current(reader).filter(kind=self.kind)


class AboutBoard(RecordLookup):
    """A board that a case is about, which does not say where the case lies."""

    def __init__(self) -> None:
        beside = {"name": "name", **_WHERE}
        super().__init__(Board, "code", stores={"board_id": "pk"}, beside=beside)

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return not same_board_name(written, found.beside[aspect])


class AboutSlumArea(SlumAreaLookup):
    """A slum area that a case is about: whoever reads the decree may name it."""

    def current(self, reader: Reader) -> QuerySet[Any]:
        rows: QuerySet[Any] = SlumArea.objects.visible_to(reader)
        return rows


TYPE = RecordLookup(
    CaseType,
    "code",
    stores={"type_id": "pk"},
    beside={name: name for name in ("prefix", "subject", "is_complaint")},
    visible=True,
)
STAGE = StageLookup()
CHANNEL, THEME = TermLookup("channel"), TermLookup("theme")
ABOUT_BOARD, ABOUT_SLUM_AREA = AboutBoard(), AboutSlumArea()
ABOUT_PLAN = RecordLookup(
    Plan, "board__code", "kind", "start_year", "edition", stores={"plan_id": "pk"}, beside=_WHERE
)
ABOUT_WORK = RecordLookup(Work, "board__code", "number", stores={"work_id": "pk"}, beside=_WHERE)
