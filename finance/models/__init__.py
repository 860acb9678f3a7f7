from finance.models.chains import Chain, ChainStep
from finance.models.contributions import Contribution
from finance.models.decisions import Decision, DisbursementStep
from finance.models.disbursements import Disbursement
from finance.models.expenditures import Expenditure
from finance.models.funding import Budget, Ceiling
from finance.models.go_live import GoLive
from finance.models.grants import Grant
from finance.models.positions import Position, PositionAssignment
from finance.models.schemes import TrancheScheme, TrancheShare
from finance.models.tranches import Tranche

__all__ = [
    "Budget",
    "Ceiling",
    "Chain",
    "ChainStep",
    "Contribution",
    "Decision",
    "Disbursement",
    "DisbursementStep",
    "Expenditure",
    "GoLive",
    "Grant",
    "Position",
    "PositionAssignment",
    "Tranche",
    "TrancheScheme",
    "TrancheShare",
]
