"""The people in front of the pages. Models are imported late: pytest reads this before Django."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from communities.models import Region
    from p2kp_site.accounts.models import User


@pytest.fixture
def tembilahan(db: None) -> "Region":
    """A district with two kelurahan."""
    from communities.models import Region
    from tests.builders import make_region
    from tests.exchange.services.office import HILIR, KOTA

    make_region(code=KOTA)
    make_region(code=HILIR, name="Tembilahan Hilir")
    return Region.objects.get(code="14.04.04")


@pytest.fixture
def steward(tembilahan: "Region") -> "User":
    """The data steward of Tembilahan."""
    from tests.exchange.services.office import make_person

    return make_person(region=tembilahan, is_staff=True, username="steward")


@pytest.fixture
def desk(steward: "User") -> Client:
    """The steward's browser, in English."""
    from tests.builders_accounts import browser_of

    return browser_of(steward)
