"""The dictionary that goes with a CSV file."""

import json

import pytest

from p2kp_site.exchange.writing.table_schema import ColumnDescription, table_schema


def test_a_column_says_what_it_is_and_what_may_stand_in_it() -> None:
    column = ColumnDescription(
        name="NIK",
        title="Nomor Induk Kependudukan",
        description="Enam belas angka",
        required=True,
        unique=True,
        max_length=16,
        key=True,
    )
    assert table_schema([column]) == {
        "fields": [
            {
                "name": "NIK",
                "title": "Nomor Induk Kependudukan",
                "type": "string",
                "description": "Enam belas angka",
                "constraints": {"required": True, "unique": True, "maxLength": 16},
            }
        ],
        "missingValues": [""],
        "primaryKey": ["NIK"],
    }


def test_a_column_without_rules_has_no_empty_ones() -> None:
    schema = table_schema([ColumnDescription("jiwa", "Jiwa", "integer")])
    assert schema["fields"] == [{"name": "jiwa", "title": "Jiwa", "type": "integer"}]
    assert "primaryKey" not in schema


def test_the_key_may_be_several_columns_in_the_order_of_the_file() -> None:
    columns = [
        ColumnDescription("tahun", "Tahun", "integer", key=True),
        ColumnDescription("nilai", "Nilai", "number"),
        ColumnDescription("desa", "Desa", key=True),
    ]
    assert table_schema(columns)["primaryKey"] == ["tahun", "desa"]


def test_choices_are_given_as_they_stand_in_the_file() -> None:
    column = ColumnDescription("status", "Status", choices=["Milik", "-"])
    assert table_schema([column])["fields"][0]["constraints"] == {"enum": ["Milik", "'-"]}


def test_a_truth_value_has_the_words_that_the_file_uses() -> None:
    column = ColumnDescription("miskin", "Miskin", "boolean", choices=["Ya", "Tidak"])
    (field,) = table_schema([column])["fields"]
    assert (field["trueValues"], field["falseValues"]) == (["Ya"], ["Tidak"])
    assert "constraints" not in field


def test_a_moment_says_that_it_is_not_in_the_strict_form() -> None:
    (field,) = table_schema([ColumnDescription("dibuat", "Dibuat", "datetime")])["fields"]
    assert field["format"] == "any"


def test_the_schema_can_be_written_as_json() -> None:
    columns = [ColumnDescription("status", "Status", choices=("Milik", "Sewa"), max_length=5)]
    schema = table_schema(columns)
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize(
    "columns",
    [
        [ColumnDescription("a", "A"), ColumnDescription("a", "B")],
        [ColumnDescription("a", "A", "integer", max_length=3)],
        [ColumnDescription("a", "A", "boolean", choices=["Ya"])],
    ],
)
def test_a_dictionary_that_contradicts_itself_is_refused(columns: list[ColumnDescription]) -> None:
    with pytest.raises(ValueError, match=r"column|string|boolean"):
        table_schema(columns)
