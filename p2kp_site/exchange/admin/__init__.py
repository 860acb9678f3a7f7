"""Pages of imports and exports."""

from p2kp_site.exchange.admin.exports import ExportJobAdmin
from p2kp_site.exchange.admin.imports import ImportJobAdmin

__all__ = ["ExportJobAdmin", "ImportJobAdmin"]
