"""The pages that show works, on a base that holds them by the million."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.test import Client, override_settings
from django.urls import reverse

from bench.lists import STORAGES, cost_of
from bench.task import Run, WrongResult, bench_user
from bench.work_pages import ASKED, FORMS, FOUND, PAGES
from programs.models import FundingSource, Work


def _found(page: str) -> str:
    """What is asked of the list, by a row of this base."""
    works = Work.objects.order_by("pk").select_related("board")
    sources = FundingSource.objects.order_by("pk")
    work = works[5_000]
    match page:
        case "last":
            last = Work.objects.order_by("-area", "-pk").values_list("area", "pk")[101]
            return "~".join(map(str, last))
        case "board" | "board_code":
            return str(work.board.code)
        case "board_name":
            return str(work.board.name)
        case "board_names":  # many boards are called so
            return str(work.board.name.rpartition(" ")[0])
        case "reference":
            return str(work.ref)
        case "activity":
            return str(works.filter(is_unplanned=False)[1_000].activity.ref)
        case "rare_source":
            return str(sources.reverse()[0].code)
    return str(sources[3].code)


def _address(page: str) -> str:
    """Where a page is, with what is asked of it."""
    if page in FORMS:
        work = Work.objects.order_by("pk")[5_000]
        row = work if page == "form" else work.board
        name = f"{row._meta.app_label}_{row._meta.model_name}"
        return reverse(f"admin:{name}_change", args=[row.pk])
    asked = ASKED[page] if page in ASKED else urlencode({FOUND[page] or "after": _found(page)})
    return f"{reverse('admin:programs_work_changelist')}?{asked}"


def project(run: Run) -> dict[str, Any]:
    """A page through the site, as a browser asks for it."""
    client = Client()
    client.force_login(bench_user())
    page = run.task.job.partition(".")[2]
    address = _address(page)

    def show() -> int:
        response = client.get(address)
        if response.status_code != 200:
            raise WrongResult(f"{address}: {response.status_code}")
        return int(response.content.count(b"/change/"))

    with override_settings(STORAGES=STORAGES, SECURE_SSL_REDIRECT=False):
        return cost_of(run, show)


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"works.{page}", side): project for page in PAGES for side in ("project", "project large")
}
