"""A fresh process: prepare a template, or run one side of one job and print what it cost."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2kp_site.settings")
django.setup()

from bench import cases, disbursements, exports, imports, lists, prepare, summaries, works
from bench.measure import Meter
from bench.task import Run, Task

SIDES: dict[tuple[str, str], Callable[[Run], dict[str, Any]]] = {
    **imports.SIDES,
    **exports.SIDES,
    **lists.SIDES,
    **works.SIDES,
    **disbursements.SIDES,
    **cases.SIDES,
    **summaries.SIDES,
}


def main(verb: str, argument: str) -> None:
    """Do it; the last line printed is a JSON object."""
    if verb == "prepare":
        prepare.prepare(**json.loads(argument))
        return
    from django.db import connection

    task = Task(**json.loads(argument))
    meter = Meter()
    connection.ensure_connection()
    print(json.dumps(SIDES[task.job, task.side](Run(task, meter))))


if __name__ == "__main__":
    main(*sys.argv[1:])
