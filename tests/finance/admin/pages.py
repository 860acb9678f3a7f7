"""Where the pages of money are; what forms send and how many questions they ask is told below."""

from typing import Any

from django.urls import reverse

from tests.programs.admin.pages import errors_of, inline, questions

__all__ = ["adding", "errors_of", "inline", "listed", "page", "questions"]


def listed(model: str, query: str = "") -> str:
    return f"{reverse(f'admin:finance_{model}_changelist')}?{query}"


def adding(model: str) -> str:
    return reverse(f"admin:finance_{model}_add")


def page(row: Any, kind: str = "change") -> str:
    return reverse(f"admin:finance_{row._meta.model_name}_{kind}", args=[row.pk])
