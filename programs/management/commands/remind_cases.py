"""`manage.py remind_cases`: remind people of the cases that are due; the worker does it hourly."""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.foundation.commands import ProductCommand
from programs.services.case_reminders import Reminded, remind_cases


class Command(ProductCommand):
    """Ends with 0, however often it is run: what was told once is not told again."""

    help = "Remind people of the cases that are due, and tell the level above what is overdue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", metavar="DAY", help="as if it were this day, as 2015-08-31")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = self._day(options["on"])
        done = remind_cases(on=on, clock=timezone.now)
        result = {"on": on.isoformat(), **asdict(done)}
        self.finish(result, as_json=options["json"], text=_in_words(done))

    def _day(self, text: str | None) -> date:
        try:
            return date.fromisoformat(text) if text else timezone.localdate()
        except ValueError:
            self.refuse(_("--on takes a day such as 2015-08-31, not “%(text)s”.") % {"text": text})


def _in_words(done: Reminded) -> str:
    if done.is_holiday:
        return _("The calendar has a holiday: nobody is reminded.")
    told = (
        (_("Reminders made"), done.made),
        (_("Mails sent"), done.sent),
        (_("Shown only"), done.shown),
        (_("Waiting"), done.waiting),
        (_("Uncertain"), done.uncertain),
    )
    return "\n".join(f"{label}: {number}" for label, number in told)
