"""The command `decide` as a process of its own that stops before one of its statements.

`python -m tests.finance.decide_and_wait STATEMENT FILE ARGUMENT …`: writes FILE when it comes to
a statement that begins so, and then waits there to be killed.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

import django

LONGEST = 60.0  # seconds; a test that forgot it lets it go


def main(statement: str, file: str, *arguments: str) -> None:
    """Run the command with these arguments as far as the statement."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2kp_site.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    def stop(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(statement):
            Path(file).touch()
            time.sleep(LONGEST)
        return execute(sql, *rest)

    with connection.execute_wrapper(stop):
        call_command("decide", *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
