"""How far a work has come: percentages by day, and photos at 0, 50 and 100 percent."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.private_files import JPEG, PNG, FileOf, PrivateFileField
from p2kp_site.foundation.records import Record
from programs.models.works import OfWork, Work

LARGEST_PHOTO = 8  # megabytes


class WorkProgress(Record):
    """How much of a work stood on a day."""

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        related_name="progress",
        db_index=False,  # the unique key begins with it
        verbose_name=_("work"),
    )
    on = models.DateField(_("day"))
    physical_percent = models.DecimalField(
        _("physical progress (%)"), max_digits=5, decimal_places=2
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    objects: ClassVar[Any] = OfWork.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("progress of a work")
        verbose_name_plural = _("progress of works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "on"],
                name="work_progress_once_a_day",
                violation_error_message=_("The progress of this day is there already."),
            ),
            models.CheckConstraint(
                condition=Q(physical_percent__gte=0, physical_percent__lte=100),
                name="work_progress_is_a_share",
                violation_error_message=_("Progress lies between 0 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.physical_percent} %"


class PhotoStage(models.IntegerChoices):
    """At which progress the programme asks for a photo."""

    BEFORE = 0, _("0 %")
    HALF = 50, _("50 %")
    DONE = 100, _("100 %")


class WorkPhoto(Record):
    """A photo of a work, taken before, at half and at the end."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="photos", verbose_name=_("work"))
    stage = models.PositiveSmallIntegerField(_("stage"), choices=PhotoStage.choices)
    image = PrivateFileField(_("photo"), validators=[FileOf((JPEG, PNG), LARGEST_PHOTO)])
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    caption = models.CharField(_("caption"), max_length=200, blank=True)

    objects: ClassVar[Any] = OfWork.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("photo of a work")
        verbose_name_plural = _("photos of works")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=PhotoStage.values),
                name="work_photo_stage_known",
                violation_error_message=_("Photos are taken at 0, 50 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=~Q(image=""),
                name="work_photo_has_an_image",
                violation_error_message=_("A photo needs its file."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.caption}".strip()
