from p2kp_site.exchange.models.exports import ExportJob
from p2kp_site.exchange.models.imports import ImportJob, ImportRow

__all__ = ["ExportJob", "ImportJob", "ImportRow"]
