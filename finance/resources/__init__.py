"""The datasets of this app; importing them makes them known.

Tranches and disbursements have none: their totals are kept by the decisions on them.
"""

import finance.resources.budgets
import finance.resources.contributions
import finance.resources.expenditures
import finance.resources.grants  # noqa: F401
