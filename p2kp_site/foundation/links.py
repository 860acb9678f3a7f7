"""How one page leads to another: texts in the colour of links."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def link(address: str, text: Any) -> SafeString:
    """A text that leads to an address."""
    return format_html(
        '<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>', address, text
    )


def way_to(row: Model, text: Any) -> SafeString:
    """A text that leads to the page of a row."""
    meta = row._meta
    page = f"admin:{meta.app_label}_{meta.model_name}_change"
    return link(reverse(page, args=[row.pk]), text)
