"""Rules of the rows of cases beside the base and beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from communities.models import SlumAreaPart
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from programs.models import Case
from programs.rules.cases import closing_faults, register_key, split_number, type_faults
from programs.services.case_numbers import AWAITED

Faults = Iterator[tuple[str, Fault]]
# The column at which each thing that a case is about is named.
HEADS = {
    "board": "board", "slum_area": "slum_area", "plan": "plan_board", "work": "work_board",
}  # fmt: skip  # a table, an entry a line
# What changes by acts alone, each of which leaves an event.
BY_ACTS = frozenset({"type", "stage", "level", "due_on", "closed_on", "outcome"})
_STANDING = (
    "area", "number", "closed_on", "type__prefix", "type__subject", "type__is_complaint",
    "stage__name", "stage__is_done", "region__name", "slum_area",
    *(f"{name}__area" for name in HEADS),
)  # fmt: skip  # names as running text


class CaseRows:
    """The rows of one file of cases; remembers what they have in their registers."""

    def __init__(self) -> None:
        self._registered: dict[str, str] = {}

    def faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """What is wrong with the rows of a slice, in four queries at most."""
        standing = _standing(rows)
        parts = _parts(rows, standing)
        taken = _taken(rows, standing)
        for row in rows:
            held = standing.get(row.pk or 0, {})
            found = [*self._of_row(row, held, parts)]
            found += self._register(row, held, taken)
            for column, fault in found:
                yield row.number, column, fault

    def _of_row(self, row: WouldBe, held: Mapping[str, Any], parts: Any) -> Faults:
        if row.pk and held["closed_on"]:
            yield from ((column, Fault("case_is_closed")) for column in row.changes)
            return
        yield from _stands(row, held) if row.pk else _begins(row)
        kind = row.found.get("type_id")
        about = (
            kind.beside if kind else {n: held[f"type__{n}"] for n in ("subject", "is_complaint")}
        )
        known = {**row.values, **{name: row.values[head] for name, head in HEADS.items()}}
        facts: Any = {name: about[name] for name in ("subject", "is_complaint")}
        for column, fault in type_faults(known, **facts):
            yield HEADS.get(column, column), fault
        yield from _outside(row, held, parts)

    def _register(self, row: WouldBe, held: Mapping[str, Any], taken: Mapping[str, int]) -> Faults:
        """One number in the register of a regency and a year is one case."""
        key = _key(row, held)
        if key is None:
            return
        # Rows that wait for their number are told apart by what the preview keeps of them.
        number = row.values["number"]
        mine = AWAITED if number.startswith(AWAITED) else number
        if self._registered.setdefault(key, mine) != mine or taken.get(key, row.pk) != row.pk:
            said = {"text": row.values["register_number"]}
            yield "register_number", Fault("register_number_taken", said)


def _standing(rows: Sequence[WouldBe]) -> dict[int, dict[str, Any]]:
    """What the cases hold that the rows change."""
    keys = [row.pk for row in rows if row.pk]
    found = Case.objects.filter(pk__among=keys).values("pk", *_STANDING) if keys else ()
    return {one["pk"]: one for one in found}


def _area(row: WouldBe, held: Mapping[str, Any]) -> str:
    region = row.found.get("region_id")
    return str(region.stores["area"] if region else held["area"])


def _about(row: WouldBe, held: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """What the row is about: its name among the subjects, where it lies, and its key."""
    for name, head in HEADS.items():
        if row.values[head]:
            found = row.found.get(f"{name}_id")
            area = found.beside["area"] if found else held[f"{name}__area"]
            key = found.stores[f"{name}_id"] if found else held.get(name)
            yield name, str(area), key


def _parts(rows: Sequence[WouldBe], standing: Mapping[int, Any]) -> dict[int, list[str]]:
    """Where the parts of the slum areas lie that are named, by slum area."""
    named = {
        key
        for row in rows
        for name, _area, key in _about(row, standing.get(row.pk or 0, {}))
        if name == "slum_area"
    }
    parts: dict[int, list[str]] = {}
    if named:
        found = SlumAreaPart.objects.filter(slum_area__pk__among=named)
        for slum_area, area in found.values_list("slum_area", "area"):
            parts.setdefault(slum_area, []).append(area)
    return parts


def _key(row: WouldBe, held: Mapping[str, Any]) -> str | None:
    return register_key(_area(row, held), row.values["received_on"], row.values["register_number"])


def _taken(rows: Sequence[WouldBe], standing: Mapping[int, Any]) -> dict[str, int]:
    """Which numbers of the registers are in use, wherever that is, and by which case."""
    keys = {key for row in rows if (key := _key(row, standing.get(row.pk or 0, {})))}
    found = Case.objects.filter(register_key__among=keys) if keys else Case.objects.none()
    return dict(found.values_list("register_key", "pk"))


def _stands(row: WouldBe, held: Mapping[str, Any]) -> Faults:
    """A case that is there is not moved by a file, and keeps its number."""
    for column in row.changes:
        if column == "number":
            yield column, Fault("case_number_stays")
        elif column in BY_ACTS:
            yield column, Fault("case_moves_on_its_page", {"found": held["stage__name"]})


def _begins(row: WouldBe) -> Faults:
    """A new case may come in at any stage, and with the number that it has elsewhere."""
    # A row that is stored has found its type.
    number, prefix = row.values["number"], row.found["type_id"].beside["prefix"]  # type: ignore[union-attr]
    fits = number.startswith(f"{prefix}-") and split_number(number)
    if not (number.startswith(AWAITED) or fits):
        yield "number", Fault("case_number_unfit", {"text": number, "prefix": prefix})
    stage: Any = row.found["stage_id"]
    closed_on, outcome = row.values["closed_on"], row.values["outcome"]
    yield from closing_faults(is_done=stage.beside["is_done"], closed_on=closed_on, outcome=outcome)


def _outside(row: WouldBe, held: Mapping[str, Any], parts: Mapping[int, list[str]]) -> Faults:
    """What a case is about lies in its region; of a slum area a part is enough."""
    area = _area(row, held)
    for name, where, key in _about(row, held):
        some = parts.get(key, ()) if name == "slum_area" else ()
        if not any(one.startswith(area) for one in (where, *some)):
            head = HEADS[name]
            said = {"text": str(row.values[head]), "region": str(row.values["region"])}
            yield head, Fault("subject_outside_region", said)
