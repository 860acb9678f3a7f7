from p2kp_site.reports.models.issues import Delivery, Issue
from p2kp_site.reports.models.runs import SummaryRun
from p2kp_site.reports.models.subscriptions import Recipient, Subscription

__all__ = ["Delivery", "Issue", "Recipient", "Subscription", "SummaryRun"]
