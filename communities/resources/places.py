"""What datasets of places share: how the reader's areas are called."""

from communities.models import Region
from p2kp_site.exchange.datasets import Dataset


class PlaceDataset(Dataset):
    """A dataset whose rows lie somewhere."""

    def area_names(self) -> list[str]:
        areas = [area for area in (self.reader.areas if self.reader else ()) if area]
        named = Region.objects.filter(path__in=areas).order_by("path")
        return [str(region) for region in named]
