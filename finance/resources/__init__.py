"""The datasets of this app; importing them makes them known."""

import finance.resources.budgets
import finance.resources.contributions
import finance.resources.disbursements
import finance.resources.expenditures
import finance.resources.grants
import finance.resources.tranches  # noqa: F401  # imported for what it registers
