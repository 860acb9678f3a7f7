"""What the datasets of planned activities and of works share: what is made, where and for whom."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.reading import Fault
from programs.resources.plans import KIND_WORDS
from programs.rules.undertakings import UNITS, undertaking_faults

# What offices write in place of a label.
WORDS: Mapping[str, Mapping[str, str]] = {
    "sector": {
        "Lingkungan": "L",
        "Sosial": "S",
        "Ekonomi": "E",
        "Environment": "L",
        "Social": "S",
        "Economy": "E",
    },
    "nature": {"Baru": "new", "Pembangunan": "new", "Rehab": "rehabilitation"},
    "quality": {
        "KB": "good", "Baik": "good", "KC": "fair", "Cukup": "fair", "KK": "poor", "Kurang": "poor",
    },
    "plan_kind": KIND_WORDS,
}  # fmt: skip


class UndertakingColumns:
    """What a dataset of things that a community makes has; it stands behind `what_after`."""

    what_after: ClassVar[str]
    fields: dict[str, Column]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        names = list(cls.fields)
        place = names.index(cls.what_after) + 1
        before = {name: cls.fields[name] for name in names[:place]}
        behind = {name: cls.fields[name] for name in names[place:]}
        cls.fields = {**before, **_what(), **behind}

    def reader_options(self, column: Column) -> dict[str, Any]:
        # Of the dataset beside this mixin.
        options: dict[str, Any] = super().reader_options(column)  # type: ignore[misc]
        if column.name in WORDS and "choices" in options:
            options["choices"] = {**WORDS[column.name], **options["choices"]}
        return options


def what_faults(values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
    """The faults of these columns across each other."""
    yield from undertaking_faults(values)
    if values["volume"] is not None and values["volume"] < 0:
        yield "volume", Fault("too_small", {"text": str(values["volume"]), "limit": 0})


def _units_told() -> str:
    return gettext("Such as %(units)s.") % {"units": ", ".join(UNITS)}


_units = lazy(_units_told, str)


def _what() -> dict[str, Column]:
    return {
        "sector": Column(
            _("Sector"),
            "choice",
            required=True,
            width=14,
            synonyms=("Bidang", "Komponen", "Tridaya", "Aspek"),
        ),
        "sub_component": Column(
            _("Sub-component"),
            required=True,
            width=24,
            synonyms=("Subkomponen", "Sub Komponen", "Jenis Kegiatan", "Kegiatan"),
            help_text=_("What is made, such as drainage, road, clean water, training."),
        ),
        "detail": Column(
            _("Detail of what is made"),
            width=34,
            synonyms=("Rincian", "Rincian Kegiatan", "Uraian", "Detail", "Detil"),
        ),
        "nature": Column(
            _("New or rehabilitation"),
            "choice",
            width=14,
            synonyms=("Sifat", "Baru/Rehab", "Sifat Pekerjaan"),
        ),
        "neighbourhood": Column(
            _("RT/RW or hamlet"),
            width=24,
            synonyms=("RT/RW", "Dusun", "Lingkungan", "Lokasi", "Lokasi RT/RW", "Dusun/RT/RW"),
            help_text=_("As the form says it."),
        ),
        "volume": Column(_("Volume"), "decimal", width=12, synonyms=("Vol", "Vol.")),
        "unit": Column(
            _("Unit"),
            width=10,
            synonyms=("Satuan", "Sat."),
            help_text=_units(),
        ),
        "beneficiaries_men": Column(
            _("Men who benefit"),
            "count",
            width=12,
            synonyms=("Pemanfaat Laki-laki", "Pemanfaat L", "Penerima Manfaat Laki-laki"),
        ),
        "beneficiaries_women": Column(
            _("Women who benefit"),
            "count",
            width=12,
            synonyms=("Pemanfaat Perempuan", "Pemanfaat P", "Penerima Manfaat Perempuan"),
        ),
        "beneficiaries_low_income": Column(
            _("People with a low income who benefit"),
            "count",
            width=14,
            synonyms=("Pemanfaat MBR", "Pemanfaat Miskin", "MBR"),
            help_text=_("Of men and women."),
        ),
        "beneficiaries_households": Column(
            _("Households that benefit"),
            "count",
            width=12,
            synonyms=("Pemanfaat KK", "KK Pemanfaat", "KK", "Jumlah KK"),
        ),
    }
