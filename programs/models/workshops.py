"""Workshops: where people were told, taught or asked something, and what they agreed on."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Agency, Region
from communities.models.people import counted_people
from communities.scoping import PlaceQuerySet, SignedPlace, SignedPlaceQuerySet
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.signoffs import PaperSignatures
from p2kp_site.foundation.wording import in_words
from programs.fault_messages import told
from programs.models.activities import total
from programs.models.programmes import Programme
from programs.models.undertakings import Cost
from programs.rules.workshops import days_of, workshop_faults


class WorkshopKind(models.TextChoices):
    """What people came for."""

    WORKSHOP = "workshop", _("workshop (lokakarya)")
    SOCIALISATION = "socialisation", _("socialisation (sosialisasi)")
    TRAINING = "training", _("training (pelatihan)")
    MEETING = "meeting", _("coordination meeting (rapat koordinasi)")
    OTHER = "other", _("other")


class WorkshopQuerySet(SignedPlaceQuerySet):
    """Questions about workshops."""

    def with_participants(self) -> Self:
        """With `participant_count`, men and women of all elements; 0 where nobody was counted."""
        came: Any = self.model._meta.get_field("participants").related_model
        rows = came.objects.filter(workshop=OuterRef("pk"))
        return self.annotate(participant_count=total(rows, "workshop", "number"))

    def with_total_cost(self) -> Self:
        """With `total_cost`, the sum of all sources."""
        costs = WorkshopCost.objects.filter(workshop=OuterRef("pk"))
        return self.annotate(total_cost=total(costs, "workshop", "amount"))


class Workshop(SignedPlace, PaperSignatures):
    """A workshop, a socialisation or a training that an agency held in a region of any level."""

    host = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="workshops",
        db_index=False,  # the unique key begins with it
        verbose_name=_("host"),
        help_text=_("The agency that held it."),
    )
    starts_on = models.DateField(_("first day"))
    title = models.CharField(
        _("title"), max_length=200, help_text=_("What the paper calls it, without its days.")
    )
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: it took one day.")
    )
    kind = models.CharField(_("kind"), max_length=13, choices=WorkshopKind.choices)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("programme"),
        help_text=_("The programme that it was about; empty: about none of them."),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="workshops",
        verbose_name=_("region"),
        help_text=_(
            "The region that it was for, of any level: a workshop of a regency belongs to the"
            " regency, wherever its hall stands."
        ),
    )
    place = models.CharField(
        _("place"), max_length=150, blank=True, help_text=_("The hall or house, and the town.")
    )
    opened_by = models.CharField(
        _("opened by"),
        max_length=150,
        blank=True,
        help_text=_("Who opened it, by name and office, such as Asisten III Setda."),
    )
    media = models.CharField(
        _("media"),
        max_length=200,
        blank=True,
        help_text=_("What carried the message, such as leaflets, banners, radio, film."),
    )
    participants_low_income = counted_people(
        _("participants with a low income"), help_text=_("Of men and women. Empty: not counted.")
    )
    results = models.TextField(
        _("agreed results"), blank=True, help_text=_("What those present agreed on.")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = WorkshopQuerySet.as_manager()

    class Meta(SignedPlace.Meta):
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        constraints = [
            *SignedPlace.Meta.constraints,
            models.UniqueConstraint(
                fields=["host", "starts_on", "title"],
                name="workshop_once_a_day",
                violation_error_message=_(
                    "The host has a workshop of this title and first day already."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & Q(kind__in=WorkshopKind.values),
                name="workshop_has_title_and_kind",
                violation_error_message=_("A workshop has a title and a known kind."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="workshop_ends_after_it_starts",
                violation_error_message=_("A workshop cannot end before it starts."),
            ),
        ]
        indexes = [
            *SignedPlace.Meta.indexes,
            # Lists and exports: within an area, in a fixed order.
            models.Index(fields=["area", "id"], name="workshop_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({in_words(self.starts_on)})"

    @property
    def days(self) -> int:
        """How many days it took, the first and the last included."""
        return days_of(self.starts_on, self.ends_on)

    def clean(self) -> None:
        """Say in words what the constraints hold."""
        if faults := list(workshop_faults(vars(self))):
            raise ValidationError({column: told(fault) for column, fault in faults})


class OfWorkshop(PlaceQuerySet):
    """Rows that belong to a workshop."""

    area_field = "workshop__area"


class WorkshopCost(Cost):
    """What one source gave for a workshop."""

    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        related_name="costs",
        db_index=False,  # the unique key begins with it
        verbose_name=_("workshop"),
    )

    objects: ClassVar[Any] = OfWorkshop.as_manager()

    class Meta(Cost.Meta):
        verbose_name = _("cost of a workshop")
        verbose_name_plural = _("costs of workshops")
        constraints = [
            *Cost.Meta.constraints,
            models.UniqueConstraint(
                fields=["workshop", "source"],
                name="workshop_cost_source_once",
                violation_error_message=_("Each source stands once: add its amounts up."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {in_rupiah(self.amount)}"
