"""Look-ups of sources, tranche schemes, works, grants, tranches and payments in files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from communities.resources.lookups import BOARD
from finance.models import Disbursement, Grant, Tranche, TrancheScheme
from p2kp_site.exchange.columns import Found
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.reader import Reader
from programs.models import FundingSource, Work
from programs.resources.lookups import PROGRAMME_OF_YEAR

SOURCE = RecordLookup(FundingSource, "code", stores={"source_id": "pk"}, visible=True)
SCHEME = RecordLookup(TrancheScheme, "code", stores={"scheme_id": "pk"}, visible=True)
WORK = RecordLookup(Work, "board__code", "number", stores={"work_id": "pk"})

_BOARD = {
    "name": "board__name",
    "village": "board__region__name",
    "district": "board__region__parent__name",
}
_FIRST = 1


class GrantLookup(RecordLookup):
    """A grant by board, programme, year and number.

    The number is 1 where it is left out. So may be the programme, while board and year have one
    grant; it may be called by its name of that year.
    """

    def __init__(self) -> None:
        parts = ("board__code", "programme__code", "fiscal_year", "number")
        stores = {"grant_id": "pk", "area": "area"}
        super().__init__(Grant, *parts, stores=stores, beside=_BOARD)

    def resolve(self, texts: Iterable[Any], reader: Reader) -> Mapping[Any, Found]:
        wanted = set(texts)
        codes = self._programmes(wanted, reader)
        of_year: dict[Any, list[Found]] = defaultdict(list)
        rows = self.current(reader).filter(
            board__code__among={text[0] for text in wanted},
            fiscal_year__among={text[2] for text in wanted},
        )
        fields = (*self.by, *self.stores.values(), *_BOARD.values())
        for row in rows.order_by("pk").values_list(*fields):
            stores = dict(zip(self.stores, row[4:6], strict=True))
            beside = dict(zip(_BOARD, row[6:], strict=True))
            of_year[row[0], row[2]].append(Found(row[:4], stores, beside))
        found = {}
        for text in wanted:
            board, programme, year, number = text
            standing = of_year[board, year]
            if programme is not None:
                code = codes.get((programme, year))
                number = number or _FIRST
                standing = [one for one in standing if one.text[1] == code]
            meant = [one for one in standing if number in (None, one.text[3])]
            if len(standing) > 1 and programme is None:
                found[text] = _ambiguous(text, self, "several_grants")
            elif meant:
                found[text] = meant[0]
        return found

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return BOARD.differs(written, found, aspect)

    @staticmethod
    def _programmes(wanted: Iterable[Any], reader: Reader) -> dict[Any, str]:
        """The codes of programmes, by what they are called and the year."""
        named = {(text[1], text[2]) for text in wanted if text[1] is not None}
        found = PROGRAMME_OF_YEAR.resolve(named, reader) if named else {}
        return {text: one.text[0] for text, one in found.items()}


class TrancheLookup(RecordLookup):
    """A tranche by its grant, its number and its source, which may be left out where it is one.

    `places`: the row lies where its tranche does; else another column says where.
    """

    def __init__(self, *, places: bool) -> None:
        parts = (*(f"grant__{name}" for name in GRANT.by), "number", "source__code")
        stores = {"tranche_id": "pk", **({"area": "area"} if places else {})}
        beside = {name: f"grant__{path}" for name, path in _BOARD.items()}
        super().__init__(Tranche, *parts, stores=stores, beside=beside)

    def resolve(self, texts: Iterable[Any], reader: Reader) -> Mapping[Any, Found]:
        wanted = set(texts)
        grants = GRANT.resolve({text[:4] for text in wanted}, reader)
        keys = {one.stores["grant_id"] for one in grants.values() if not one.closed}
        of_grant: dict[Any, list[tuple[str, int, str]]] = defaultdict(list)
        rows = self.current(reader).filter(grant__pk__among=keys)
        for grant, number, *facts in rows.order_by("pk").values_list(
            "grant_id", "number", "source__code", "pk", "area"
        ):
            of_grant[grant, number].append(tuple(facts))
        found = {}
        for text in wanted:
            grant_found, (number, source) = grants.get(text[:4]), text[4:]
            if grant_found is None:
                continue
            if grant_found.closed:
                found[text] = _ambiguous(text, self, "several_grants")
                continue
            standing = of_grant[grant_found.stores["grant_id"], number]
            meant = [one for one in standing if source in (None, one[0])]
            if len(meant) > 1:
                found[text] = _ambiguous(text, self, "several_sources")
            elif meant:
                code, pk, area = meant[0]
                stores = dict(zip(self.stores, (pk, area), strict=False))
                found[text] = Found((*grant_found.text, number, code), stores, grant_found.beside)
        return found

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        return BOARD.differs(written, found, aspect)


class PaymentLookup(RecordLookup):
    """A payment that is in the system, by its tranche and its number.

    Only an approved payment is answered, so one that comes in with the same file is none yet.
    """

    def __init__(self) -> None:
        parts = (*(f"tranche__{path}" for path in TRANCHE.by), "payment_no")
        super().__init__(Disbursement, *parts, stores={"answers_id": "pk"})

    def unknown(self, text: Any, name: str | None, reader: Reader) -> Fault:
        return Fault("unknown_payment", {"text": str(text[-1])})


def _ambiguous(text: Any, lookup: RecordLookup, kind: str) -> Found:
    """What cannot be told from others: nothing is stored, and the row says why."""
    empty = dict.fromkeys(lookup.stores)
    return Found(text, empty, dict.fromkeys(lookup.beside, ""), closed=Fault(kind))


GRANT = GrantLookup()
TRANCHE = TrancheLookup(places=True)
TRANCHE_OF_BOARD = TrancheLookup(places=False)
PAYMENT = PaymentLookup()
