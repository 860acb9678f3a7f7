"""Run one job from where it stands: the one call behind the task, the command and the tests."""

import logging

from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.models.exports import ExportState
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.reading import UnusableFile
from p2kp_site.exchange.services.applying import apply_import
from p2kp_site.exchange.services.checking import check_import
from p2kp_site.exchange.services.exporting import write_export
from p2kp_site.exchange.services.leases import Clock, JobCancelled, Lease, LeaseLost, claim

logger = logging.getLogger(__name__)


def run_import(pk: int, *, clock: Clock) -> bool:
    """Check or apply the import, whichever it waits for. False when there was nothing to take."""
    lease = claim(ImportJob, pk, clock=clock)
    if lease is None:
        return False
    with override(lease.job.language):
        try:
            if lease.job.state == ImportState.CHECKING:
                check_import(lease)
            else:
                apply_import(lease)
        except UnusableFile as error:
            failure = {"kind": error.kind, "params": error.params}
            _settle(lease, ImportState.UNUSABLE, failure=failure)
        except JobCancelled:
            _settle(lease, ImportState.CANCELLED)
        except LeaseLost:
            logger.warning("%s was taken from this worker", lease.job)
        except PermissionDenied:
            _settle(lease, ImportState.FAILED, failure={"kind": "not_allowed", "params": {}})
        except Exception:
            logger.exception("%s failed", lease.job)
            _settle(lease, ImportState.FAILED, failure={"kind": "internal", "params": {}})
    return True


def run_export(pk: int, *, clock: Clock) -> bool:
    """Write the export. False when there was nothing to take."""
    lease = claim(ExportJob, pk, clock=clock)
    if lease is None:
        return False
    with override(lease.job.language):
        try:
            write_export(lease)
        except JobCancelled:
            _settle(lease, ExportState.CANCELLED)
        except LeaseLost:
            logger.warning("%s was taken from this worker", lease.job)
        except PermissionDenied:
            _settle(lease, ExportState.FAILED, failure={"kind": "not_allowed", "params": {}})
        except Exception:
            logger.exception("%s failed", lease.job)
            _settle(lease, ExportState.FAILED, failure={"kind": "internal", "params": {}})
    return True


def _settle(lease: Lease[ImportJob] | Lease[ExportJob], state: str, **values: object) -> None:
    try:
        lease.settle(state, **values)
    except LeaseLost:
        logger.warning("%s was taken from this worker", lease.job)
