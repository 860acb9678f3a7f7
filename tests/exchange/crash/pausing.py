"""Holds a worker at a chosen point of its work: loaded by `celery worker --include`, never else.

The test arms a point by a file `<point>.armed` in the folder that P2KP_PAUSES names. The first
process that comes to that point renames the file to `<point>.held`, and goes on when it is gone.
"""

import functools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.mail.backends.filebased import EmailBackend

from p2kp_site.exchange.reading import Table
from p2kp_site.exchange.services import applying, checking, exporting, leases, running
from p2kp_site.exchange.services.staging import Staging
from p2kp_site.exchange.writing.atomic import atomic_file

LONGEST = 60.0  # seconds; a worker that the test forgot goes on
FOLDER = Path(os.environ["P2KP_PAUSES"])


def pause(point: str) -> None:
    """Wait here if the test asked for it."""
    held = FOLDER / f"{point}.held"
    part = FOLDER / f"{point}.{os.getpid()}"
    try:
        (FOLDER / f"{point}.armed").rename(part)
    except FileNotFoundError:
        return
    part.write_text(str(os.getpid()))
    part.rename(held)
    deadline = time.monotonic() + LONGEST
    while held.exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def before(point: str, place: Any, name: str) -> None:
    """Pause before each call of a function."""
    original: Callable[..., Any] = getattr(place, name)

    @functools.wraps(original)
    def wrapped(*args: Any, **options: Any) -> Any:
        pause(point)
        return original(*args, **options)

    setattr(place, name, wrapped)


def after(point: str, place: Any, name: str) -> None:
    """Pause after each call of a function."""
    original: Callable[..., Any] = getattr(place, name)

    @functools.wraps(original)
    def wrapped(*args: Any, **options: Any) -> Any:
        result = original(*args, **options)
        pause(point)
        return result

    setattr(place, name, wrapped)


def while_writing() -> None:
    """Pause when all bytes of an export are written, and when the file has got its name."""
    place: Any = exporting
    original = atomic_file

    @contextmanager
    def wrapped(path: Path) -> Iterator[Any]:
        with original(path) as file:
            yield file
            pause("file-written")
        pause("file-named")

    place.atomic_file = wrapped


def while_reading() -> None:
    """Pause when a slice of an imported file is read and nothing of it is in the preview."""
    kind: Any = Table
    original = Table.slices

    @functools.wraps(original)
    def wrapped(*args: Any, **options: Any) -> Iterator[Any]:
        for rows in original(*args, **options):
            pause("slice-read")
            yield rows

    kind.slices = wrapped


# Outside of any transaction:
after("job-taken", running, "claim")
while_reading()
after("mail-left", EmailBackend, "send_messages")
before("file-read", checking, "settle_statistics")
while_writing()
# Within one:
after("slice-staged", Staging, "stage")
before("repeats-sought", checking, "refuse_repeated")
after("rows-inserted", applying, "insert_new")
after("totals-moved", applying, "count_totals")
after("history-written", applying, "write_history")
before("settling", leases.Lease, "settle")
after("settled", leases.Lease, "settle")
