"""What programmes are called on a day, and which names may stand beside each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from p2kp_site.exchange.reading import Fault


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name of a programme from one day until another, the latter not included."""

    programme: Any
    name: str
    abbreviation: str
    from_on: date | None
    until_on: date | None

    def holds_on(self, day: date) -> bool:
        """Was this the name on that day?"""
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day < self.until_on
        )

    def meets(self, other: "DatedName") -> bool:
        """Is there a day on which both hold?"""
        return _begins_before(self, other) and _begins_before(other, self)


def _begins_before(one: DatedName, other: DatedName) -> bool:
    return one.from_on is None or other.until_on is None or one.from_on < other.until_on


def name_in(names: Iterable[DatedName], day: date) -> DatedName | None:
    """The name that holds on that day; of several, the one that began last."""
    holding = [one for one in names if one.holds_on(day)]
    return max(holding, key=lambda one: one.from_on or date.min, default=None)


def names_between(
    own: DatedName, others: Iterable[DatedName], start: date, end: date
) -> list[DatedName]:
    """What a programme was called from a day until another, the latter not included, in order.

    Each name comes with its days; where no other name held, the programme bore its own.
    """
    others = list(others)
    changes = {day for one in (own, *others) for day in (one.from_on, one.until_on) if day}
    pieces: list[DatedName] = []
    begins = sorted(changes)
    for begin, until in zip(begins, (*begins[1:], None), strict=True):
        if not own.holds_on(begin):
            continue
        name = name_in(others, begin) or own
        last = pieces[-1] if pieces else None
        if last and (last.name, last.abbreviation) == (name.name, name.abbreviation):
            pieces[-1] = replace(last, until_on=until)
        else:
            pieces.append(replace(name, from_on=begin, until_on=until))
    asked = DatedName(own.programme, "", "", start, end)
    return [piece for piece in pieces if piece.meets(asked)]


def same_text(one: str, other: str) -> bool:
    """Are two names the same to a person who reads them?"""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def period_faults(values: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """The fault of a period that ends before it begins; days or ISO texts."""
    from_on, until_on = values["from_on"], values["until_on"]
    if from_on and until_on and until_on <= from_on:
        yield "until_on", Fault("ends_before_it_begins", {"text": until_on, "since": from_on})


def name_faults(mine: DatedName, others: Iterable[DatedName]) -> Iterator[tuple[str, Fault]]:
    """The faults of a name beside other names.

    Names of one programme follow each other; an abbreviation may be that of several programmes
    (P2KP was, twice), but not on one day, else a file of that day could mean either.
    """
    for other in others:
        if not mine.meets(other):
            continue
        if other.programme == mine.programme:
            yield "from_on", Fault("names_overlap", {"text": mine.name, "other": other.name})
        elif mine.abbreviation and same_text(mine.abbreviation, other.abbreviation):
            yield (
                "abbreviation",
                Fault("abbreviation_taken", {"text": mine.abbreviation, "other": other.name}),
            )
