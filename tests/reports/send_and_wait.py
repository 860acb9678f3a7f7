"""The command `send_summaries` as a process of its own that stops around a mail.

`python -m tests.reports.send_and_wait WHEN NUMBER FILE`: with the mail of this number it writes
FILE *before* or *after* it has left, and then waits there to be killed.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

import django

LONGEST = 60.0  # seconds; a test that forgot it lets it go


def main(when: str, number: str, file: str, *arguments: str) -> None:
    """Run the command as far as the mail."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2kp_site.settings")
    django.setup()
    from django.core.mail.backends.filebased import EmailBackend
    from django.core.management import call_command

    backend: Any = EmailBackend
    original, count = backend.send_messages, 0

    def stopping(self: Any, messages: Any) -> Any:
        nonlocal count
        count += 1
        if count != int(number):
            return original(self, messages)
        if when == "after":
            original(self, messages)
        Path(file).touch()
        time.sleep(LONGEST)
        return None

    backend.send_messages = stopping
    call_command("send_summaries", *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
