"""The command `remind_cases` as a process of its own that stops before one of its statements.

`python -m tests.programs.remind_and_wait STATEMENT NUMBER FILE ARGUMENT …`: writes FILE when it
comes to the statement of this number that begins so, and then waits there to be killed.
"""

import os
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import django

LONGEST = 60.0  # seconds; a test that forgot it lets it go


def main(statement: str, number: str, file: str, *arguments: str) -> None:
    """Run the command with these arguments as far as the statement."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2kp_site.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    seen = count(1)

    def stop(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(statement) and next(seen) == int(number):
            Path(file).touch()
            time.sleep(LONGEST)
        return execute(sql, *rest)

    with connection.execute_wrapper(stop):
        call_command("remind_cases", *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
