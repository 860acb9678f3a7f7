"""Sign many forms from a list: those that were ticked, or all that the filter shows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextInputWidget

from communities.services.signoffs import preview, sign
from communities.signoff_words import VERB, outcome_in_words, refused_in_words
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.signoffs import SignoffState, may_sign
from p2kp_site.foundation.stewardship.mixins import PageMixin


class SignForm(forms.Form):
    """A signature that is about to be given; a return has a reason.

    `expected` is what the person saw: the version of one form, or the number of many.
    """

    expected = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason of the return"),
        max_length=500,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Whoever corrects the row reads it."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, step: str, expected: int) -> None:
        super().__init__(data, initial={"expected": expected, "confirmed": True})
        if step != SignoffState.RETURNED:
            del self.fields["reason"]


class SignsSelections(PageMixin):
    """Actions of a list for each step."""

    model: Any
    opts: Any
    media: Any
    admin_site: Any
    # "All that the filter shows" is asked back with its number, and done by one statement.
    list_disable_select_all = False
    actions = ("hand_over_rows", "acknowledge_rows", "verify_rows", "return_rows")

    def has_hand_over_permission(self, request: Any) -> bool:
        return may_sign(self.model, SignoffState.HANDED_OVER, request.reader)

    def has_acknowledge_permission(self, request: Any) -> bool:
        return may_sign(self.model, SignoffState.ACKNOWLEDGED, request.reader)

    def has_verify_permission(self, request: Any) -> bool:
        return may_sign(self.model, SignoffState.VERIFIED, request.reader)

    def has_return_permission(self, request: Any) -> bool:
        return may_sign(self.model, SignoffState.RETURNED, request.reader)

    @admin.action(description=VERB[SignoffState.HANDED_OVER], permissions=["hand_over"])
    def hand_over_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._sign_rows(request, rows, SignoffState.HANDED_OVER)

    @admin.action(description=VERB[SignoffState.ACKNOWLEDGED], permissions=["acknowledge"])
    def acknowledge_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._sign_rows(request, rows, SignoffState.ACKNOWLEDGED)

    @admin.action(description=VERB[SignoffState.VERIFIED], permissions=["verify"])
    def verify_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._sign_rows(request, rows, SignoffState.VERIFIED)

    @admin.action(description=VERB[SignoffState.RETURNED], permissions=["return"])
    def return_rows(self, request: Any, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._sign_rows(request, rows, SignoffState.RETURNED)

    def _sign_rows(self, request: Any, rows: QuerySet[Any], step: str) -> HttpResponse | None:
        """Say how many rows would be signed, and sign when that number was confirmed."""
        seen = preview(rows, step=step, by=request.reader)
        if not seen.signed:
            messages.error(request, refused_in_words(seen) or _("There is no row to be signed."))
            return None
        sent = request.POST if "confirmed" in request.POST else None
        form = SignForm(sent, step=step, expected=seen.signed)
        changed = False
        if form.is_valid():
            changed = form.cleaned_data["expected"] != seen.signed
            if not changed:
                outcome = sign(
                    rows,
                    step=step,
                    by=request.reader,
                    at=timezone.now(),
                    door=Door.PAGE,
                    reason=form.cleaned_data.get("reason", ""),
                )
                level = messages.SUCCESS if outcome.signed else messages.ERROR
                messages.add_message(request, level, outcome_in_words(outcome, step))
                return None
            form = SignForm(None, step=step, expected=seen.signed)
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        across = request.POST.get("select_across", "0")
        number = ngettext(
            "%(number)d row will be signed.", "%(number)d rows will be signed.", seen.signed
        )
        context = {
            "title": VERB[step],
            "question": number % {"number": seen.signed},
            "refused": refused_in_words(seen),
            "changed": changed,
            "form": form,
            "button": VERB[step],
            "action": request.POST.get("action"),
            "across": across,
            "checkbox": ACTION_CHECKBOX_NAME,
            "chosen": chosen[:1] if across == "1" else chosen,
            "back": request.get_full_path(),
        }
        return self.sign_page(request, context)

    def sign_page(self, request: Any, context: dict[str, Any]) -> HttpResponse:
        """The question before a signature."""
        request.current_app = self.admin_site.name
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, "communities/sign.html", page)
