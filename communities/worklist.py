"""Forms that wait for a person: what they may sign now, and what came back to them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.filters.signoffs import AWAITING_ME
from communities.models.signoffs import signed_forms
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.signoffs import SignoffState, may_sign

MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Queue:
    """Forms of one kind that wait for one step."""

    title: str
    form: str
    number: str
    url: str


def queues_of(reader: Reader) -> list[Queue]:
    """The queues of this reader that hold a form; one query for each kind and step of theirs."""
    found = []
    for model in signed_forms().values():
        if not admin.site.is_registered(model):
            continue
        rows: Any = model._default_manager
        for step, title in (
            (SignoffState.ACKNOWLEDGED, _("To acknowledge")),
            (SignoffState.VERIFIED, _("To verify")),
        ):
            if may_sign(model, step, reader):
                waiting = rows.awaiting(step, reader)
                found.append(queue(title, waiting, f"{AWAITING_ME}={step.value}"))
        if may_sign(model, SignoffState.HANDED_OVER, reader):
            back = rows.writable_by(reader).returned()
            found.append(queue(_("Returned, to be corrected"), back, "signoff=returned"))
            new = rows.awaiting(SignoffState.HANDED_OVER, reader).entered()
            own = f"{AWAITING_ME}={SignoffState.HANDED_OVER.value}"
            own += f"&signoff={SignoffState.ENTERED.value}"
            found.append(queue(_("To hand over"), new, own))
    return [one for one in found if one.number != "0"]


def queue(title: str, rows: Any, query: str) -> Queue:
    """A queue on the list of these rows, which the query of its address shows."""
    model = rows.model._meta
    page = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
    form = capfirst(str(model.verbose_name_plural))
    return Queue(title=title, form=form, number=capped(rows), url=f"{page}?{query}")


def capped(rows: Any) -> str:
    """How many rows these are, counted no further than a person needs to know."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    number = str(number_format(min(count, MOST_COUNTED), force_grouping=True))
    return _("more than %(number)s") % {"number": number} if count > MOST_COUNTED else number
