"""Where the pages are, what their forms send, and how many questions they ask."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def listed(model: str, query: str = "") -> str:
    return f"{reverse(f'admin:programs_{model}_changelist')}?{query}"


def adding(model: str) -> str:
    return reverse(f"admin:programs_{model}_add")


def page(row: Any, kind: str = "change") -> str:
    return reverse(f"admin:programs_{row._meta.model_name}_{kind}", args=[row.pk])


def inline(name: str, *rows: dict[str, Any], stored: int = 0) -> dict[str, Any]:
    """What the rows of an inline send."""
    sent: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": stored,
    }
    for number, row in enumerate(rows):
        sent.update({f"{name}-{number}-{column}": value for column, value in row.items()})
    return sent


def errors_of(answer: Any) -> dict[str, list[str]]:
    return {name: list(told) for name, told in answer.context["adminform"].form.errors.items()}


def questions(browser: Client, address: str) -> int:
    """How many queries a page takes, after a first visit."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return len(asked)


def shown(browser: Client, query: str) -> set[str]:
    """The numbers of the cases that a list shows."""
    answer: Any = browser.get(listed("case", query))
    assert answer.status_code == 200, query
    return {case.number for case in answer.context["cl"].result_list}
