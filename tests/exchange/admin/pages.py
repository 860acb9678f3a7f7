"""What people do at the pages of imports and exports: bring a file, press a button."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.services.running import run_import
from tests.exchange.services.office import as_csv

HEAD = ("Kode", "Nama BKM", "Kode Wilayah", "Koordinator")
UPLOAD = "admin:communities_board_import"


def boards(*rows: Any) -> bytes:
    """A file of boards."""
    return as_csv(HEAD, *rows)


def upload(client: Client, content: bytes, name: str = "boards.csv") -> ImportJob:
    """Bring a file in through the page and have it read."""
    answer = client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    job = ImportJob.objects.latest("pk")
    assert answer.headers["Location"] == page(job)
    return work(job)


def work(job: ImportJob) -> ImportJob:
    """What a worker does with the job now."""
    run_import(job.pk, clock=timezone.now)
    job.refresh_from_db()
    return job


def page(job: Any, word: str = "change") -> str:
    """The address of a job's page, or of one of its buttons."""
    return reverse(f"admin:exchange_{job._meta.model_name}_{word}", args=[job.pk])


def told(client: Client, address: str) -> str:
    """What a page says, without its markup's spaces."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def press(client: Client, job: Any, button: str, **fields: Any) -> str:
    """Press a button of a job's page and read the page that follows."""
    answer = client.post(page(job, button), fields, follow=True)
    job.refresh_from_db()
    return " ".join(answer.content.decode().split())


def confirm(client: Client, job: ImportJob, **fields: Any) -> str:
    """Confirm the preview that the page shows now."""
    seen = job.finished_at.isoformat() if job.finished_at else ""
    return press(client, job, "confirm", seen=seen, **fields)
