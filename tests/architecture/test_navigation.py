"""The way through the site leads to everything that people keep in it."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.registry import all_datasets
from p2kp_site.navigation import sidebar
from tests.exchange.services.office import make_person, reader


@pytest.mark.django_db
@pytest.mark.parametrize("kind", all_datasets(), ids=lambda kind: kind.slug)
def test_a_data_steward_of_the_nation_finds_every_dataset_in_the_sidebar(
    kind: type[Dataset],
) -> None:
    person = make_person(region=None, role=RoleName.DATA_STEWARD)
    groups = sidebar(SimpleNamespace(user=person, reader=reader(person)))
    meta = kind.model._meta
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    assert page in {item["link"] for group in groups for item in group["items"]}
