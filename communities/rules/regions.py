"""What the codes and names of regions say by themselves: the questions, from their files."""

from communities.rules.region_codes import dotted, kind_of, level_of, parent_code
from communities.rules.region_names import (
    REASONS,
    NameReading,
    Place,
    RegionNames,
    place_key,
    read_region_name,
    same_written_name,
)
from communities.rules.region_spelling import same_place
from communities.rules.region_suggestions import nearest
from p2kp_site.exchange.reading.names import fold

__all__ = [
    "REASONS",
    "NameReading",
    "Place",
    "RegionNames",
    "dotted",
    "fold",
    "kind_of",
    "level_of",
    "nearest",
    "parent_code",
    "place_key",
    "read_region_name",
    "same_place",
    "same_written_name",
]
