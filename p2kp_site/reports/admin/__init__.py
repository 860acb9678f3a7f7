"""Pages of summaries: asked for live, as they were kept, and as they are sent."""

from p2kp_site.reports.admin.issues import IssueAdmin
from p2kp_site.reports.admin.runs import SummaryRunAdmin
from p2kp_site.reports.admin.subscriptions import SubscriptionAdmin

__all__ = ["IssueAdmin", "SubscriptionAdmin", "SummaryRunAdmin"]
