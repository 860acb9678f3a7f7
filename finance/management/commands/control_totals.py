"""`manage.py control_totals`: compare the running totals of finance with what the rows say."""

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance.services.totals import differences
from p2kp_site.foundation.commands import ProductCommand

DIFFERENT = 1


class Command(ProductCommand):
    """Ends with 0 (all totals are right) or 1 (some differ); nothing is repaired."""

    help = "Compare the running totals of grants, tranches and payments with their rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = differences()
        text = ngettext("%(number)d total differs.", "%(number)d totals differ.", len(found))
        text = text % {"number": len(found)} if found else _("All totals are right.")
        lines = [f"{d.model} {d.key} {d.column}: {d.held} ≠ {d.recomputed}" for d in found]
        result = {"differences": [asdict(one) for one in found]}
        self.finish(result, as_json=options["json"], text="\n".join([*lines, text]))
        if found:
            sys.exit(DIFFERENT)
