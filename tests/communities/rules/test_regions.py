"""What codes and names of regions say."""

import csv
import os
from functools import lru_cache
from pathlib import Path

import pytest

from communities.rules.regions import (
    Place,
    RegionNames,
    dotted,
    kind_of,
    level_of,
    nearest,
    parent_code,
    place_key,
    read_region_name,
    same_place,
    same_written_name,
)
from communities.services.register_files import read_register

SAMPLES = os.environ.get("P2KP_SAMPLES")
REGISTER = os.environ.get("P2KP_REGISTER")
WITHOUT_SAMPLES = "P2KP_SAMPLES names no folder; to run: P2KP_SAMPLES=<folder> make test"
LEVELS = {"province": 1, "kabupaten/kota": 2, "kecamatan": 3, "kelurahan/desa": 4}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("14", "14"),
        ("14.04", "14.04"),
        ("1404", "14.04"),
        ("140404", "14.04.04"),
        ("1404041001", "14.04.04.1001"),
        (" 14.04.04.1001 ", "14.04.04.1001"),
        ("91.03.01.3007", "91.03.01.3007"),
        ("14.1", None),
        ("140", None),
        ("1403060", None),
        ("1403060007", None),
        ("14.04.04.0007", None),
        ("140404.1001", None),
        ("14.04.", None),
        ("14.O4", None),
        ("", None),
        ("١٤", None),
    ],
)
def test_a_code_is_taken_with_or_without_points_and_in_no_other_form(written, code):
    assert dotted(written) == code


@pytest.mark.parametrize(
    ("code", "name", "level", "parent", "kind"),
    [
        ("14", "Riau", 1, "", "province"),
        ("14.04", "Kabupaten Indragiri Hilir", 2, "14", "regency"),
        ("14.72", "Kota Dumai", 2, "14", "city"),
        ("14.72", "Dumai", 2, "14", "city"),
        ("31.01", "Kabupaten Administrasi Kepulauan Seribu", 2, "31", "regency"),
        ("63.02", "Kabupaten Kotabaru", 2, "63", "regency"),
        ("14.04.04", "Tembilahan", 3, "14.04", "district"),
        ("14.04.04.1001", "Tembilahan Kota", 4, "14.04.04", "urban_village"),
        ("14.04.13.2002", "Pekan Kamis", 4, "14.04.13", "village"),
        ("91.03.01.3007", "Adat", 4, "91.03.01", "village"),
    ],
)
def test_a_code_says_its_level_and_kind(code, name, level, parent, kind):
    assert (level_of(code), parent_code(code), kind_of(code, name)) == (level, parent, kind)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Sungai Perak", "Sungaiperak"),
        ("KAB. MERAUKE", "Kabupaten Merauke"),
        ("Kerta jaya", "Kerta Jaya"),
        ("Pengalehan", "Pengalihan"),
        ("Jaya Bakti", "Jaya Bhakti"),
        ("Kramat Jaya", "Keramat Jaya"),
        ("Sri Danai", "Sri Damai"),
        ("Kuala Patah Arang", "Kuala Patah Parang"),
        ("Regapu’u", "Regapu'u"),
        ('Soka"an', "Sokaan"),
        ("Perk. Tolan I/II", "Perkebunan Tolan I/II"),
        ("Sei Perak", "Sungai Perak"),
        ("Soekamadjoe", "Sukamaju"),
        ("Marisa 4", "Marisa IV"),
        ("ParitII", "Parit II"),
    ],
)
def test_another_spelling_is_the_same_place(old, new):
    assert same_place(old, new)
    assert same_place(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Simpang Dua", "Simpang Tiga"),
        ("Parit I", "Parit II"),
        ("Lalai I/II", "Lalai III"),
        ("35 Ilir", "36 Ilir"),
        ("Tempuling", "Tempuling Jaya"),
        ("Mee", "Meunasah Mee"),
        ("Rengat Barat", "Rengat Timur"),
        ("Indragiri Hulu", "Indragiri Hilir"),
        ("Tanjungbaru", "Tanjungbatu"),
        ("Koting A", "Koting B"),
        ("Jok", "Jak"),
        ("Sukawangi", "Sukatani"),
        ("Sidorejo", "Sukorejo"),
        ("KAB. SORONG", "Kota Sorong"),
        ("KAB. TOBA SAMOSIR", "Kabupaten Toba"),
        ("KAB. PANGKAJENE KEPULAUAN", "Kabupaten Pangkajene dan Kepulauan"),
        ("Sempadan Jaya", ""),
    ],
)
def test_another_number_direction_or_word_is_not_the_same_place(old, new):
    assert not same_place(old, new)
    assert not same_place(new, old)


