"""Every address that a GET opens, with rows behind it, and a person who sees them all.

The addresses are those of the table of access (`access_answers.py`), which fails for one that is
not in it: nobody makes a page that is left out here.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from finance.models.disbursements import State
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.exchange.registry import all_datasets
from p2kp_site.foundation.signoffs import SignoffState
from tests.architecture.access_answers import PAGES, SITE
from tests.architecture.access_finance import disbursement
from tests.architecture.access_pages import ABOUT, address_of, arguments_of, doors_of, word_of
from tests.architecture.access_people import Cast, model_of
from tests.builders_accounts import NATION, make_person
from tests.builders_signoffs import brought_to as signed_to
from tests.exchange.contract.world import World
from tests.finance.builders_disbursements import POSITIONS, make_holder
from tests.finance.builders_disbursements import brought_to as paid_to

PARTS = ("site", *sorted({label.partition(".")[0] for label in PAGES}))
# Addresses that answer with a file, with a piece for a script, or with nothing to look at.
NO_PAGES = {
    "autocomplete",
    "dictionary",
    "file",
    "import_template",
    "jsi18n",
    "minutes",
    "process_import",
    "programs_caseevent_file",
    "programs_workphoto_image",
    "programs_workshopfile_content",
    "progress",
    "refused",
    "search",
    "view_on_site",
}
# Where a form has to stand for the page of a step to ask its question.
BEFORE = {
    SignoffState.HANDED_OVER: SignoffState.ENTERED,
    SignoffState.ACKNOWLEDGED: SignoffState.HANDED_OVER,
    SignoffState.VERIFIED: SignoffState.ACKNOWLEDGED,
    SignoffState.RETURNED: SignoffState.HANDED_OVER,
}
BEFORE_ACT = {
    "approve": State.HANDED_OVER,
    "return": State.HANDED_OVER,
    "reject": State.HANDED_OVER,
    "pay": State.APPROVED,
    "account": State.PAID,
    "reverse": State.PAID,
    "give_back": State.PAID,
}


class Page(NamedTuple):
    """What the table of access calls a page, and where it is."""

    name: str
    address: str


class Everyone(Cast):
    """A cast of one: somebody with every role in the whole nation, to whom every job belongs."""

    def __init__(self) -> None:
        super().__init__(World())
        values = {"username": "ibu.contoh", "name": "Ibu Contoh", "email": "ibu@p2kp.example"}
        self.user = make_person(*RoleName, area=NATION, **values)
        make_holder(*POSITIONS, user=self.user)

    @property
    def owner(self) -> User:
        return self.user

    def row(self, model: Any) -> Any:
        """A row of the model: of the sample of its dataset, where it has one."""
        slugs = [one.slug for one in all_datasets() if one.model is model]
        return self.world.rows(slugs[0])[0] if slugs else super().row(model)

    def row_for(self, label: str, page: str) -> Any:
        """A row of the kind in the state in which this page asks its question; None for any."""
        kind, _, part = page.partition(":")
        model = model_of(label)
        if kind == "sign" and BEFORE[SignoffState(part)] != SignoffState.ENTERED:
            place = list(BEFORE).index(SignoffState(part))
            slug = next(one.slug for one in all_datasets() if one.model is model)
            return signed_to(self.world.rows(slug)[place], BEFORE[SignoffState(part)])
        if label == "finance.disbursement" and kind in ("act", "delete"):
            payment = disbursement(self.world)
            return paid_to(payment, BEFORE_ACT[part]) if part in BEFORE_ACT else payment
        if (label, part) == ("programs.case", "check"):
            return self.world.rows("cases")[-1]
        return None


def addresses(cast: Everyone, part: str = "") -> Iterator[Page]:
    """Every address that a GET opens to somebody: of the site, and of the rows of each app."""
    for word in SITE if part in ("", "site") else ():
        if not word.endswith("!"):
            query = urlencode(ABOUT.get(word, {}))
            address = reverse(f"admin:{word}", args=arguments_of(word))
            yield Page(word, f"{address}?{query}" if query else address)
    for label in PAGES:
        if part and not label.startswith(f"{part}."):
            continue
        row = cast.row(model_of(label))
        for page, answer in doors_of(label).items():
            # A door that opens to nobody shows the page of its refusal, and no page of its own.
            if page != "rows" and not page.endswith("!") and answer.own:
                yield Page(f"{label} {page}", address_of(cast.row_for(label, page) or row, page))


def pages(cast: Everyone, part: str = "") -> Iterator[Page]:
    """Those that show a page to look at."""
    for page in addresses(cast, part):
        if word_of(page.name.rpartition(" ")[2]) not in NO_PAGES:
            yield page
