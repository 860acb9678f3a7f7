"""Every kind of fault, note and failure has words, in whatever state its facts are."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from communities.resources.boards import BoardDataset
from p2kp_site.exchange import fault_messages, file_messages
from p2kp_site.exchange.faults import (
    describe_failure,
    describe_fault,
    describe_mark,
    describe_note,
    describe_skip,
)
from p2kp_site.exchange.reading import (
    FAULT_KINDS,
    FILE_KINDS,
    MARK_KINDS,
    NOTE_KINDS,
    SKIP_REASONS,
)

ENGINE = Path(describe_fault.__code__.co_filename).parent
SAID = re.compile(r"\b(Fault|UnusableFile)\(\s*\"(\w+)\"")
UNKNOWN = "a_kind_that_nobody_knows"


@pytest.fixture(autouse=True)
def english() -> Any:
    with override("en"):
        yield


def said_in_code(*folders: str) -> set[tuple[str, str]]:
    """The kinds that the code says, as (fault or file, kind)."""
    root = ENGINE.parent.parent
    return {
        (found[1], found[2])
        for folder in folders
        for path in (root / folder).rglob("*.py")
        for found in SAID.finditer(path.read_text())
    }


@pytest.mark.parametrize(
    ("kinds", "messages"),
    [
        (FAULT_KINDS, fault_messages.FAULTS),
        (FILE_KINDS, file_messages.FILES),
        (MARK_KINDS, file_messages.MARKS),
        (NOTE_KINDS, file_messages.NOTES),
        (SKIP_REASONS, file_messages.SKIPPED),
    ],
)
def test_every_kind_of_every_vocabulary_has_words(kinds: Any, messages: Any) -> None:
    assert set(kinds) <= set(messages)


def test_every_kind_that_the_code_says_has_words() -> None:
    kinds = said_in_code("p2kp_site/exchange", "communities", "programs", "finance")
    assert len(kinds) > 60
    lacking = {
        (what, kind)
        for what, kind in kinds
        if kind not in (fault_messages.FAULTS if what == "Fault" else file_messages.FILES)
    }
    assert not lacking


def all_of_them() -> list[tuple[Callable[[Any], str], str]]:
    faults, files = fault_messages.FAULTS, {**file_messages.FILES, **file_messages.JOBS}
    return [
        *((lambda said: describe_fault(said, BoardDataset), kind) for kind in (*faults, UNKNOWN)),
        *((lambda said: describe_failure(said, BoardDataset), kind) for kind in (*files, UNKNOWN)),
        *(
            (lambda said: describe_mark(said, BoardDataset), kind)
            for kind in (*file_messages.MARKS, UNKNOWN)
        ),
        *((describe_note, kind) for kind in (*file_messages.NOTES, UNKNOWN)),
    ]


@pytest.mark.parametrize(("describe", "kind"), all_of_them())
def test_words_come_with_any_facts(describe: Callable[[Any], str], kind: str) -> None:
    odd = {"text": None, "limit": "much", "suggestions": None, "readings": [], "rows": [1, 2]}
    for params in (None, {}, odd, {"text": "50%", "limit": 5_000_000}):
        text = describe({"kind": kind, "column": "name", "params": params})
        assert text
        assert "%(" not in text
    assert describe({})


def test_a_skipped_row_says_why() -> None:
    assert describe_skip("total") == "a total"
    assert describe_skip(UNKNOWN) == "not a row of the table"


def test_nothing_went_wrong_is_said_too() -> None:
    assert "Nothing was stored" in describe_failure(None)


def test_suggestions_are_offered_and_columns_bear_their_headings() -> None:
    fault = {"column": "name", "kind": "required_column", "params": {}}
    assert "the file has no column “Board name”" in describe_fault(fault, BoardDataset)
    near = {"kind": "unknown_region", "params": {"text": "x", "suggestions": ["A", "B", "C"]}}
    assert describe_fault(near, BoardDataset).endswith("Did you mean “A”, “B” or “C”?")


def test_unknown_columns_are_listed_with_what_they_may_mean() -> None:
    column = {"letter": "D", "heading": "Kordinator", "suggestions": ["coordinator"]}
    failure = {"kind": "unknown_columns", "params": {"columns": [column]}}
    assert "“Kordinator” in column D (did you mean “Coordinator”?)" in describe_failure(
        failure, BoardDataset
    )


def test_days_and_amounts_are_written_as_people_write_them() -> None:
    fault = {
        "column": "closed_on",
        "kind": "closed_before_formed",
        "params": {"text": "2010-01-02", "formed_on": "2011-12-31"},
    }
    text = describe_fault(fault, BoardDataset)
    assert "2 January 2010" in text
    assert "31 December 2011" in text
    big = {"kind": "file_too_large", "params": {"bytes": 200 * 2**20, "limit": 100 * 2**20}}
    assert "200.0 MB" in describe_failure(big).replace("\xa0", " ")
