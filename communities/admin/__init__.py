"""Pages of regions, of what lies in them, and of the people who work there."""

from communities.admin.accounts import AccountAdmin
from communities.admin.boards import BoardAdmin
from communities.admin.regions import RegionAdmin

__all__ = ["AccountAdmin", "BoardAdmin", "RegionAdmin"]
