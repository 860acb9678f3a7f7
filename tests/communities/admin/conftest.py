"""The pages are read in English here."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Errors are read from the answer after it was made: in the language of the browser here."""
    from django.utils import translation

    with translation.override("en"):
        yield
