"""Which steps of a sign-off a kind of form needs, in the whole nation or in one region."""

from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.regions import Region
from communities.scoping import ReferenceQuerySet
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.signoffs import SignedForm


def signed_forms() -> dict[str, type[SignedForm]]:
    """The kinds of forms that are signed off, by their label (`communities.board`)."""
    return {
        model._meta.label_lower: model
        for model in apps.get_models()
        if issubclass(model, SignedForm)
    }


class SignoffRuleQuerySet(ReferenceQuerySet):
    """Questions about the steps of sign-offs."""

    def about(self, form: str) -> list["SignoffRule"]:
        """The rules that may hold for this kind of form, the most specific first; one query.

        A rule of the form comes before one of all forms, then the nearer region before the wider.
        """
        rules = self.filter(form__in=["", form]).select_related("region")
        return sorted(rules, key=lambda rule: (rule.form, len(rule.path)), reverse=True)


class SignoffRule(Record):
    """How many people a form takes before it counts as verified, for a kind of form and a region.

    Offices of two people cannot hand over, acknowledge and verify by different hands. Where no rule
    says otherwise a form is acknowledged. It is asked when a form is handed over.
    """

    form = models.CharField(
        _("kind of form"),
        max_length=100,
        blank=True,
        help_text=_("Leave empty for all kinds of forms."),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Leave empty for the whole nation."),
    )
    needs_acknowledgement = models.BooleanField(
        _("needs acknowledgement"),
        default=False,
        help_text=_("Without it a form that was handed over is verified right away."),
    )

    objects: ClassVar[Any] = SignoffRuleQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("rule of sign-offs")
        verbose_name_plural = _("rules of sign-offs")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "region"],
                name="signoff_rule_once_a_form_and_region",
                violation_error_message=_("There is a rule for this form and region already."),
            ),
            models.UniqueConstraint(
                fields=["form"],
                condition=Q(region__isnull=True),
                name="signoff_rule_once_a_form_in_the_nation",
                violation_error_message=_("There is a rule for this form already."),
            ),
        ]

    def __str__(self) -> str:
        place: Any = self.region or _("the whole nation")
        return f"{self.form_name}: {place}"

    @property
    def path(self) -> str:
        """The area that the rule holds for."""
        return self.region.path if self.region else ""

    @property
    def form_name(self) -> str:
        """What the kind of form is called."""
        if not self.form:
            return str(_("all forms"))
        model = signed_forms().get(self.form)
        return str(model._meta.verbose_name_plural) if model else self.form

    def clean(self) -> None:
        if self.form and self.form not in signed_forms():
            raise ValidationError({"form": _("There is no such form.")})
