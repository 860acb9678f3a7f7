"""Pages of summaries: asked for live, and as they were kept."""

from p2kp_site.reports.admin.runs import SummaryRunAdmin

__all__ = ["SummaryRunAdmin"]
