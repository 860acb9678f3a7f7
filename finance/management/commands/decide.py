"""`manage.py decide disbursements --as USER --action ACTION`: decide on what a filter shows."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from finance.decision_words import Act, outcome_in_words
from finance.filters.disbursements import DisbursementFilterSet
from finance.models import Disbursement
from finance.models.decisions import Action
from finance.services.decisions import decide
from finance.services.disbursement_acts import MissingReason, MoneyRefused, Outcome
from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.foundation.filters import UnusableFilter
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader

DATASET = "disbursements"
SOME_REFUSED = 1


class Command(ProductCommand):
    """Ends with 0 (nothing was refused, no rows included), 1 (some were), 2 (cannot be done)."""

    help = "Approve, return or reject disbursements as the holder of a position, as one act."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset")
        parser.add_argument("--as", dest="user", required=True, help="the account that decides")
        actions = [action.value for action in Action]
        parser.add_argument("--action", choices=actions, required=True)
        parser.add_argument("--reason", default="", help="needed to return or reject rows")
        parser.add_argument("--filter", nargs="*", action="extend", default=[], metavar="KEY=VALUE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        reader = self.reader_named(options["user"])
        if options["dataset"] != DATASET:
            self.refuse(_("“%(name)s” takes no chain of decisions.") % {"name": options["dataset"]})
        outcome = self._decide(reader, options)
        result = {
            "decided": outcome.done,
            "refused": outcome.refused,
            "reasons": dict(outcome.reasons),
        }
        text = outcome_in_words(outcome, Act(options["action"]))
        self.finish(result, as_json=options["json"], text=text)
        if outcome.refused:
            sys.exit(SOME_REFUSED)

    def _decide(self, reader: Reader, options: dict[str, Any]) -> Outcome:
        filters = self.filters_in(options["filter"])
        rows = Disbursement.objects.visible_to(reader)
        try:
            return decide(
                DisbursementFilterSet(filters, rows, reader=reader).rows(),
                action=options["action"],
                by=reader,
                at=timezone.now(),
                door=Door.COMMAND,
                reason=options["reason"],
            )
        except (UnusableFilter, MoneyRefused) as error:
            self.refuse(str(error))
        except MissingReason:
            self.refuse(_("Rows are returned and rejected with a reason: --reason TEXT."))
        except PermissionDenied:
            self.refuse(_("This account may not decide on disbursements."))
