"""The preview of an import as its page shows it: rows of one kind, a page at a time, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.faults import describe_fault, describe_mark, describe_skip, heading_of
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.services.export_sql import fixed_labels
from p2kp_site.foundation.wording import in_words

PAGE = 50
# Reasons are counted over all refused rows; with more than these it would hold up the page.
MOST_COUNTED = 50_000
HIDDEN = "•••"
# Which count of the receipt belongs to which kind of row.
COUNT_OF = {
    RowKind.REFUSED: "refused",
    RowKind.NEW: "added",
    RowKind.CHANGED: "changed",
    RowKind.UNCHANGED: "unchanged",
    RowKind.SKIPPED: "skipped",
}


class PreviewForm(forms.Form):
    """Which rows the person wants to see: a kind, from a row on (or up to one), one reason."""

    kind = forms.ChoiceField(choices=RowKind.choices, required=False)
    start = forms.IntegerField(min_value=0, max_value=2**31, required=False)
    until = forms.IntegerField(min_value=0, max_value=2**31, required=False)
    reason = forms.RegexField(r"^\w*:\w+$", max_length=100, required=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about one cell: under which heading, what stands there, what is the matter."""

    heading: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after."""

    heading: str
    before: str
    after: str


@dataclass(slots=True)
class ShownRow:
    """A row of the file on the page. The number is a text: it is looked up, not counted."""

    number: str
    key: str
    cells: Sequence[str] = ()
    whole: Sequence[tuple[str, str]] = ()
    changes: Sequence[Change] = ()
    said: Sequence[Said] = ()
    why: str = ""
    marks: Sequence[Said] = ()
    hidden: bool = False


@dataclass(slots=True)
class Preview:
    """One page of rows."""

    kind: str
    rows: list[ShownRow]
    headings: Sequence[str] = ()
    reason: str = ""
    reasons: Sequence[tuple[str, str, int]] = ()
    earlier: int | None = None
    later: int | None = None
    marked: bool = False
    keyed: bool = False


class PreviewReader:
    """Turns stored rows into what a person reads; columns that they may not see are left out."""

    def __init__(self, job: ImportJob, dataset: Dataset) -> None:
        self.job, self.dataset = job, dataset
        self.seen = {column.name for column in dataset.columns}
        self.complete = len(self.seen) == len(dataset.fields)
        # A column left out of the import may hold anything, an identity number too.
        self.columns = [c for c in job.layout.get("columns", []) if c["field"] in self.seen]
        self.headings = [c["heading"] or c["letter"] for c in self.columns]

    def first_kind(self) -> str:
        """What deserves to be seen first: refused rows, then what would change."""
        counts = self.job.counts
        return next((k for k, name in COUNT_OF.items() if counts[name]), RowKind.NEW)

    def page(self, wanted: Mapping[str, Any]) -> Preview:
        kind = wanted.get("kind") or self.first_kind()
        rows = self.job.rows.filter(kind=kind)
        preview = Preview(kind, [])
        if kind == RowKind.REFUSED and self.job.refused <= MOST_COUNTED:
            preview.reasons = self._reasons(rows)
            if reason := wanted.get("reason"):
                preview.reason = reason
                rows = _refused_for(rows, reason)
        preview.headings = self.headings
        found, preview.earlier, preview.later = _slice(rows, wanted)
        preview.rows = [self._shown(row) for row in found]
        preview.marked = any(row.marks for row in preview.rows)
        preview.keyed = any(row.key and row.key not in row.cells for row in preview.rows)
        return preview

    def _reasons(self, rows: QuerySet[ImportRow]) -> list[tuple[str, str, int]]:
        """The first reason of each refused row, counted: they add up to the refused rows."""
        counted = (
            rows.annotate(column=KT("faults__0__column"), reason=KT("faults__0__kind"))
            .order_by()
            .values_list("column", "reason")
            .annotate(n=Count("pk"))
            .order_by("-n")
        )
        return [
            (f"{column or ''}:{kind}", self._reason(column, kind), n)
            for column, kind, n in counted[:30]
        ]

    def _reason(self, column: str | None, kind: str) -> str:
        fault = {"column": column, "kind": kind, "params": {"text": "…"}}
        heading = heading_of(fault, self.dataset)
        # What is wrong stands before the colon, what to do behind it: that is told at each row.
        text = describe_fault(fault, self.dataset).partition(": ")[0]
        return f"{heading}: {text}" if heading else text

    def _shown(self, row: ImportRow) -> ShownRow:
        shown = ShownRow(str(row.number), row.key)
        if row.kind == RowKind.CHANGED:
            shown.changes = [
                Change(self._heading(name), *(shown_value(self.dataset, name, v) for v in both))
                for name, both in row.changes.items()
                if name in self.seen
            ]
            shown.hidden = len(shown.changes) < len(row.changes)
        elif row.kind == RowKind.REFUSED:
            shown.said = [self._said(fault, describe_fault) for fault in row.faults]
        elif row.kind == RowKind.SKIPPED:
            shown.why = describe_skip(row.faults[0].get("kind", "") if row.faults else "")
            # Signatures stand in any column: whoever may not see names sees no such cells.
            shown.cells = [cell for cell in row.source if cell] if self.complete else []
            return shown
        if row.kind in (RowKind.NEW, RowKind.CHANGED, RowKind.UNCHANGED):
            shown.marks = [self._said(mark, describe_mark) for mark in row.faults]
        cells = row.source
        shown.cells = [cells[c["index"]] if c["index"] < len(cells) else "" for c in self.columns]
        shown.whole = [pair for pair in zip(self.headings, shown.cells, strict=True) if pair[1]]
        return shown

    def _said(self, said: Mapping[str, Any], describe: Any) -> Said:
        column, params = said.get("column"), said.get("params") or {}
        if column in self.dataset.fields and column not in self.seen:
            said = {**said, "params": {"text": HIDDEN}}
        text = str((said.get("params") or {}).get("text", "")) if params else ""
        return Said(heading_of(said, self.dataset), text, describe(said, self.dataset))

    def _heading(self, name: str) -> str:
        return heading_of({"column": name}, self.dataset)


def _refused_for(rows: QuerySet[ImportRow], reason: str) -> QuerySet[ImportRow]:
    column, _colon, kind = reason.partition(":")
    rows = rows.filter(faults__0__kind=kind)
    return rows.filter(faults__0__column=column) if column else rows


def _slice(
    rows: QuerySet[ImportRow], wanted: Mapping[str, Any]
) -> tuple[list[ImportRow], int | None, int | None]:
    """A page of rows by their number, and where the pages before and after it begin."""
    if (until := wanted.get("until")) is not None:
        found = list(rows.filter(number__lt=until).order_by("-number")[: PAGE + 1])
        more, found = len(found) > PAGE, found[:PAGE][::-1]
        return found, found[0].number if more else None, until
    start = wanted.get("start") or 0
    found = list(rows.filter(number__gte=start).order_by("number")[: PAGE + 1])
    later = found.pop().number if len(found) > PAGE else None
    before = start > 0 and bool(found) and rows.filter(number__lt=found[0].number).exists()
    return found, found[0].number if before else None, later


def shown_value(dataset: Dataset, name: str, value: Any) -> str:
    """A stored value as a person reads it."""
    column = dataset.fields.get(name)
    if column is not None and value not in (None, ""):
        if column.kind == "date":
            return in_words(date.fromisoformat(value))
        if label := fixed_labels(dataset, column).get(value):
            return label
    return in_words(value)
