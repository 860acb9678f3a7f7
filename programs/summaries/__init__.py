"""The summaries of this app; importing them makes them known."""

import programs.summaries.community_boards  # noqa: F401  # imported for what it registers
