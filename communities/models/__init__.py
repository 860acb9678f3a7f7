from communities.models.areas import AreaAssignment
from communities.models.boards import Board
from communities.models.regions import Region, RegionCode

__all__ = ["AreaAssignment", "Board", "Region", "RegionCode"]
