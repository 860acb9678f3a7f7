"""Columns of the dataset of cases: what a case is about, and what only a complaint has."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.resources.lookups import REGENCY_HELP
from p2kp_site.exchange.columns import Column
from programs.resources.case_lookups import ABOUT_BOARD, CHANNEL, THEME
from programs.resources.plans import KIND_WORDS

# What offices write in place of a label.
WORDS: Mapping[str, Mapping[str, str]] = {
    "level": {
        "Kelurahan": "village", "Desa": "village", "Kel/Desa": "village", "Kecamatan": "district",
        "Kabupaten": "regency", "Kota": "regency", "Kab/Kota": "regency", "Provinsi": "province",
        "Pusat": "nation", "Nasional": "nation",
    },
    "plan_kind": KIND_WORDS,
}  # fmt: skip  # a table, an entry a line


class Remaining(Column):
    """What of misused money has not come back."""

    @property
    def value(self) -> Any:
        return F("amount_misused") - Coalesce(F("amount_returned"), 0)


class CaseColumns:
    """What the dataset of cases has besides its own columns; the people come last."""

    fields: dict[str, Column]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        names = list(cls.fields)
        place = names.index("region_name") + 1
        before = {name: cls.fields[name] for name in names[:place]}
        behind = {name: cls.fields[name] for name in names[place:]}
        # Not in the class itself, where `title` is what the dataset is called.
        title = {
            "title": Column(
                _("Title"), required=True, width=36,
                synonyms=("Judul", "Judul Kasus", "Pokok Pengaduan", "Perihal"),
            )
        }  # fmt: skip  # a table, an entry a line
        cls.fields = {**before, **about_columns(), **title, **behind, **complaint_columns()}

    def reader_options(self, column: Column) -> dict[str, Any]:
        # What stands beside this mixin has the method.
        options: dict[str, Any] = super().reader_options(column)  # type: ignore[misc]
        if column.name in WORDS and "choices" in options:
            options["choices"] = {**WORDS[column.name], **options["choices"]}
        return options


def about_columns() -> dict[str, Column]:
    """What a case is about, each by what names it in its own dataset; one of them at most."""
    one = _("A case is about one thing at most; empty where it is about something else.")
    return {
        "board": Column(
            _("Board code"), "code", source="board__code", lookup=ABOUT_BOARD, width=20,
            help_text=one, synonyms=("Kode BKM", "Kode LKM", "Kode BKM/LKM"),
        ),
        "board_name": Column(
            _("Board name"), source="board__name", beside=("board", "name"), width=30,
            synonyms=("Nama BKM/LKM", "Nama BKM", "Nama LKM", "BKM", "LKM", "BKM/LKM"),
        ),
        "slum_decree": Column(
            _("Decree of the slum area"), source="slum_area__decree_number", width=28,
            synonyms=("Nomor SK", "No. SK", "Nomor SK Kumuh"), help_text=one,
        ),
        "slum_area": Column(
            _("Slum area"), source="slum_area__name", width=30,
            synonyms=("Kawasan", "Nama Kawasan", "Kawasan Kumuh"),
            help_text=_("What the decree calls it, as in the dataset of slum areas."),
        ),
        "slum_regency": Column(
            _("Regency of the decree"), "region_code", source="slum_area__region__code",
            synonyms=("Kode Kabupaten SK",), help_text=REGENCY_HELP,
        ),
        "plan_board": Column(
            _("Board of the plan"), "code", source="plan__board__code", width=20,
            synonyms=("Kode BKM Rencana",), help_text=one,
        ),
        "plan_kind": Column(
            _("Kind of plan"), "choice", source="plan__kind", width=16,
            synonyms=("Jenis Rencana", "Jenis Dokumen"),
        ),
        "plan_start_year": Column(
            _("First year of the plan"), "year", source="plan__start_year", width=10,
            synonyms=("Tahun Awal Rencana",),
        ),
        "plan_edition": Column(
            _("Edition of the plan"), "count", source="plan__edition", width=10,
            synonyms=("Edisi Rencana",),
        ),
        "work_board": Column(
            _("Board of the work"), "code", source="work__board__code", width=20,
            synonyms=("Kode BKM Kegiatan",), help_text=one,
        ),
        "work_number": Column(
            _("Number of the work"), source="work__number", width=20,
            synonyms=("Nomor Kegiatan", "Nomor Kontrak"),
        ),
    }  # fmt: skip  # a table, an entry a line


def complaint_columns() -> dict[str, Column]:
    """What a complaint has besides; its people last."""
    alone = _("Of complaints only.")
    return {
        "nature": Column(
            _("Nature"), "choice", width=16, help_text=alone,
            synonyms=("Sifat", "Sifat Pengaduan", "Jenis Pengaduan"),
        ),
        "scope": Column(
            _("Scope"), "choice", width=16, help_text=alone,
            synonyms=("Lingkup", "Ruang Lingkup", "Kategori"),
        ),
        "channel": Column(
            _("Channel"), "code", source="channel__code", lookup=CHANNEL, width=16,
            help_text=alone, synonyms=("Saluran", "Media", "Media Pengaduan"),
        ),
        "theme": Column(
            _("Theme"), "code", source="theme__code", lookup=THEME, width=18, help_text=alone,
            synonyms=("Tema", "Isu", "Topik"),
        ),
        "amount_misused": Column(
            _("Amount misused"), "rupiah", width=18, help_text=alone,
            synonyms=("Nilai Penyimpangan", "Dana Diselewengkan", "Jumlah Penyimpangan"),
        ),
        "amount_returned": Column(
            _("Amount returned"), "rupiah", width=18, help_text=alone,
            synonyms=("Nilai Pengembalian", "Dana Dikembalikan", "Jumlah Dikembalikan"),
        ),
        "amount_remaining": Remaining(
            _("Amount remaining"), "rupiah", source="amount_misused", compared=True, width=18,
            synonyms=("Sisa", "Sisa Penyimpangan"),
            help_text=_("Misused less returned, as the system works it out."),
        ),
        "reporter_name": _person(_("Reporter"), "Pelapor", "Nama Pelapor", "Pengadu"),
        "reporter_contact": _person(_("Contact of the reporter"), "Kontak Pelapor", "HP Pelapor"),
        "reporter_address": _person(_("Address of the reporter"), "Alamat Pelapor"),
        "accused_name": _person(_("Accused"), "Terlapor", "Nama Terlapor"),
        "accused_position": _person(_("Position of the accused"), "Jabatan Terlapor"),
        "accused_contact": _person(_("Contact of the accused"), "Kontak Terlapor", "HP Terlapor"),
    }  # fmt: skip  # a table, an entry a line


def _person(heading: Any, *synonyms: str) -> Column:
    return Column(
        heading, personal=True, width=26, synonyms=synonyms,
        help_text=_("Of complaints only; read and brought in with a right of its own."),
    )  # fmt: skip  # a call, its options side by side
