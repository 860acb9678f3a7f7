"""Crews of real workers, for the tests of this folder.

Pytest may load this before Django is set up: what needs models is imported where it is used.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from tests.exchange.crash.crew import Crew

if TYPE_CHECKING:
    from p2kp_site.foundation.reader import Reader


@pytest.fixture
def steward(child_environment: dict[str, str]) -> "Reader":
    """A steward of Indragiri Hilir, whom other processes see too."""
    from tests.exchange.crash.desk import make_steward

    return make_steward()


@pytest.fixture(scope="module")
def crews(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Crew]]:
    """The crews of this module, by broker: they live from one test to the next."""
    kept: dict[str, Crew] = {}
    yield kept
    for crew in kept.values():
        crew.dismiss()


@pytest.fixture
def crew(
    child_environment: dict[str, str],
    crews: dict[str, Crew],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Crew]:
    """Workers on the embedded broker, or where the test asks `indirect` for it, on Redis."""
    from tests.exchange.crash.brokers import lose_messages, own_redis, talking_to

    name = getattr(request, "param", "filesystem")
    url = "filesystem://"
    if name == "redis":
        url = own_redis(request.getfixturevalue("redis_url"))
    else:
        lose_messages()
    if name not in crews:
        folder = tmp_path_factory.mktemp(name)
        crews[name] = Crew({**child_environment, "BROKER_URL": url}, folder)
    crew = crews[name]
    with talking_to(url):
        yield crew
    crew.disarm()


@pytest.fixture
def media() -> Path:
    """The folder in which exports lie."""
    assert os.environ["VAR_DIR"] == str(settings.VAR_DIR)
    return Path(settings.MEDIA_ROOT)
