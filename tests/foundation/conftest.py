"""A village, a board of another district, and the browser of a steward.

Django is not ready when pytest reads this file, hence the imports inside.
"""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def village() -> Any:
    from tests.builders_accounts import region_of

    return region_of("14.04.04.1001")


@pytest.fixture
def elsewhere() -> Any:
    from tests.builders import make_board, make_region

    return make_board(region=make_region(code="14.04.01.1001"), name="BKM Orang Lain")


@pytest.fixture
def steward(village: Any) -> Any:
    from tests.builders_accounts import browser_of, make_person

    return browser_of(make_person("data_steward", name="Ani"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Errors are read from the answer after it was made: in the language of the browser here."""
    from django.utils import translation

    with translation.override("en"):
        yield
