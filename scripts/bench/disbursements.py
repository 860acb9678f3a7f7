"""The pages that show the money, on a base of disbursements by the million."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.test import Client, override_settings
from django.urls import reverse

from bench.lists import STORAGES, cost_of
from bench.money import ASKED, FORMS, FOUND, PAGES
from bench.money_rows import APPROVER
from bench.task import Run, WrongResult, bench_user
from finance.models import Disbursement, Tranche
from finance.models.disbursements import State
from programs.models import FundingSource, Programme

_SOMEWHERE = 900  # a tranche among the first of each base


def _found(page: str) -> str:
    """What is asked of a list, by a row of this base."""
    rows = Disbursement.objects.order_by("pk")
    tranche = Tranche.objects.order_by("pk").select_related("grant__board")[_SOMEWHERE]
    board = tranche.grant.board
    match page.removeprefix("tranches_").removeprefix("grants_"):
        case "last":
            area, key = Disbursement.objects.order_by("-area", "-pk").values_list("area", "pk")[101]
            return f"{area}~{key}"
        case "programme":
            return str(Programme.objects.order_by("pk")[0].code)
        case "rare_programme":
            return str(Programme.objects.order_by("-pk")[0].code)
        case "source":
            return str(FundingSource.objects.order_by("pk")[1].code)
        case "rare_source":
            return str(FundingSource.objects.order_by("pk")[3].code)
        case "sp2d":
            return str(rows.filter(state=State.PAID)[10].sp2d_number)
        case "lpj":
            return str(rows.filter(state=State.ACCOUNTED)[5_000].lpj_number)
        case "grant":
            return str(tranche.grant.ref)
        case "tranche":
            return str(tranche.ref)
        case "board_name":
            return str(board.name)
        case "board_names":  # many boards are called so
            return str(board.name.rpartition(" ")[0])
    return str(board.code)


def _address(page: str) -> str:
    """Where a page is, with what is asked of it."""
    if page in FORMS:
        tranche = Tranche.objects.order_by("pk")[_SOMEWHERE]
        rows = {
            "form": tranche.disbursements.order_by("pk").first(),
            "grant_form": tranche.grant,
            "tranche_form": tranche,
        }
        name = rows[page]._meta.model_name
        return reverse(f"admin:finance_{name}_change", args=[rows[page].pk])
    for name, pages in ASKED.items():
        if page in pages:
            return f"{reverse(f'admin:finance_{name}_changelist')}?{pages[page]}"
    name, asked = FOUND[page]
    listed = reverse(f"admin:finance_{name}_changelist")
    return f"{listed}?{urlencode({asked or 'after': _found(page)})}"


def project(run: Run) -> dict[str, Any]:
    """A page through the site, as a browser asks for it."""
    page = run.task.job.partition(".")[2]
    person = bench_user()
    if page == "decide":
        person = type(person).objects.get(username=APPROVER)
    client, address = Client(), _address(page)
    client.force_login(person)

    def show() -> int:
        response = client.get(address)
        if response.status_code != 200:
            raise WrongResult(f"{address}: {response.status_code}")
        return int(response.content.count(b"/change/"))

    with override_settings(STORAGES=STORAGES, SECURE_SSL_REDIRECT=False):
        return cost_of(run, show)


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"disbursements.{page}", side): project
    for page in PAGES
    for side in ("project", "project large")
}