@pytest.mark.skipif(not SAMPLES, reason=WITHOUT_SAMPLES)
def test_codes_that_went_to_other_places_are_not_taken_for_the_same():
    with Path(str(SAMPLES), "regions", "recycled_village_codes_2016_2025.csv").open() as file:
        pairs = [(row["name_2016"], row["name_2025"]) for row in csv.DictReader(file)]
    assert len(pairs) > 100
    assert not [pair for pair in pairs if same_place(*pair)]


@pytest.mark.skipif(not SAMPLES, reason=WITHOUT_SAMPLES)
def test_spellings_of_indragiri_hilir_are_taken_for_the_same():
    with Path(str(SAMPLES), "regions", "inhil_name_variants.csv").open() as file:
        pairs = [(r["edition_2016"], r["idn_area_data_4"]) for r in csv.DictReader(file)]
    assert [old for old, new in pairs if not same_place(old, new)] == ["Sempadan Jaya"]


@pytest.mark.parametrize(
    ("written", "name", "same"),
    [
        ("Kec. Tembilahan", "Tembilahan", True),
        ("KAB INDRAGIRI HILIR", "Kabupaten Indragiri Hilir", True),
        ("Indragiri Hilir", "Kabupaten Indragiri Hilir", True),
        ("7  Pekan Arba", "Pekan Arba", True),
        ("D U M A I", "Kota Dumai", True),
        ("Sungai Perak", "Sungaiperak", True),
        ("Kota Bandung", "Kabupaten Bandung", False),
        ("Pekan Arba", "Tembilahan Kota", False),
        ("Tembilahn Kota", "Tembilahan Kota", False),
    ],
)
def test_a_name_beside_a_code_agrees_but_for_its_spelling(written, name, same):
    assert same_written_name(written, name) is same


PLACES = [
    Place("14", "Riau", "province"),
    Place("14.04", "Kabupaten Indragiri Hilir", "regency"),
    Place("14.04.02", "Enok", "district"),
    Place("14.04.02.2004", "Pengalihan", "village"),
    Place("14.04.04", "Tembilahan", "district"),
    Place("14.04.04.1001", "Tembilahan Kota", "urban_village"),
    Place("14.04.04.1002", "Tembilahan Hilir", "urban_village"),
    Place("14.04.04.1004", "Sungaiperak", "urban_village"),
    Place("14.04.04.1006", "Pekan Arba", "urban_village"),
    Place("14.04.09.2011", "Pengalihan", "village"),
    Place("12.04.20.2005", "Lalai I/II", "village"),
    Place("12.04.20.2006", "Lalai III", "village"),
    Place("32.04", "Kabupaten Bandung", "regency"),
    Place("32.73", "Kota Bandung", "city"),
    Place("63.02", "Kabupaten Kotabaru", "regency"),
]


@pytest.mark.parametrize(
    ("written", "level", "within", "code"),
    [
        ("Kel. Pekan Arba Kec. Tembilahan", 4, ["14.04"], "14.04.04.1006"),
        ("Pekan Arba, Kec. Tembilahan, Kab. Indragiri Hilir", 4, [], "14.04.04.1006"),
        ("Pekan Arba [1404041006]", 4, [], "14.04.04.1006"),
        ("Lalai I/II", 4, [], "12.04.20.2005"),
        ("Lalai III", 4, [], "12.04.20.2006"),
        ("Kota Baru", 2, [], "63.02"),
        ("Kota Bandung", 2, [], "32.73"),
        ("Pengalihan", 4, ["14.04.02"], "14.04.02.2004"),
        ("Pengalihan", 4, ["14.04.02", "14.04.04"], "14.04.02.2004"),
    ],
)
def test_a_written_name_is_read_among_its_neighbours(written, level, within, code):
    assert read_region_name(written, PLACES, level=level, within=within).code == code


