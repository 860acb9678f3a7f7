"""What the programme's own lists hold from the start: sources, elements and programmes.

Sources: the funding columns of the former SIM (its realisation forms) and the elements (unsur) of
its forms on workshops and meetings; the names of the programme with their years from the guidelines
of 2007, 2008 and 2010, the circular 40/SE/DC/2016, and papers of 2015. Where a source gives only a
year, the first day of it stands.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ShippedSource:
    """A funding source as clerks write it; `kind` is whose money it is."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ShippedElement:
    """An element of the participants of workshops as forms call it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ShippedName:
    """A name of a programme for some of its time."""

    name: str
    abbreviation: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class ShippedProgramme:
    """A programme as it was funded, with its names."""

    code: str
    name: str
    abbreviation: str
    from_on: date
    until_on: date | None
    predecessor: str = ""
    names: tuple[ShippedName, ...] = ()
    note: str = ""


SOURCES = (
    ShippedSource("APBN", "APBN Kementerian PUPR", "state"),
    ShippedSource("APBN-BDI-KOLAB", "APBN PUPR – NSUP BDI Kolaborasi", "state"),
    ShippedSource("APBN-BDI-PLPBK", "APBN PUPR – NSUP BDI PLPBK", "state"),
    ShippedSource("APBN-BDI-LAIN", "APBN PUPR – NSUP BDI lainnya", "state"),
    ShippedSource("APBN-NSUP2", "APBN PUPR – NSUP2", "state"),
    ShippedSource("APBN-PKP", "APBN PUPR – Direktorat PKP", "state"),
    ShippedSource("APBN-DIT-LAIN", "APBN PUPR – direktorat lain", "state"),
    ShippedSource("APBN-KL", "APBN kementerian/lembaga lain", "state"),
    ShippedSource("APBD-PROV", "APBD provinsi", "province"),
    ShippedSource("APBD-KAB", "APBD kabupaten/kota, termasuk BUMD", "regency"),
    ShippedSource("DAK", "Dana Alokasi Khusus", "state"),
    ShippedSource("HIBAH", "Hibah", "other"),
    ShippedSource("NON-PEM", "Non-pemerintah", "private"),
    ShippedSource("SWADAYA", "Swadaya masyarakat", "community"),
    ShippedSource("LAINNYA", "Lainnya", "other"),
)

ELEMENTS = (
    ShippedElement("PEMPUS", "Pemerintah pusat"),
    ShippedElement("PEMDA", "Pemerintah daerah"),
    ShippedElement("DPRD", "DPRD"),
    ShippedElement("KECAMATAN", "Pemerintah kecamatan"),
    ShippedElement("KELDES", "Pemerintah kelurahan/desa"),
    ShippedElement("BKM", "BKM/LKM"),
    ShippedElement("KSM", "Kelompok swadaya masyarakat"),
    ShippedElement("RELAWAN", "Relawan"),
    ShippedElement("WARGA", "Warga masyarakat"),
    ShippedElement("KONSULTAN", "Konsultan dan fasilitator"),
    ShippedElement("LSM", "LSM dan organisasi masyarakat"),
    ShippedElement("SWASTA", "Swasta dan dunia usaha"),
    ShippedElement("PT", "Perguruan tinggi"),
    ShippedElement("MEDIA", "Media massa"),
    ShippedElement("LAINNYA", "Lainnya"),
)

PROGRAMMES = (
    ShippedProgramme(
        code="P2KP-1999",
        name="Program Penanggulangan Kemiskinan di Perkotaan",
        abbreviation="P2KP",
        from_on=date(1999, 1, 1),
        until_on=date(2007, 1, 1),
        note="Urban Poverty Project (UPP) 1, 2, 3.",
    ),
    ShippedProgramme(
        code="PNPM-MP",
        name="PNPM Mandiri Perkotaan",
        abbreviation="PNPM-MP",
        from_on=date(2007, 1, 1),
        until_on=date(2015, 4, 1),
        predecessor="P2KP-1999",
        names=(
            ShippedName(
                "PNPM Mandiri P2KP", "PNPM Mandiri P2KP", date(2007, 1, 1), date(2008, 1, 1)
            ),
            ShippedName("PNPM Mandiri Perkotaan", "PNPM-MP", date(2008, 1, 1), date(2015, 4, 1)),
        ),
        note="Diluncurkan April 2007; bernama PNPM Mandiri Perkotaan sejak 2008.",
    ),
    ShippedProgramme(
        code="P2KP-2015",
        name="Program Peningkatan Kualitas Permukiman",
        abbreviation="P2KP",
        from_on=date(2015, 4, 1),
        until_on=date(2016, 1, 1),
        predecessor="PNPM-MP",
        names=(
            ShippedName(
                "Program Peningkatan Kualitas Kawasan Permukiman",
                "P2KKP",
                date(2015, 6, 1),
                date(2015, 10, 1),
            ),
        ),
        note="Surat-surat Juni sampai September 2015 menulis P2KKP.",
    ),
    ShippedProgramme(
        code="KOTAKU",
        name="Kota Tanpa Kumuh",
        abbreviation="KOTAKU",
        from_on=date(2016, 1, 1),
        until_on=None,
        predecessor="P2KP-2015",
        note="National Slum Upgrading Project (NSUP); SE Dirjen Cipta Karya 40/SE/DC/2016.",
    ),
)
