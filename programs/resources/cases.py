"""Cases as a dataset: the register of an office, taken over and kept up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.resources.lookups import REGION, REGION_HELP
from communities.resources.places import PlaceDataset
from communities.resources.signoffs import DayOf
from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.registry import register
from p2kp_site.exchange.standard_columns import ref_column
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.refs import new_ref
from programs.filters.cases import CaseFilterSet
from programs.models import Case, CaseEvent
from programs.resources.case_columns import CaseColumns
from programs.resources.case_lookups import (
    ABOUT_PLAN,
    ABOUT_SLUM_AREA,
    ABOUT_WORK,
    STAGE,
    TYPE,
)
from programs.resources.case_rows import HEADS, CaseRows
from programs.rules.cases import case_faults
from programs.services.case_files import take_back, take_over
from programs.services.case_numbers import AWAITED

_BY_ACTS = _("A new case comes in as it stands; later only its page changes it.")
_IN_THE_SYSTEM = _("What people did in the system; a file does not decide.")
_BETWEEN = " · "


@register
class CaseDataset(CaseColumns, PlaceDataset):
    """Cases: complaints, the upgrading of slum areas, the carrying out of plans.

    A row names its case by its number, or else by its number in the register with the regency and
    the year. A new one may come in at any stage, with its own days; a file never moves a case.
    """

    slug = "cases"
    title = _("Cases")
    model = Case
    filterset_class = CaseFilterSet
    period = _("Received: the day it was received; done: the day it was closed.")
    links = (
        Link(STAGE, ("type", "stage"), shared=("type",)),
        Link(
            ABOUT_SLUM_AREA,
            ("slum_decree", "slum_area", "slum_regency"),
            optional=("slum_regency",),
        ),
        Link(ABOUT_PLAN, ("plan_board", "plan_kind", "plan_start_year", "plan_edition")),
        Link(ABOUT_WORK, ("work_board", "work_number")),
    )
    contested = ("register_key",)
    implied = ("closed_by_id",)
    likeness_is_key = True
    followers: ClassVar[tuple[type[Any], ...]] = (CaseEvent,)

    ref = ref_column()
    number = Column(
        _("Case number"),
        "code",
        key=True,
        width=22,
        synonyms=("Nomor Kasus", "No. Kasus", "Nomor Perkara"),
        help_text=_(
            "Never changes. A new case with a number in the register may leave it empty: the"
            " system issues one."
        ),
    )
    register_number = Column(
        _("Number in the register"),
        width=22,
        synonyms=("Nomor Register", "No. Register", "No. Agenda", "Nomor Agenda", "No. Pengaduan"),
        help_text=_("It stands once in a regency and a year, and names the case there."),
    )
    type = Column(
        _("Type of case"),
        "code",
        source="type__code",
        required=True,
        lookup=TYPE,
        width=14,
        synonyms=("Jenis Kasus", "Kode Jenis Kasus"),
        help_text=_("Code of the type, such as PPM."),
    )
    region = Column(
        _("Region code"),
        "region_code",
        source="region__code",
        required=True,
        lookup=REGION,
        help_text=REGION_HELP,
        synonyms=("Kode Wilayah", "Kode Kelurahan/Desa", "Kode Kemendagri"),
    )
    region_name = Column(
        _("Region name"),
        source="region__name",
        beside=("region", "name"),
        width=28,
        synonyms=("Nama Wilayah", "Wilayah", "Kelurahan/Desa", "Kelurahan", "Desa"),
    )
    description = Column(
        _("Description"),
        "long_text",
        width=40,
        synonyms=("Uraian", "Uraian Pengaduan", "Isi Pengaduan", "Keterangan"),
    )
    priority = Column(_("Priority"), "choice", width=12, synonyms=("Prioritas",))
    received_on = Column(
        _("Received on"),
        "date",
        required=True,
        width=14,
        synonyms=("Tanggal Diterima", "Tgl. Diterima", "Tanggal Masuk", "Tanggal Pengaduan"),
    )
    event_on = Column(
        _("Happened on"), "date", width=14, synonyms=("Tanggal Kejadian", "Tgl. Kejadian")
    )
    stage = Column(
        _("Stage"),
        "code",
        source="stage__code",
        required=True,
        width=18,
        synonyms=("Tahap", "Status", "Status Penanganan"),
        help_text=_BY_ACTS,
    )
    level = Column(
        _("Handling level"),
        "choice",
        required=True,
        width=18,
        synonyms=("Derajat", "Derajat Masalah", "Tingkat Penanganan"),
        help_text=_BY_ACTS,
    )
    assignee = Column(
        _("Assigned to"),
        source="assignee__name",
        compared=True,
        width=26,
        synonyms=("Petugas",),
        help_text=_IN_THE_SYSTEM,
    )
    due_on = Column(
        _("Due on"),
        "date",
        width=14,
        synonyms=("Batas Waktu", "Tenggat"),
        help_text=_BY_ACTS,
    )
    closed_on = Column(
        _("Closed on"),
        "date",
        width=14,
        synonyms=("Tanggal Selesai", "Tgl. Selesai", "Tanggal Ditutup"),
        help_text=_BY_ACTS,
    )
    outcome = Column(
        _("Outcome"),
        "long_text",
        width=40,
        synonyms=("Hasil", "Penyelesaian", "Tindak Lanjut"),
        help_text=_BY_ACTS,
    )
    checked_on = DayOf(
        _("Outcome checked on"),
        "date",
        source="outcome_checked_at",
        compared=True,
        width=14,
        help_text=_IN_THE_SYSTEM,
    )

    def __init__(self, reader: Reader | None = None, **options: Any) -> None:
        super().__init__(reader, **options)
        self._rows = CaseRows()

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        named = {name: values[head] for name, head in HEADS.items()}
        for column, fault in case_faults({**values, **named}):
            yield HEADS.get(column, column), fault

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """What a case is about, what stands, and what its register says."""
        return self._rows.faults(rows)

    def implied_by(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Who brings a closed case in says that it is closed: somebody else checks its outcome."""
        user = self.reader.user if self.reader else None
        return {"closed_by_id": user.pk if user and values["closed_on"] else None}

    def issue_key(self, values: Mapping[str, Any]) -> str | None:
        """What stands for the number until the row is stored; the register names it meanwhile."""
        return f"{AWAITED}{new_ref()}" if values["register_number"] else None

    def likeness(self, values: Mapping[str, Any]) -> str:
        """The number in the register of a regency and a year."""
        parts = [values.get(name) for name in ("register_number", "region", "received_on")]
        if not all(parts):
            return ""
        number, region, day = map(str, parts)
        return _BETWEEN.join((number, region[:5], day[:4]))

    def known_likenesses(self, likenesses: Iterable[str]) -> Mapping[str, str]:
        wanted = {likeness.rsplit(_BETWEEN, 2)[0] for likeness in likenesses}
        standing = self.rows().filter(register_number__among=wanted)
        columns = ("register_number", "region__code", "received_on", "number")
        return {
            self.likeness(dict(zip(columns, facts, strict=True)) | {"region": facts[1]}): facts[3]
            for facts in standing.values_list(*columns)
        }

    def follow(self, change_set: ChangeSet) -> None:
        take_over(change_set)

    def take_back(self, rows: QuerySet[Any]) -> None:
        take_back(rows)
