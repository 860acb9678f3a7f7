"""`manage.py sign DATASET --step STEP --as USER`: sign the rows that a filter shows, in one act."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.services.signoffs import MissingReason, SignOutcome, sign
from communities.signoff_words import outcome_in_words
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.registry import UnknownDataset, dataset_named
from p2kp_site.foundation.commands import ProductCommand
from p2kp_site.foundation.filters import UnusableFilter
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import STEPS, SignedForm

SOME_REFUSED = 1


class Command(ProductCommand):
    """Ends with 0 (nothing was refused, no rows included), 1 (some were), 2 (cannot be done)."""

    help = "Hand over, acknowledge, verify or return the rows of a dataset, as one act."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dataset")
        parser.add_argument("--step", choices=[step.value for step in STEPS], required=True)
        parser.add_argument("--as", dest="user", required=True, help="the account that signs")
        parser.add_argument("--reason", default="", help="needed to return rows")
        parser.add_argument("--filter", nargs="*", action="extend", default=[], metavar="KEY=VALUE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        reader = self.reader_named(options["user"])
        try:
            dataset = dataset_named(options["dataset"])(reader)
        except UnknownDataset:
            self.refuse(_("There is no dataset called “%(name)s”.") % {"name": options["dataset"]})
        outcome = self._sign(dataset, reader, options)
        result = {
            "signed": outcome.signed,
            "refused": outcome.refused,
            "reasons": outcome.reasons,
        }
        text = outcome_in_words(outcome, options["step"])
        self.finish(result, as_json=options["json"], text=text)
        if outcome.refused:
            sys.exit(SOME_REFUSED)

    def _sign(self, dataset: Dataset, reader: Reader, options: dict[str, Any]) -> SignOutcome:
        if not issubclass(dataset.model, SignedForm):
            self.refuse(_("“%(name)s” is not signed off.") % {"name": options["dataset"]})
        filters = self.filters_in(options["filter"])
        filterset = dataset.filterset_class(filters, dataset.rows(), reader=reader)
        try:
            return sign(
                filterset.rows(),
                step=options["step"],
                by=reader,
                at=timezone.now(),
                door=Door.COMMAND,
                reason=options["reason"],
            )
        except UnusableFilter as error:
            self.refuse(str(error))
        except MissingReason:
            self.refuse(_("Rows are returned with a reason: --reason TEXT."))
        except PermissionDenied:
            self.refuse(_("This account may not sign “%(name)s”.") % {"name": options["dataset"]})