@pytest.mark.parametrize(
    ("written", "level", "within", "reason", "suggested"),
    [
        ("Pengalihan", 4, ["14.04"], "ambiguous", ["14.04.02.2004", "14.04.09.2011"]),
        ("Bandung", 2, [], "ambiguous", ["32.04", "32.73"]),
        ("Desa Pekan Arba", 4, ["14.04.04"], "wrong_kind", ["14.04.04.1006"]),
        ("Pengalihan", 4, ["14.04.04"], "elsewhere", ["14.04.02.2004", "14.04.09.2011"]),
        ("Pekan Arba (14.04.04.1001)", 4, [], "code_disagrees", ["14.04.04.1006"]),
        ("Pekan Arba, Kec. Enok", 4, [], "parent_disagrees", ["14.04.04.1006"]),
        ("Pekan Arba, Kec. Reteh", 4, [], "parent_disagrees", ["14.04.04.1006"]),
        ("Tembilahn Kota", 4, ["14.04.04"], "unknown", ["14.04.04.1001"]),
        ("14.04", 2, [], "a_code", []),
        ("J U M L A H", 2, [], "total", []),
        ("-", 2, [], "nothing", []),
        ("", 4, [], "nothing", []),
        ("Kec.", 3, [], "unknown", []),
    ],
)
def test_a_doubtful_name_is_refused_with_a_reason(written, level, within, reason, suggested):
    reading = read_region_name(written, PLACES, level=level, within=within)
    assert (reading.code, reading.reason) == (None, reason)
    assert [place.code for place in reading.suggestions][: len(suggested)] == suggested


def test_suggestions_come_nearest_first_for_names_and_codes():
    assert nearest("Tembilahan Hilr", PLACES)[0].name == "Tembilahan Hilir"
    assert nearest("Tembilahan", PLACES)[0].name == "Tembilahan"
    assert nearest("1404041003", PLACES)[0].code.startswith("14.04.04.100")
    assert nearest("xyz", PLACES) == []
    assert nearest("Pekan Arba", [("14.04.04.1006", "Pekan Arba")]) == [
        ("14.04.04.1006", "Pekan Arba")
    ]


def test_the_kind_of_a_regency_is_part_of_what_it_is_found_by():
    assert place_key("KAB. SORONG", 2) == place_key("Kabupaten Sorong", 2)
    assert place_key("KOTA SORONG", 2) != place_key("Kabupaten Sorong", 2)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache
def _names(source: str) -> RegionNames:
    """Riau out of the samples, or the whole register."""
    path = Path(SAMPLES or "", "regions", "riau_all.csv") if source == "Riau" else REGISTER
    rows = read_register(str(path))
    return RegionNames(Place(row.code, row.name, kind_of(row.code, row.name)) for row in rows)


READINGS = (
    [row for row in _rows(Path(SAMPLES, "values", "readings.csv")) if row["kind"] == "region_name"]
    if SAMPLES
    else []
)


@pytest.mark.skipif(not SAMPLES, reason=WITHOUT_SAMPLES)
@pytest.mark.parametrize("row", READINGS, ids=lambda row: row["id"])
def test_names_out_of_real_workbooks_are_read_as_expected(row):
    level, _, parent = row["context"].partition(" in ")
    in_riau = parent.startswith("14") or row["expected"].startswith("14")
    if not in_riau and not REGISTER:
        pytest.skip("P2KP_REGISTER names no file with the whole register")
    names = _names("Indonesia" if REGISTER else "Riau")
    reading = names.read(
        row["text"], level=LEVELS[level.partition(",")[0]], within=[parent] if parent else []
    )
    if row["outcome"] == "read":
        assert reading.code == row["expected"]
    elif row["outcome"] == "refused":
        assert reading.code is None
        assert reading.reason
    else:
        assert reading.code in (None, row["expected"])
