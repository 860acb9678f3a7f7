"""What is typed on the page of a subscription."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from communities.services.assignments import visible_accounts
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship import StewardForm, keep_chosen
from p2kp_site.foundation.stewardship.forms import InlineForm
from p2kp_site.foundation.summaries import all_summaries, title_of
from p2kp_site.reports.models import Recipient, Subscription
from p2kp_site.reports.models.runs import RunFormat
from p2kp_site.reports.services.subscriptions import may_receive


class SubscriptionForm(StewardForm):
    """A subscription as its owner types it: only what the owner may see now."""

    reader: ClassVar[Reader]

    summary = forms.ChoiceField(label=_("Summary"), widget=UnfoldAdminSelectWidget)
    formats = forms.MultipleChoiceField(
        label=_("Files"),
        choices=RunFormat.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The key figures stand in the mail itself; without a file it is the mail alone."
        ),
    )

    class Meta:
        model = Subscription
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "summary" not in self.fields:
            return
        readable = [(one.slug, one.title) for one in all_summaries() if self._may(one)]
        kept = self.instance.summary
        if kept and kept not in dict(readable):
            readable.append((kept, title_of(kept)))
        summary: Any = self.fields["summary"]
        summary.choices = [("", _("Select value")), *readable]

    def _may(self, summary: Any) -> bool:
        return bool(summary.may_be_read_by(self.reader))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        region = data.get("region")
        asks = "summary" in data and "region" not in self.errors and data.get("is_active")
        path = region.path if region else ""
        # What is switched off may stay as it is, also where the owner has left the area.
        if asks and not may_receive(self.reader, data["summary"], path):
            self.add_error(
                "region",
                _("Choose a region in your area: this one is unknown or outside it."),
            )
        return data


class RecipientForm(InlineForm):
    """A recipient as typed: an account by its user name, or an address with its region."""

    reader: ClassVar[Reader]

    account = forms.CharField(
        label=_("Account"),
        required=False,
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The user name of somebody who may see these figures."),
    )

    class Meta:
        model = Recipient
        fields = ("address", "region", "language")
        help_texts: ClassVar[dict[str, Any]] = {
            "language": _("Of an address. Mails to an account are in the language that it chose.")
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keep_chosen(self)
        if self.instance.user_id:
            self.initial["account"] = self.instance.user.username

    def clean_account(self) -> str:
        name: str = self.cleaned_data["account"].strip()
        self.instance.user = None
        if name:
            found = visible_accounts(self.reader).filter(username=name, is_active=True)
            self.instance.user = found.first()
            if self.instance.user is None:
                raise forms.ValidationError(
                    _("No active account of your area is called “%(name)s”.") % {"name": name}
                )
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        region = data.get("region")
        if region is not None and not self.reader.covers(region.path):
            message = _("Choose a region in your area: this one is unknown or outside it.")
            self.add_error("region", message)
        elif "account" in data and not self.errors:
            is_account = self.instance.user is not None and not data["address"] and not region
            is_address = self.instance.user is None and data["address"] and region
            if not (is_account or is_address):
                raise forms.ValidationError(
                    _("A recipient is an account, or an e-mail address with a region beside it.")
                )
        return data


class RecipientFormSet(forms.BaseInlineFormSet):
    """The recipients of one subscription: each of them once."""

    def clean(self) -> None:
        super().clean()
        told = set()
        for form in self.forms:
            data = form.cleaned_data
            if not data or data.get("DELETE") or form.errors:
                continue
            region = data.get("region")
            one = (form.instance.user_id, data.get("address", ""), region.pk if region else None)
            if one in told:
                raise forms.ValidationError(_("Each recipient stands in the list once."))
            told.add(one)
