"""The addresses behind the doors of `access_answers.py`."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from p2kp_site.exchange.registry import all_datasets
from tests.architecture.access_answers import FILE_PAGES, PAGES
from tests.architecture.access_kinds import Answer

# Pages of the site that need to be told what about.
ABOUT = {
    "autocomplete": {"app_label": "communities", "model_name": "board", "field_name": "region"},
}
ARGUMENTS = {
    "app_list": ["communities"],
    "programs_caseevent_file": [0],
    "programs_workphoto_image": [0],
    "programs_workshopfile_content": [0],
}


def arguments_of(page: str) -> list[Any]:
    """What the address of a page names; for a page outside of the site, a row that always is."""
    if page == "view_on_site":
        kind = ContentType.objects.get_for_model(ContentType)
        return [kind.pk, kind.pk]
    return ARGUMENTS.get(page, [])


def doors_of(label: str) -> dict[str, Answer]:
    """The doors of a model; those of files only where there is a dataset."""
    has_files = label in {kind.model._meta.label_lower for kind in all_datasets()}
    return {p: a for p, a in PAGES[label].items() if has_files or p not in FILE_PAGES}


def word_of(page: str) -> str:
    """The name of an address, without what is sent and what it is about."""
    return page.removesuffix("!").partition(":")[0]


def address_of(row: Any, page: str) -> str:
    """The address of a page: of all rows of this kind, or of this one."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{word_of(page)}"
    part = page.removesuffix("!").partition(":")[2]
    try:
        return reverse(name)
    except NoReverseMatch:  # a page of one row
        return reverse(name, args=[row.pk, *([part] if part else [])])
