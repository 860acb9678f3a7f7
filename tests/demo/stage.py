"""What tests of the story stand on: a base made once a module, a worker, a folder of mails."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from communities.services.regions import SHIPPED_EDITION, SHIPPED_REGISTER, load_register
from communities.services.register_files import read_register
from p2kp_site.accounts.services.roles import install_roles
from p2kp_site.demo.accounts import make_demo_accounts
from p2kp_site.exchange.models import ExportJob, ImportJob
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.reports.models import Issue, SummaryRun
from p2kp_site.reports.services.runs import run_summary
from p2kp_site.reports.services.sending import send_issue
from programs.services.case_types import load_case_types
from programs.services.reference_lists import load_reference_lists


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around a module: what fixtures of its scope write, each of its tests finds,
    and what a test writes goes when the test ends."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as around Django's own test cases
    with django_db_blocker.unblock(), around:
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def base(kept: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty base as `setup --demo-accounts` leaves it; mails go to the folder."""
    now = timezone.now()
    install_roles()
    load_reference_lists(at=now)
    load_case_types(at=now)
    load_register(
        read_register(SHIPPED_REGISTER),
        by=None,
        at=now,
        edition=SHIPPED_EDITION,
        on=timezone.localdate(now),
    )
    make_demo_accounts()
    mail = tmp_path_factory.mktemp("mail")
    to_files = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=to_files, EMAIL_FILE_PATH=mail):
        yield mail


def worker() -> None:
    """Do what a worker would: everything that waits."""
    for pk in ImportJob.objects.filter(state__in=ImportJob.WAITING).values_list("pk", flat=True):
        run_import(pk, clock=timezone.now)
    for pk in ExportJob.objects.filter(state__in=ExportJob.WAITING).values_list("pk", flat=True):
        run_export(pk, clock=timezone.now)
    for pk in SummaryRun.objects.filter(state__in=SummaryRun.WAITING).values_list("pk", flat=True):
        run_summary(pk, clock=timezone.now)
    for pk in Issue.objects.filter(state__in=Issue.WAITING).values_list("pk", flat=True):
        send_issue(pk, clock=timezone.now)
