"""Run one job from where it stands: the one call behind the task, the command and the tests."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from p2kp_site.exchange.models import ExportJob, ImportJob
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
    with settled_whatever_happens(lease):
        if lease.job.state == ImportState.CHECKING:
            check_import(lease)
        else:
            apply_import(lease)
    return True


def run_export(pk: int, *, clock: Clock) -> bool:
    """Write the export. False when there was nothing to take."""
    lease = claim(ExportJob, pk, clock=clock)
    if lease is None:
        return False
    with settled_whatever_happens(lease):
        write_export(lease)
    return True


@contextmanager
def settled_whatever_happens(lease: Lease[Any]) -> Iterator[None]:
    """Work in the owner's language; what it raises becomes the end of the job, with the reason."""
    with override(lease.job.language):
        try:
            yield
        except UnusableFile as error:
            _settle(lease, ImportState.UNUSABLE, failure=_failure(error.kind, error.params))
        except JobCancelled:
            _settle(lease, "cancelled")
        except LeaseLost:
            logger.warning("%s was taken from this worker", lease.job)
        except PermissionDenied:
            _settle(lease, "failed", failure=_failure("not_allowed", {}))
        except Exception:
            logger.exception("%s failed", lease.job)
            _settle(lease, "failed", failure=_failure("internal", {}))


def _failure(kind: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "params": params}


def _settle(lease: Lease[Any], state: str, **values: object) -> None:
    try:
        lease.settle(state, **values)
    except LeaseLost:
        logger.warning("%s was taken from this worker", lease.job)
