"""What a programme is called on a day, and which names may stand beside each other."""

from datetime import date

import pytest

from programs.rules.programmes import DatedName, name_faults, name_in, period_faults, same_text


def named(
    name: str, since: int | None, until: int | None, *, of: str = "P", short: str = ""
) -> DatedName:
    return DatedName(
        of, name, short or name, since and date(since, 1, 1), until and date(until, 1, 1)
    )


NAMES = [named("PNPM Mandiri P2KP", 2007, 2008), named("PNPM Mandiri Perkotaan", 2008, 2015)]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2006, 12, 31), None),
        (date(2007, 1, 1), "PNPM Mandiri P2KP"),
        (date(2007, 12, 31), "PNPM Mandiri P2KP"),
        (date(2008, 1, 1), "PNPM Mandiri Perkotaan"),
        (date(2010, 6, 1), "PNPM Mandiri Perkotaan"),
        (date(2015, 1, 1), None),
    ],
)
def test_a_programme_goes_by_the_name_of_the_day(day: date, name: str | None) -> None:
    found = name_in(NAMES, day)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ((2007, 2008), (2008, 2015), False),
        ((2007, 2009), (2008, 2015), True),
        ((2007, None), (2030, None), True),
        ((None, 2007), (2006, 2008), True),
        ((2010, 2011), (2007, 2015), True),
    ],
)
def test_names_meet_when_they_share_a_day(one, other, meets) -> None:
    first, second = named("A", *one), named("B", *other)
    assert first.meets(second) is second.meets(first) is meets


def kinds(mine: DatedName, *others: DatedName) -> set[tuple[str, str]]:
    return {(column, fault.kind) for column, fault in name_faults(mine, others)}


def test_names_of_one_programme_follow_each_other() -> None:
    assert kinds(named("A", 2007, 2009), named("B", 2008, 2015)) == {("from_on", "names_overlap")}
    assert kinds(named("A", 2007, 2008), named("B", 2008, 2015)) == set()


def test_an_abbreviation_may_be_shared_but_not_on_one_day() -> None:
    old = named("Penanggulangan Kemiskinan", 1999, 2007, of="OLD", short="P2KP")
    new = named("Peningkatan Kualitas", 2015, 2016, of="NEW", short="P2KP")
    early = named("Peningkatan Kualitas", 2006, 2016, of="NEW", short="p2kp ")
    assert kinds(new, old) == set()
    assert kinds(early, old) == {("abbreviation", "abbreviation_taken")}


def test_a_period_ends_after_it_begins() -> None:
    def faults(since: str, until: str | None) -> list[str]:
        return [fault.kind for _, fault in period_faults({"from_on": since, "until_on": until})]

    assert faults("2007-01-01", None) == faults("2007-01-01", "2007-01-02") == []
    assert faults("2007-01-01", "2007-01-01") == ["ends_before_it_begins"]


def test_spaces_and_capitals_make_no_other_name() -> None:
    assert same_text("PNPM  Mandiri", "pnpm mandiri")
    assert not same_text("PNPM", "P2KP")
