"""The datasets of this app; importing them makes them known."""

from communities.resources import boards, regions

__all__ = ["boards", "regions"]
