"""The datasets of this app; importing them makes them known."""

import communities.resources.agencies
import communities.resources.board_years
import communities.resources.boards
import communities.resources.consultant_assignments
import communities.resources.elections
import communities.resources.groups
import communities.resources.officers
import communities.resources.regions
import communities.resources.slum_area_parts
import communities.resources.slum_areas  # noqa: F401  # imported for what it registers
