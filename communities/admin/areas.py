"""Areas on the page of an account: given there, ended there, never rewritten."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldBooleanWidget

from communities.models import AreaAssignment
from communities.services.assignments import refuse_area
from p2kp_site.accounts.services.accounts import AccountRefused
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship import StewardInline, keep_chosen
from p2kp_site.foundation.stewardship.forms import InlineForm


class AreaForm(InlineForm):
    """One area of a person; once given, only its end can be set."""

    reader: ClassVar[Reader]

    nation = forms.BooleanField(label=_("Whole nation"), required=False, widget=UnfoldBooleanWidget)

    class Meta:
        model = AreaAssignment
        exclude: tuple[str, ...] = ()
        help_texts = {"region": _("The person works here and everywhere inside.")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keep_chosen(self)
        if self.instance.pk:
            self.initial["nation"] = self.instance.region_id is None
            for name in ("region", "from_on", "nation"):
                if name in self.fields:
                    self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.instance.pk and "region" not in self.errors:
            # An empty field must not hand out the whole country by oversight.
            if bool(data.get("region")) == bool(data.get("nation")):
                nationwide = "" in self.reader.areas
                raise ValidationError(
                    {"region": _("Choose a region, or tick the whole nation.")}
                    if nationwide
                    else {"region": _("Choose a region.")}
                )
            try:
                refuse_area(self.reader, data.get("region"))
            except AccountRefused as error:
                raise ValidationError({"region": str(error)}) from error
        return data


class AreaInline(StewardInline):
    """The areas that a person holds, held or will hold, as far as the reader sees them."""

    model = AreaAssignment
    form = AreaForm
    hide_title = True
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force().writable_by(reader)}
    can_delete = False

    @admin.display(description=_("Whole nation"), boolean=True)
    def nation(self, assignment: AreaAssignment) -> bool:
        """What stands where the form has its box, for those who only read."""
        return assignment.region_id is None

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("region__parent__parent", "user")

    def get_fields(self, request: Any, obj: Any = None) -> list[str]:
        nation = ["nation"] if "" in request.reader.areas else []
        return ["region", *nation, "from_on", "until_on"]

    def get_min_num(self, request: Any, obj: Any = None, **options: Any) -> int:
        """A new account works somewhere: without an area nobody would find it again."""
        return 1 if obj is None else 0

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        options["validate_min"] = obj is None
        formset = super().get_formset(request, obj, **options)
        formset.form.reader = request.reader
        return formset

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False
