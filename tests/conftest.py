"""What every test stands on: an environment of its own, made before Django reads it."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.exchange.crash.crew import Crew

# Files whose tests wait for workers, servers and browsers.
LONG = ("tests/scenarios/", "tests/demo/", "/crash/", "test_killed")
DATABASES = ("sqlite", "postgresql")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _environment(folder: Path) -> dict[str, str]:
    """The variables of one process of tests; an SQLite database is always its own."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {"VAR_DIR": str(folder)}
    if (os.environ.get("DATABASE_URL") or "sqlite:").startswith("sqlite:"):
        environment["DATABASE_URL"] = f"sqlite:///{folder}/db.sqlite3"
    return environment


# The workers of xdist get theirs from the hook below, when they are born.
if "PYTEST_XDIST_WORKER" not in os.environ:
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: tests/conftest.py sets it.")
    RUN = Path(tempfile.mkdtemp(prefix="p2kp-tests-"))
    atexit.register(shutil.rmtree, RUN, ignore_errors=True)
    os.environ.update(
        _environment(RUN / "main"),
        DJANGO_SETTINGS_MODULE="p2kp_site.settings",
        SECRET_KEY="only-for-tests",
        DEBUG="0",
        HTTPS="0",
        BROKER_URL="filesystem://",
        # Playwright keeps an event loop in this thread, at which Django would refuse to query.
        DJANGO_ALLOW_ASYNC_UNSAFE="1",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Gives each worker of xdist its folder before it loads Django."""
    for number, spec in enumerate(specs):
        spec.env.update(_environment(RUN / f"worker{number}"))


def pytest_configure(config: pytest.Config) -> None:
    """Loads the settings, whereupon pytest-django sets Django up."""
    from django.conf import settings

    _ = settings.DATABASES


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests that the run on the other database has; orders the rest."""
    from django.db import connection

    left = [item for item in items if not _belongs(item, connection.vendor)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _belongs(item, connection.vendor)]
    # Long ones first: begun last, they keep one core waiting for the other.
    items.sort(key=lambda item: not any(part in item.nodeid for part in LONG))


def _belongs(item: pytest.Item, vendor: str) -> bool:
    """A test about one database runs there; a test that needs none runs once, beside SQLite."""
    named = [one for one in DATABASES if item.get_closest_marker(one)]
    if named or vendor == DATABASES[0]:
        return vendor in (named or DATABASES)
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"})


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Puts SQLite's test database into a file, where a real worker process finds it too."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"]


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """The environment of a process (worker, command) that shall see this test's database."""
    from django.db import connection

    url = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        name = f"{url.path.rpartition('/')[0]}/{name}"
        return {**os.environ, "DATABASE_URL": url._replace(path=name).geturl()}
    return {**os.environ, "DATABASE_URL": f"sqlite:///{name}"}


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
def solos(crew: Crew, tmp_path: Path) -> Iterator[Crew]:
    """Workers without a pool, which start faster."""
    solos = Crew(crew.environment, tmp_path, pool="solo")
    yield solos
    solos.dismiss()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample files, which is not part of the repository."""
    folder = os.environ.get("P2KP_SAMPLES")
    if not folder:
        pytest.skip("P2KP_SAMPLES names no folder; to run: P2KP_SAMPLES=<folder> make test")
    return Path(folder)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis that is ours alone."""
    url = os.environ.get("TEST_REDIS_URL")
    if not url:
        pytest.skip("no Redis server found; to run: apt-get install redis-server, make test")
    return url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright starts the Chromium of this machine, which then talks to nobody but us."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium found; to run: apt-get install chromium, make test")
    quiet = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    quiet += " disable-component-update disable-sync disable-dev-shm-usage"
    arguments = [f"--{flag}" for flag in quiet.split()]
    return {**browser_type_launch_args, "executable_path": browser, "args": arguments}
