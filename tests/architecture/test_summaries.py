"""What holds for every summary, whoever writes the next one."""

from typing import Any

import pytest
from django.utils import translation

from communities.scoping import Place
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import Unit, all_summaries
from p2kp_site.foundation.summary_json import as_json, from_json
from p2kp_site.reports.models.runs import RunFormat
from p2kp_site.reports.rendering import render
from tests.builders import make_region
from tests.exchange.services.office import make_person, reader
from tests.programs.summaries.reading import document_of, listed

pytestmark = pytest.mark.django_db
PER_SUMMARY = pytest.mark.parametrize("summary", all_summaries(), ids=lambda one: one.slug)
PERIODS = ("2015", "2015-H1", "2015-Q4", "2015-02", "2015-W53", "2015-07-01..2016-06-30")


@pytest.fixture
def analyst() -> Reader:
    make_region(code="14.04.04.1001")
    return reader(make_person(region=None, role=RoleName.MINISTRY_ANALYST))


def test_there_are_summaries() -> None:
    assert all_summaries()


@PER_SUMMARY
def test_its_readers_are_those_who_see_the_tables_that_it_counts(
    summary: Any, analyst: Reader
) -> None:
    assert summary.may_be_read_by(analyst)
    seen = {f"{m._meta.app_label}.view_{m._meta.model_name}" for m in summary.counts}
    assert seen == set(summary.rights)
    assert all(issubclass(model, Place) for model in summary.counts)
    for right in summary.rights:
        less = Reader(analyst.user, analyst.rights - {right}, analyst.areas, analyst.on)
        assert not summary.may_be_read_by(less)


@PER_SUMMARY
@pytest.mark.parametrize("code", ["ID", "14", "14.04", "14.04.04", "14.04.04.1001"])
def test_without_rows_it_counts_nothing_at_every_level(
    summary: Any, code: str, analyst: Reader
) -> None:
    for period in PERIODS:
        document = document_of(summary, analyst, code, period)
        cells = [(one.measure, one.cell) for one in document.figures]
        for table in document.tables:
            for line in (*table.lines, table.own, table.total):
                cells += zip(table.measures, line.cells, strict=True)
        for measure, cell in cells:
            assert cell.value == (None if measure.unit == Unit.SHARE else 0), measure.key
            assert (cell.rows, cell.unverified) == (0, 0)


@PER_SUMMARY
def test_its_keys_differ_and_everything_has_a_name_in_both_languages(
    summary: Any, analyst: Reader
) -> None:
    for language in ("id", "en"):
        with translation.override(language):
            document = document_of(summary, analyst)
            keys = [one.measure.key for one in document.figures]
            assert len(set(keys)) == len(keys)
            for table in document.tables:
                keys = [measure.key for measure in table.measures]
                assert len(set(keys)) == len(keys)
                assert all(measure.label for measure in table.measures)
            assert len({table.key for table in document.tables}) == len(document.tables)


@PER_SUMMARY
def test_its_links_lead_to_lists_that_know_their_filters(summary: Any, analyst: Reader) -> None:
    document = document_of(summary, analyst)
    urls = {one.cell.url for one in document.figures}
    for table in document.tables:
        urls |= {cell.url for line in (*table.lines, table.total) for cell in line.cells}
    assert "" not in urls
    for url in urls:
        assert not listed(url, analyst)


@PER_SUMMARY
def test_it_is_kept_and_made_into_every_format(summary: Any, analyst: Reader) -> None:
    document = document_of(summary, analyst)
    assert as_json(from_json(as_json(document))) == as_json(document)
    for format_ in RunFormat.values:
        assert render(document, format_, link="https://p2kp.example/r/X/")
