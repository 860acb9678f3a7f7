"""The form of an account: facts and roles, checked against what its administrator may give."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from p2kp_site.accounts.models import User
from p2kp_site.accounts.role_labels import ROLE_LABELS
from p2kp_site.accounts.rules.role_giving import roles_to_give
from p2kp_site.accounts.services.accounts import AccountRefused, refuse_roles
from p2kp_site.foundation.reader import Reader


class AccountForm(forms.ModelForm):
    """An account as an administrator types it."""

    reader: ClassVar[Reader]

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(ROLE_LABELS.items()),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["username", "name", "position", "email"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.held: set[str] = set()
        if self.instance.pk:
            self.held = set(self.instance.groups.values_list("name", flat=True))
            self.initial["roles"] = sorted(self.held)
        # Roles that this administrator cannot give are shown only where they are held.
        allowed = roles_to_give(nationwide="" in self.reader.areas)
        if "roles" in self.fields:
            offered: Any = self.fields["roles"]
            offered.choices = [
                (name, label)
                for name, label in ROLE_LABELS.items()
                if name in allowed or name in self.held
            ]

    def clean_roles(self) -> list[str]:
        roles: list[str] = self.cleaned_data["roles"]
        try:
            refuse_roles(self.reader, given=roles, held=self.held)
        except AccountRefused as error:
            raise ValidationError(str(error)) from error
        return roles
