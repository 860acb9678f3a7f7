"""Where money comes from: the reference list that plans, works and budgets name."""

from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from p2kp_site.foundation.records import Record

CODE = RegexValidator(r"^[A-Z0-9][A-Z0-9./-]*\Z", _("Capital letters, digits, . / - only."))


class SourceKind(models.TextChoices):
    """Whose money it is."""

    STATE = "state", _("National government")
    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency or city")
    COMMUNITY = "community", _("Community")
    PRIVATE = "private", _("Private")
    OTHER = "other", _("Other")


class FundingSourceQuerySet(ReferenceQuerySet):
    """Questions about funding sources."""

    def active(self) -> Self:
        """Sources that new rows may name."""
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        """As forms and files list them."""
        return self.order_by("position", "code")


class FundingSource(Record):
    """A source of money as clerks write it on the forms: APBN, APBD-PROV, SWADAYA …"""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind.choices)
    position = models.PositiveSmallIntegerField(
        _("place in the list"),
        default=100,
        help_text=_("Lists and the columns of files follow it."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = FundingSourceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="funding_source_has_code_and_name",
                violation_error_message=_("A funding source needs a code and a name."),
            ),
        ]
        indexes = [
            # The list of funding sources, in the order of the forms.
            models.Index(fields=["position", "id"], name="funding_source_in_order"),
        ]

    def __str__(self) -> str:
        return self.code
