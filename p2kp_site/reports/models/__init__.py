from p2kp_site.reports.models.runs import SummaryRun

__all__ = ["SummaryRun"]
