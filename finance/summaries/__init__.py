"""The summaries of this app; importing them makes them known."""

import finance.summaries.programme_overview  # noqa: F401  # imported for what it registers
