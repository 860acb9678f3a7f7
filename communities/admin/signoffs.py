"""The page of the rules of sign-offs: which steps a kind of form needs, and where."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from communities.filters.signoffs import SignoffRuleFilterSet
from communities.models import SignoffRule
from communities.models.signoffs import signed_forms
from p2kp_site.foundation.stewardship import StewardAdmin, StewardForm


class SignoffRuleForm(StewardForm):
    """A rule; the kinds of forms are those that the running system signs off."""

    class Meta:
        model = SignoffRule
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if (field := self.fields.get("form")) is not None:
            kinds = [(label, form._meta.verbose_name_plural) for label, form in sorted_forms()]
            self.fields["form"] = forms.ChoiceField(
                label=field.label,
                help_text=field.help_text,
                required=False,
                choices=[("", _("all forms")), *kinds],
                widget=UnfoldAdminSelectWidget,
            )


def sorted_forms() -> list[tuple[str, Any]]:
    """The kinds of forms in the order of their names."""
    return sorted(signed_forms().items(), key=lambda kind: str(kind[1]._meta.verbose_name_plural))


@admin.register(SignoffRule)
class SignoffRuleAdmin(StewardAdmin):
    """Rules of sign-offs; everybody reads them, the nation writes them."""

    form = SignoffRuleForm
    filterset_class = SignoffRuleFilterSet
    page_order = ("id",)
    list_display = ("kind", "place", "needs_acknowledgement")
    list_select_related = ("region",)
    autocomplete_fields = ("region",)
    choices = {"region": lambda rows, reader: rows.in_force()}
    fieldsets = ((None, {"fields": ("form", "region", "needs_acknowledgement")}),)

    def get_list_display_links(self, request: Any, list_display: Any) -> tuple[str, ...]:
        return ("kind",)

    @admin.display(description=_("kind of form"))
    def kind(self, rule: SignoffRule) -> str:
        return rule.form_name

    @admin.display(description=_("region"))
    def place(self, rule: SignoffRule) -> Any:
        return rule.region or _("the whole nation")
