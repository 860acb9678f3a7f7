"""From where people come to a workshop: the reference list of elements (unsur) of the forms."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from p2kp_site.foundation.records import Record
from programs.models.funding_sources import CODE


class ElementQuerySet(ReferenceQuerySet):
    """Questions about elements."""

    def active(self) -> Self:
        """Elements that new rows may name."""
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        """As forms and files list them."""
        return self.order_by("position", "code")


class Element(Record):
    """A part of society that takes part in workshops: PEMDA, BKM, WARGA, SWASTA …"""

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[CODE],
        help_text=_("Capital letters, digits, . / - only; heads the columns of participants."),
    )
    name = models.CharField(_("name"), max_length=150)
    position = models.PositiveSmallIntegerField(
        _("place in the list"),
        default=100,
        help_text=_("Lists and the columns of files follow it."),
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("New rows may name it."))
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ElementQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("element of participants")
        verbose_name_plural = _("elements of participants")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="element_has_code_and_name",
                violation_error_message=_("An element needs a code and a name."),
            ),
        ]
        indexes = [
            # The list of elements, in the order of the forms.
            models.Index(fields=["position", "id"], name="element_in_order"),
        ]

    def __str__(self) -> str:
        return self.code
