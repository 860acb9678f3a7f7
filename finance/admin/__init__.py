"""Pages of the money: budgets, grants, disbursements, contributions, expenditures."""

from finance.admin.chains import ChainAdmin
from finance.admin.contributions import ContributionAdmin
from finance.admin.disbursements import DisbursementAdmin
from finance.admin.expenditures import ExpenditureAdmin
from finance.admin.funding import BudgetAdmin, CeilingAdmin
from finance.admin.go_live import GoLiveAdmin
from finance.admin.grants import GrantAdmin
from finance.admin.positions import PositionAdmin, PositionAssignmentAdmin
from finance.admin.schemes import TrancheSchemeAdmin
from finance.admin.tranches import TrancheAdmin

__all__ = [
    "BudgetAdmin",
    "CeilingAdmin",
    "ChainAdmin",
    "ContributionAdmin",
    "DisbursementAdmin",
    "ExpenditureAdmin",
    "GoLiveAdmin",
    "GrantAdmin",
    "PositionAdmin",
    "PositionAssignmentAdmin",
    "TrancheAdmin",
    "TrancheSchemeAdmin",
]
