"""What a new edition of the register changes, and the paths that follow."""

from datetime import date
from typing import NamedTuple

import pytest

from communities.rules.region_paths import NoStepLeft, child_path, paths_after
from communities.rules.register_comparison import Comparison, Known, Why, compare


class Row(NamedTuple):
    code: str
    name: str


def known(*lines: str) -> list[Known]:
    """Regions in force from `code name` lines, parents first, with paths in that order."""
    regions: dict[str, Known] = {}
    for number, line in enumerate(lines, start=1):
        code, name = line.split(" ", 1)
        parent = regions.get(code.rpartition(".")[0])
        step = 1 + sum(r.parent_id == (parent.id if parent else None) for r in regions.values())
        path = child_path(parent.path if parent else "", step)
        regions[code] = Known(number, parent.id if parent else None, code, name, path)
    return list(regions.values())


def rows(*lines: str) -> list[Row]:
    return [Row(*line.split(" ", 1)) for line in lines]


BASE = (
    "14 Riau",
    "14.01 Kabupaten Kampar",
    "14.04 Kabupaten Indragiri Hilir",
    "14.04.01 Reteh",
    "14.04.01.1001 Pulau Kijang",
    "14.04.01.2002 Sukamaju",
    "14.04.04 Tembilahan",
    "14.04.04.1001 Tembilahan Kota",
    "14.04.04.1002 Tembilahan Hilir",
)


def summary(result: Comparison) -> dict[str, list[str]]:
    """What was decided, without what is empty."""
    words = {
        "respelt": [row.name for _region, row in result.respelt],
        "doubtful": [doubt.row.code for doubt in result.doubtful],
        "moved": [f"{region.code}>{row.code}" for region, row in result.moved],
        "retired": [region.code for region in result.retired],
        "kept": [region.code for region in result.kept],
        "added": [row.code for row in result.added],
    }
    return {name: values for name, values in words.items() if values}


def after(*changes: tuple[str, str]) -> list[Row]:
    """The base as a new edition: some lines changed, left out (to "") or new (from "")."""
    lines = list(BASE)
    for old, new in changes:
        if old:
            lines.remove(old)
        if new:
            lines.append(new)
    return rows(*lines)


@pytest.mark.parametrize(
    ("edition", "decided"),
    [
        (after(), {}),
        (after((BASE[8], "14.04.04.1002 Tembilahan hilir")), {"respelt": ["Tembilahan hilir"]}),
        (after((BASE[8], "14.04.04.1002 Pekan Arba")), {"doubtful": ["14.04.04.1002"]}),
        (after(("", "14.04.04.1003 Pekan Arba")), {"added": ["14.04.04.1003"]}),
        (after((BASE[8], "")), {"retired": ["14.04.04.1002"]}),
        # Both gone: nothing of the district is listed, so the file does not cover it.
        (after((BASE[7], ""), (BASE[8], "")), {"kept": ["14.04.04.1001", "14.04.04.1002"]}),
        # A desa that became a kelurahan.
        (
            after((BASE[5], "14.04.01.1002 Suka Maju")),
            {"moved": ["14.04.01.2002>14.04.01.1002"]},
        ),
        # A village that came to a new district of the same regency.
        (
            after((BASE[5], "14.04.20 Kempas"), ("", "14.04.20.2001 Sukamaju")),
            {"moved": ["14.04.01.2002>14.04.20.2001"], "added": ["14.04.20"]},
        ),
        # Not to another regency: that may be any Sukamaju.
        (
            after((BASE[5], "14.01.01 Kuok"), ("", "14.01.01.2001 Sukamaju")),
            {"retired": ["14.04.01.2002"], "added": ["14.01.01", "14.01.01.2001"]},
        ),
        # Two new ones of the name: neither is it.
        (
            after((BASE[5], "14.04.01.2003 Sukamaju"), ("", "14.04.01.2004 Sukamaju")),
            {"retired": ["14.04.01.2002"], "added": ["14.04.01.2003", "14.04.01.2004"]},
        ),
        # The old place under a new code, its code given to another place.
        (
            after((BASE[8], "14.04.04.1002 Pekan Arba"), ("", "14.04.04.1009 Tembilahan Hilir")),
            {"moved": ["14.04.04.1002>14.04.04.1009"], "added": ["14.04.04.1002"]},
        ),
        # Two that changed their codes with each other: for people to see.
        (
            after(
                (BASE[7], "14.04.04.1001 Tembilahan Hilir"),
                (BASE[8], "14.04.04.1002 Tembilahan Kota"),
            ),
            {"doubtful": ["14.04.04.1001", "14.04.04.1002"]},
        ),
        # A district gone with its villages, one of which is elsewhere in the regency.
        (
            rows(*BASE[:3], *BASE[6:], "14.04.04.2009 Sukamaju"),
            {
                "moved": ["14.04.01.2002>14.04.04.2009"],
                "retired": ["14.04.01", "14.04.01.1001"],
            },
        ),
    ],
)
def test_a_new_edition_is_taken_apart(edition, decided):
    assert summary(compare(known(*BASE), edition)) == decided


