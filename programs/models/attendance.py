"""Who came to a workshop, who spoke there, and the papers and photos that tell of it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.people import Sex
from p2kp_site.foundation.private_files import JPEG, PDF, PNG, FileOf, PrivateFileField
from p2kp_site.foundation.records import Record
from programs.models.elements import Element
from programs.models.workshops import OfWorkshop, Workshop

LARGEST_FILE = 8  # megabytes


class WorkshopParticipants(Record):
    """How many men, or women, of one element came to a workshop."""

    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        related_name="participants",
        db_index=False,  # the unique key begins with it
        verbose_name=_("workshop"),
    )
    element = models.ForeignKey(
        Element,
        models.PROTECT,
        related_name="+",
        db_index=False,  # nobody looks rows up by it
        verbose_name=_("element"),
    )
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices)
    number = models.PositiveIntegerField(_("number of people"))

    objects: ClassVar[Any] = OfWorkshop.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("participants of a workshop")
        verbose_name_plural = _("participants of workshops")
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "element", "sex"],
                name="workshop_participants_once",
                violation_error_message=_(
                    "Men and women of an element stand once each: add them up."
                ),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=Sex.values),
                name="workshop_participants_are_men_or_women",
                violation_error_message=_("Men and women are counted apart."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0),
                name="workshop_participants_not_negative",
                violation_error_message=_("A number of people is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element}, {self.get_sex_display()}: {self.number}"


class WorkshopSpeaker(Record):
    """Somebody who spoke at a workshop, in office: the name is no personal data."""

    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        related_name="speakers",
        db_index=False,  # the unique key begins with it
        verbose_name=_("workshop"),
    )
    number = models.PositiveSmallIntegerField(
        _("order"), help_text=_("1 for who spoke first, then 2, 3, …")
    )
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(
        _("position"), max_length=150, blank=True, help_text=_("The office held at that time.")
    )
    agency = models.CharField(_("agency"), max_length=150, blank=True)
    topic = models.CharField(_("topic"), max_length=250, blank=True)

    objects: ClassVar[Any] = OfWorkshop.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("speaker of a workshop")
        verbose_name_plural = _("speakers of workshops")
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"],
                name="workshop_speaker_order_once",
                violation_error_message=_("Two speakers cannot have the same place in the order."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(number__gte=1),
                name="workshop_speaker_has_name_and_order",
                violation_error_message=_("A speaker has a name; the order begins with 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class WorkshopFileKind(models.TextChoices):
    """What a file of a workshop is."""

    MINUTES = "minutes", _("minutes")
    ATTENDANCE = "attendance", _("attendance list")
    MATERIAL = "material", _("material")
    PHOTO = "photo", _("photo")
    OTHER = "other", _("other")


class WorkshopFile(Record):
    """Minutes, attendance list, material or a photo of a workshop."""

    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="files", verbose_name=_("workshop")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=WorkshopFileKind.choices)
    content = PrivateFileField(
        _("file"),
        validators=[FileOf((PDF, JPEG, PNG), LARGEST_FILE)],
        help_text=_("PDF, JPG or PNG, 8 MB at most."),
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    objects: ClassVar[Any] = OfWorkshop.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("file of a workshop")
        verbose_name_plural = _("files of workshops")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=WorkshopFileKind.values) & ~Q(content=""),
                name="workshop_file_has_kind_and_content",
                violation_error_message=_("Choose a file, and say what it is."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.caption}".strip()
