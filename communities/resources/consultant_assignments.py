"""Assignments of consultants as a dataset."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from communities.filters.consultant_assignments import ConsultantAssignmentFilterSet
from communities.models import ConsultantAssignment
from communities.resources.lookups import CONSULTANT
from communities.resources.places import (
    PlaceDataset,
    region_code_column,
    region_name_column,
)
from communities.rules.agencies import consultant_assignment_faults
from communities.rules.spans import Span, overlapping
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import note_column, ref_column


class _Post(NamedTuple):
    """A consultant in a region."""

    agency_id: int
    region_id: int


@register
class ConsultantAssignmentDataset(PlaceDataset):
    """Which consultant accompanies which region, from when until when."""

    slug = "consultant-assignments"
    title = _("Assignments of consultants")
    model = ConsultantAssignment
    filterset_class = ConsultantAssignmentFilterSet
    period = _("From the first day of the assignment until the day on which it no longer holds.")

    ref = ref_column()
    agency = Column(
        _("Agency code"),
        "code",
        source="agency__code",
        required=True,
        key=True,
        lookup=CONSULTANT,
        width=20,
        help_text=_("Code of the consultant, as in the dataset of agencies."),
        synonyms=("Kode Lembaga", "Kode Konsultan"),
    )
    agency_name = Column(
        _("Agency name"),
        source="agency__name",
        beside=("agency", "name"),
        width=34,
        synonyms=("Nama Lembaga", "Nama Konsultan", "Konsultan"),
    )
    region = region_code_column()
    region_name = region_name_column("Wilayah Dampingan")
    from_on = Column(
        _("Assigned from"),
        "date",
        required=True,
        key=True,
        width=14,
        synonyms=("Bertugas Sejak", "Tanggal Mulai", "Mulai Tugas", "Sejak"),
    )
    until_on = Column(
        _("Assigned until"),
        "date",
        width=14,
        synonyms=("Bertugas Sampai", "Tanggal Selesai", "Selesai Tugas", "Sampai"),
        help_text=_("The first day on which it no longer holds."),
    )
    note = note_column()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # What the file says so far, and the rows of the table that it changes.
        self._said: dict[_Post, list[Span]] = {}
        self._changed: set[int] = set()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        return consultant_assignment_faults(values)

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterable[tuple[int, str, Fault]]:
        """One consultant has a region once at a time; two rows of one first day are one row."""
        self._changed |= {row.pk for row in rows if row.pk}
        posts = self._posts(rows)
        standing = self._standing(set(posts))
        # Rows that stand come first: the days that they give up are free for new ones.
        both = sorted(zip(rows, posts, strict=True), key=lambda pair: pair[0].pk is None)
        for row, post in both:
            span = (row.values["from_on"], row.values["until_on"])
            said = self._said.setdefault(post, [])
            held = [s for pk, s in standing.get(post, ()) if pk not in self._changed]
            if found := overlapping(span, (s for s in (*said, *held) if s[0] != span[0])):
                params = {"text": span[0], "other": found[0]}
                yield row.number, "from_on", Fault("assignments_overlap", params)
                self._changed.discard(row.pk or 0)
            else:
                said.append(span)

    def _posts(self, rows: Sequence[WouldBe]) -> list[_Post]:
        """Consultant and region of each row; what the file does not say stands in the table."""
        known: dict[int | None, _Post] = {
            pk: _Post(agency, region)
            for pk, agency, region in ConsultantAssignment.objects.filter(
                pk__among=[row.pk for row in rows if row.pk]
            ).values_list("pk", "agency_id", "region_id")
        }
        return [
            _Post(*(_found(row, name, known.get(row.pk)) for name in _Post._fields)) for row in rows
        ]

    def _standing(self, posts: set[_Post]) -> dict[_Post, list[tuple[int, Span]]]:
        """The assignments in the table, with their days."""
        rows = ConsultantAssignment.objects.filter(
            agency__pk__among={post.agency_id for post in posts},
            region__pk__among={post.region_id for post in posts},
        )
        standing: dict[_Post, list[tuple[int, Span]]] = {}
        for pk, agency, region, since, until in rows.values_list(
            "pk", "agency_id", "region_id", "from_on", "until_on"
        ):
            span = (since.isoformat(), until.isoformat() if until else None)
            standing.setdefault(_Post(agency, region), []).append((pk, span))
        return standing


def _found(row: WouldBe, name: str, held: _Post | None) -> Any:
    one = row.found.get(name)
    return one.stores[name] if one else getattr(held, name)
