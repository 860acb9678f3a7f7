"""What datasets of places share: the columns of a region, and how the reader's areas are called."""

from django.utils.translation import gettext_lazy as _

from communities.models import Region
from communities.resources.lookups import REGION, REGION_HELP, VILLAGE, VILLAGE_HELP
from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset


class PlaceDataset(Dataset):
    """A dataset whose rows lie somewhere."""

    def area_names(self) -> list[str]:
        areas = [area for area in (self.reader.areas if self.reader else ()) if area]
        named = Region.objects.filter(path__in=areas).order_by("path")
        return [str(region) for region in named]


def region_code_column() -> Column:
    """The region of any level that a row is about, as a part of its key."""
    return Column(
        _("Region code"),
        "region_code",
        source="region__code",
        required=True,
        key=True,
        lookup=REGION,
        help_text=REGION_HELP,
        synonyms=("Kode Wilayah", "Kode Kabupaten/Kota", "Kode Kemendagri"),
    )


def region_name_column(*synonyms: str) -> Column:
    """What that region is called."""
    return Column(
        _("Region name"),
        source="region__name",
        beside=("region", "name"),
        width=28,
        synonyms=("Nama Wilayah", "Wilayah", "Kabupaten/Kota", *synonyms),
    )


def village_code_column(*, key: bool = False) -> Column:
    """The kelurahan or desa that a row lies in."""
    return Column(
        _("Region code"),
        "region_code",
        source="region__code",
        key=key,
        required=True,
        lookup=VILLAGE,
        help_text=VILLAGE_HELP,
        synonyms=(
            "Kode Wilayah",
            "Kode Kelurahan/Desa",
            "Kode Kelurahan",
            "Kode Desa",
            "Village code",
            "Kode Kemendagri",
        ),
    )


def village_column(village: str = "region", beside: tuple[str, str] = ("region", "name")) -> Column:
    """What the kelurahan or desa is called; `village` is the path to it."""
    return Column(
        _("Kelurahan/Desa"),
        source=f"{village}__name",
        beside=beside,
        width=24,
        synonyms=("Kelurahan", "Desa", "Village", "Nama Kelurahan/Desa"),
    )


def district_column(
    village: str = "region", beside: tuple[str, str] = ("region", "district")
) -> Column:
    """The district of that kelurahan or desa."""
    return Column(
        _("District"),
        source=f"{village}__parent__name",
        beside=beside,
        width=22,
        synonyms=("Kecamatan", "Subdistrict", "Nama Kecamatan"),
    )


def regency_column(
    village: str = "region", beside: tuple[str, str] = ("region", "regency")
) -> Column:
    """The regency or city of that kelurahan or desa."""
    return Column(
        _("Regency/City"),
        source=f"{village}__parent__parent__name",
        beside=beside,
        width=26,
        synonyms=("Kabupaten/Kota", "Kabupaten", "Kota", "Regency"),
    )
