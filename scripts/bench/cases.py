"""The desk, its queues and filters, and the page of a case, on a base of many cases."""

from collections.abc import Callable
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse

from bench.case_pages import ASKED, PAGES
from bench.case_rows import CHECKER
from bench.lists import STORAGES, cost_of
from bench.task import Run, WrongResult, bench_user
from programs.models import Case

_SOMEWHERE = 5_000  # a case among the first of each base


def _address(page: str) -> str:
    """Where a page is, with what is asked of it."""
    listed = reverse("admin:programs_case_changelist")
    if page in ASKED:
        return f"{listed}?{ASKED[page]}"
    case = Case.objects.order_by("pk")[_SOMEWHERE]
    match page:
        case "form":
            return reverse("admin:programs_case_change", args=[case.pk])
        case "last":
            area, key = Case.objects.order_by("-area", "-pk").values_list("area", "pk")[101]
            return f"{listed}?after={area}~{key}"
        case "board":
            board = Case.objects.filter(board__isnull=False).order_by("pk")[_SOMEWHERE // 4].board
            return f"{listed}?board={board.code}"
        case "case_number":
            return f"{listed}?q={case.number}"
    return reverse("admin:index")


def project(run: Run) -> dict[str, Any]:
    """A page through the site, as a browser asks for it."""
    page = run.task.job.partition(".")[2]
    person = bench_user()
    if page == "check":
        person = type(person).objects.get(username=CHECKER)
    client, address = Client(), _address(page)
    client.force_login(person)

    def show() -> int:
        response = client.get(address)
        if response.status_code != 200:
            raise WrongResult(f"{address}: {response.status_code}")
        return int(response.content.count(b"/change/") or response.content.count(b"desk="))

    with override_settings(STORAGES=STORAGES, SECURE_SSL_REDIRECT=False):
        return cost_of(run, show)


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"cases.{page}", side): project for page in PAGES for side in ("project", "project large")
}
