"""A board of Tembilahan Kota, a board elsewhere, and the browsers of people; in English."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def board() -> Any:
    from tests.builders import make_board
    from tests.builders_accounts import region_of

    return make_board(region=region_of("14.04.04.1001"), name="BKM Contoh Kota")


@pytest.fixture
def elsewhere() -> Any:
    from tests.builders import make_board, make_region

    return make_board(region=make_region(code="14.04.01.1001"), name="BKM Orang Lain")


@pytest.fixture
def steward(board: Any) -> Any:
    from tests.builders_accounts import browser_of, make_person

    return browser_of(make_person("data_steward", name="Ibu Contoh Satu"))


@pytest.fixture
def ministry(board: Any) -> Any:
    from tests.builders_accounts import NATION, browser_of, make_person

    return browser_of(make_person("data_steward", area=NATION, name="Ibu Contoh Dua"))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Errors are read from the answer after it was made: in the language of the browser here."""
    from django.utils import translation

    with translation.override("en"):
        yield
