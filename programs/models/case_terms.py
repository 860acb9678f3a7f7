"""The lists that complaints name: channels on which they come in, and themes."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from p2kp_site.foundation.records import Record
from programs.models.funding_sources import CODE


class TermKind(models.TextChoices):
    """Which list an entry belongs to."""

    CHANNEL = "channel", _("channel")
    THEME = "theme", _("theme")


class CaseTermQuerySet(ReferenceQuerySet):
    """Questions about the lists that complaints name."""

    def channels(self) -> Self:
        """The ways on which complaints come in."""
        return self.filter(kind=TermKind.CHANNEL)

    def themes(self) -> Self:
        """What complaints are about."""
        return self.filter(kind=TermKind.THEME)

    def active(self) -> Self:
        """Entries that new rows may name."""
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        """As forms list them."""
        return self.order_by("kind", "position", "code")


class CaseTerm(Record):
    """An entry of a list that complaints name: a channel, or a theme."""

    kind = models.CharField(_("list"), max_length=7, choices=TermKind.choices)
    code = models.CharField(_("code"), max_length=20, validators=[CODE])
    name = models.CharField(_("name"), max_length=150)
    position = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Lists follow it.")
    )
    is_active = models.BooleanField(_("active"), default=True, help_text=_("New rows may name it."))

    objects: ClassVar[Any] = CaseTermQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("channel or theme")
        verbose_name_plural = _("channels and themes")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code"],
                name="case_term_code_once",
                violation_error_message=_("The list has an entry with this code already."),
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="case_term_has_code_and_name",
                violation_error_message=_("An entry needs a code and a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