def test_a_spelling_that_is_the_name_of_a_neighbour_is_doubtful():
    base = known("14 Riau", "14.01 Kabupaten Kampar", "14.01.01 Karangasem", "14.01.02 Karangasam")
    edition = rows("14 Riau", "14.01 Kabupaten Kampar", "14.01.01 Karangasam", "14.01.02 Karang")
    assert summary(compare(base, edition)) == {"doubtful": ["14.01.01", "14.01.02"]}


def test_a_regency_takes_everything_below_it_to_its_new_province():
    base = known(
        "91 Papua",
        "91.01 Kabupaten Merauke",
        "91.01.01 Merauke",
        "91.01.01.1001 Maro",
        "91.03 Kabupaten Jayapura",
    )
    edition = rows(
        "91 Papua",
        "91.03 Kabupaten Jayapura",
        "93 Papua Selatan",
        "93.01 Kabupaten Merauke",
        "93.01.01 Merauke",
        "93.01.01.1001 Maro",
    )
    result = compare(base, edition)
    assert summary(result) == {
        "moved": ["91.01>93.01", "91.01.01>93.01.01", "91.01.01.1001>93.01.01.1001"],
        "added": ["93"],
    }
    paths = paths_after(base, result)
    assert paths.added == {"93": "002"}
    assert paths.rewritten == {
        "001001": "002001",
        "001001001": "002001001",
        "0010010010001": "0020010010001",
    }


def test_an_old_code_below_a_region_that_moved_is_another_place():
    base = known("91 A", "91.01 Kabupaten X", "91.01.01 Utama", "91.02 Kabupaten Y")
    edition = rows(
        "91 A",
        "91.01 Kabupaten Baru",
        "91.01.01 Pusat",
        "91.02 Kabupaten Y",
        "91.09 Kabupaten X",
        "91.09.01 Utama",
    )
    assert summary(compare(base, edition)) == {
        "moved": ["91.01>91.09", "91.01.01>91.09.01"],
        "added": ["91.01", "91.01.01"],
    }


def test_a_file_that_lists_half_of_the_provinces_retires_the_others():
    base = known("11 Aceh", "12 Sumatera Utara", "13 Sumatera Barat", "14 Riau", "14.04 Kab A")
    half = compare(base, rows("11 Aceh", "12 Sumatera Utara"))
    assert [region.code for region in half.retired] == ["13", "14", "14.04"]
    less = compare(base, rows("11 Aceh"))
    assert less.changes_nothing
    assert [region.code for region in less.kept] == ["12", "13", "14", "14.04"]


def test_a_regency_that_the_file_does_not_cover_is_not_added_a_second_time():
    base = known("91 Papua", "91.01 Kabupaten Merauke", "92 Papua Barat", "94 Papua Tengah")
    result = compare(base, rows("93 Papua Selatan", "93.01 Kabupaten Merauke", "93.01.01 Merauke"))
    assert [(doubt.row.code, doubt.why) for doubt in result.doubtful] == [
        ("93.01", Why.PERHAPS_MOVED),
        ("93.01.01", Why.PARENT_DOUBTFUL),
    ]


def test_steps_are_given_in_code_order_and_never_twice():
    base = known(*BASE)
    retired = base[-1]._replace(retired_on=date(2020, 1, 1))
    base = [*base[:-1], retired]
    edition = rows(*BASE[:-1], "14.04.04.1009 Sembilan", "14.04.04.1003 Tiga", "14.04.04.1002 Baru")
    paths = paths_after(base, compare(base, edition))
    assert paths.added == {
        "14.04.04.1002": "0010020020003",
        "14.04.04.1003": "0010020020004",
        "14.04.04.1009": "0010020020005",
    }


def test_retired_regions_below_one_that_moved_keep_their_place_in_it():
    base = known(
        "14 R",
        "14.01 Kabupaten A",
        "14.01.01 X",
        "14.01.01.2001 V",
        "14.01.09 Z",
        "14.02 Kabupaten B",
    )
    base[3] = base[3]._replace(retired_on=date(2020, 1, 1))
    edition = rows("14 R", "14.01 Kabupaten A", "14.01.09 Z", "14.02 Kabupaten B", "14.02.01 X")
    paths = paths_after(base, compare(base, edition))
    assert paths.rewritten == {"001001001": "001002001", "0010010010001": "0010020010001"}


def test_a_parent_with_a_full_house_is_an_error():
    assert child_path("", 999) == "999"
    with pytest.raises(NoStepLeft):
        child_path("001", 1000)
