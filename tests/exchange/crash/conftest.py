"""Who brings files in, and where exports lie, for the tests of this folder.

Pytest may load this before Django is set up: what needs models is imported where it is used.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from p2kp_site.foundation.reader import Reader


@pytest.fixture
def steward(child_environment: dict[str, str]) -> "Reader":
    """A steward of Indragiri Hilir, whom other processes see too."""
    from tests.exchange.crash.desk import make_steward

    return make_steward()


@pytest.fixture
def media() -> Path:
    """The folder in which exports lie."""
    assert os.environ["VAR_DIR"] == str(settings.VAR_DIR)
    return Path(settings.MEDIA_ROOT)
