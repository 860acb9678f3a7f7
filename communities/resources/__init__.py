"""The datasets of this app; importing them makes them known."""

import communities.resources.boards
import communities.resources.regions  # noqa: F401
