"""`manage.py move_case NUMBER --to STAGE --as USER`: move a case along the table of its type."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from programs.models import Case, CaseEvent
from programs.services.case_acts import CaseRefused
from programs.services.case_moves import move_case

REFUSED = 1


class Command(ProductCommand):
    """Ends with 0 (moved), 1 (refused, with the reason) or 2 (cannot be tried)."""

    help = "Move a case to a stage, as somebody who works on it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", help="the number of the case, such as PPM-1404-2015-0007")
        parser.add_argument("--to", required=True, metavar="STAGE", help="the code of the stage")
        parser.add_argument("--as", dest="user", required=True, help="the account that moves it")
        parser.add_argument("--reason", default="", help="why, where the move needs a reason")
        parser.add_argument("--outcome", default="", help="what came of it, to close the case")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        reader = self.reader_named(options["user"])
        number = options["number"].strip().upper()
        rows = Case.objects.visible_to(reader).select_related("stage")
        case = rows.filter(number=number).first()
        if case is None:
            self.refuse(_("There is no case %(number)s in your area.") % {"number": number})
        result: dict[str, Any] = {"number": case.number, "from": case.stage.code, "moved": False}
        try:
            event = self._moved(case, reader, options)
        except CaseRefused as error:
            result |= {"refused": type(error).__name__, "reason": str(error)}
            self.finish(result, as_json=options["json"], text=str(error))
            sys.exit(REFUSED)
        result |= {"to": event.stage_to.code if event.stage_to else "", "moved": True}
        words = _("%(number)s was moved from “%(from)s” to “%(to)s”.")
        said = {"number": case.number, "from": event.stage_from, "to": event.stage_to}
        self.finish(result, as_json=options["json"], text=words % said)

    def _moved(self, case: Case, reader: Reader, options: dict[str, Any]) -> CaseEvent:
        try:
            return move_case(
                case,
                to=options["to"].strip().upper(),
                expected=case.stage.code,
                reason=options["reason"],
                outcome=options["outcome"],
                by=reader,
                at=timezone.now(),
                door=Door.COMMAND,
            )
        except PermissionDenied:
            self.refuse(_("This account may not move cases."))
