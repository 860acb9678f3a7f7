"""The datasets of this app; importing them makes them known."""

import programs.resources.activities
import programs.resources.cases
import programs.resources.funding_sources
import programs.resources.locations
import programs.resources.partnerships
import programs.resources.plans
import programs.resources.programmes
import programs.resources.works
import programs.resources.workshops  # noqa: F401  # imported for what it registers
