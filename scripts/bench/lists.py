"""The sides of the lists: one page of the admin, and the part of the database in it."""

import re
import time
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.db import connection, transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from bench.task import Run, WrongResult, bench_user

REGENCY = "61.05"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # The page is measured, not the collecting of its style sheets.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
_ROW = re.compile(rb"/communities/board/\d+/change/")
_TURNS = 5
Statements = list[tuple[str, Any]]


def project(run: Run) -> dict[str, Any]:
    """The board list through the site, as a browser asks for it."""
    client = Client()
    client.force_login(bench_user())
    query = {"region": REGENCY} if run.task.job == "lists.regency" else {}
    address = reverse("admin:communities_board_changelist")

    def page() -> int:
        response = client.get(address, query, follow=True)
        if response.status_code != 200:
            raise WrongResult(f"{address}: {response.status_code}")
        return len(set(_ROW.findall(response.content)))

    with override_settings(STORAGES=STORAGES, SECURE_SSL_REDIRECT=False):
        return cost_of(run, page)


def stock(run: Run) -> dict[str, Any]:
    """The plain admin's list of the same table; its template is left out."""
    from bench.stock import PlainAdmin, PlainBoard

    plain, user = PlainAdmin(PlainBoard, admin.AdminSite()), bench_user()
    user.is_superuser = True
    query = {"region__parent__parent__code": REGENCY}
    asked = query if run.task.job == "lists.regency" else {PAGE_VAR: "1"}

    def page() -> int:
        request: Any = RequestFactory().get("/", asked)
        request.user = user
        shown = list(plain.get_changelist_instance(request).result_list)
        return sum(bool(plain.regency(board)) for board in shown)

    return cost_of(run, page)


def cost_of(run: Run, page: Callable[[], int]) -> dict[str, Any]:
    """The best of some turns after one to warm up; the statements are then run again alone."""
    shown = page()
    statements: Statements = []

    def note(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        page()
    best = float("inf")
    for _turn in range(_TURNS):
        with run.meter.measure() as measured:
            page()
        best = min(best, measured.seconds)
    alone = min(_run_again(statements) for _turn in range(_TURNS))
    measured.seconds, measured.queries, measured.database_seconds = best, len(statements), alone
    if not shown:
        raise WrongResult(f"{run.task.job}: an empty page is fast")
    return {**measured.as_dict(), "shown": shown, "found": {}}


def _run_again(statements: Statements) -> float:
    """In one transaction, as some say how the next is to be run."""
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    return time.perf_counter() - begun


SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    (f"lists.{page}", side): function
    for page in ("first", "regency")
    for side, function in (
        ("project", project),
        ("project large", project),
        ("stock", stock),
        ("stock large", stock),
    )
}
