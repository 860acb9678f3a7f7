"""Types of cases: their stages, and the moves between these."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from p2kp_site.foundation.records import Record
from programs.models.funding_sources import CODE
from programs.rules.case_types import PLAN, SLUM_AREA

PREFIX = RegexValidator(r"^[A-Z][A-Z0-9]{1,9}\Z", _("Two to ten capital letters or digits."))


class SubjectKind(models.TextChoices):
    """What every case of a type is about."""

    PLAN = PLAN, _("a plan")
    SLUM_AREA = SLUM_AREA, _("a slum area")


class CaseTypeQuerySet(ReferenceQuerySet):
    """Questions about types of cases."""

    def active(self) -> Self:
        """Types that new cases may have."""
        return self.filter(is_active=True)


class CaseType(Record):
    """A kind of case, such as a complaint; its stages and moves say how it is worked on."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    prefix = models.CharField(
        _("prefix of numbers"),
        max_length=10,
        unique=True,
        validators=[PREFIX],
        help_text=_("New cases get numbers that begin with it, such as PPM-1404-2015-0007."),
    )
    name = models.CharField(_("name"), max_length=150)
    subject = models.CharField(
        _("is about"),
        max_length=9,
        choices=SubjectKind.choices,
        blank=True,
        help_text=_("What every case of this type has to name. Empty: anything, or nothing."),
    )
    is_complaint = models.BooleanField(
        _("complaint"),
        default=False,
        help_text=_("Its cases have a reporter, a channel, a theme and amounts of money."),
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("New cases may have this type.")
    )
    remind_days_before = models.PositiveSmallIntegerField(
        _("reminder before the due day, in days"),
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: nobody is reminded before the due day itself."),
    )
    escalate_days_after = models.PositiveSmallIntegerField(
        _("told to the level above, in days overdue"),
        null=True,
        blank=True,
        default=7,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: the level above is not told."),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = CaseTypeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("type of cases")
        verbose_name_plural = _("types of cases")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(prefix="") & ~Q(name=""),
                name="case_type_has_code_prefix_and_name",
                violation_error_message=_("A type of cases needs a code, a prefix and a name."),
            ),
            models.CheckConstraint(
                # Said outright: a comparison with nothing would pass.
                condition=(Q(remind_days_before__isnull=True) | Q(remind_days_before__gte=1))
                & (Q(escalate_days_after__isnull=True) | Q(escalate_days_after__gte=1)),
                name="case_type_reminds_by_whole_days",
                violation_error_message=_("A reminder comes a day or more before or after."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_stage(self) -> "CaseStage | None":
        """Where a new case begins."""
        first: CaseStage | None = self.stages.in_order().first()
        return first


class CaseStageQuerySet(ReferenceQuerySet):
    """Questions about stages."""

    def in_order(self) -> Self:
        """As a case comes through them."""
        return self.order_by("position", "pk")

    def reached_from(self, stage: "CaseStage") -> Self:
        """The stages to which a case in this one may be moved."""
        moves = CaseMove.objects.filter(origin=stage, to=OuterRef("pk"))
        return self.filter(Exists(moves))


class CaseStage(Record):
    """A stage of the cases of a type: in process, or done."""

    type = models.ForeignKey(
        CaseType,
        models.PROTECT,
        related_name="stages",
        db_index=False,  # the unique key begins with it
        verbose_name=_("type of cases"),
    )
    code = models.CharField(_("code"), max_length=20, validators=[CODE])
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("New cases begin in the first stage.")
    )
    is_done = models.BooleanField(
        _("done"), default=False, help_text=_("A case in this stage is closed.")
    )
    limit_days = models.PositiveSmallIntegerField(
        _("time limit in days"),
        null=True,
        blank=True,
        help_text=_("How long a case may stay in this stage. Empty: no limit."),
    )

    objects: ClassVar[Any] = CaseStageQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("stage of cases")
        verbose_name_plural = _("stages of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "code"],
                name="case_stage_code_once",
                violation_error_message=_("The type has a stage with this code already."),
            ),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name=""),
                name="case_stage_has_code_and_name",
                violation_error_message=_("A stage needs a code and a name."),
            ),
            models.CheckConstraint(
                condition=Q(is_done=False) | Q(limit_days__isnull=True),
                name="case_stage_done_without_limit",
                violation_error_message=_("A stage in which cases are done has no time limit."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A stage that cases are in stays in process, or done."""
        if not self.pk or not self.cases.exists():
            return
        if CaseStage.objects.filter(pk=self.pk).exclude(is_done=self.is_done).exists():
            raise ValidationError(
                {"is_done": _("Cases are in this stage: make another one and move them there.")}
            )


class CaseMove(Record):
    """A move that the cases of a type may make: from one of its stages to another.

    Into a stage that is done it closes the case, out of one it reopens it.
    """

    type = models.ForeignKey(
        CaseType,
        models.PROTECT,
        related_name="moves",
        db_index=False,  # types have a handful of moves
        verbose_name=_("type of cases"),
    )
    origin = models.ForeignKey(
        CaseStage,
        models.PROTECT,
        related_name="moves_out",
        db_index=False,  # the unique key begins with it
        verbose_name=_("from stage"),
    )
    to = models.ForeignKey(
        CaseStage,
        models.PROTECT,
        related_name="moves_in",
        db_index=False,  # types have a handful of moves
        verbose_name=_("to stage"),
    )
    needs_reason = models.BooleanField(
        _("needs a reason"), default=False, help_text=_("Whoever moves the case says why.")
    )
    needs_check = models.BooleanField(
        _("needs a second person"),
        default=False,
        help_text=_("Somebody else checks the outcome of a case that is closed by it."),
    )

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("move of cases")
        verbose_name_plural = _("moves of cases")
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "to"],
                name="case_move_once",
                violation_error_message=_("The type has this move already."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("to")),
                name="case_move_leads_elsewhere",
                violation_error_message=_("A move leads to another stage."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.to}"

    @property
    def closes(self) -> bool:
        """Does it close the case?"""
        return self.to.is_done and not self.origin.is_done

    @property
    def reopens(self) -> bool:
        """Does it open a closed case again?"""
        return self.origin.is_done and not self.to.is_done

    @property
    def asks_reason(self) -> bool:
        """Has whoever makes it to say why? Nobody reopens a case without a word."""
        return self.needs_reason or self.origin.is_done

    def clean(self) -> None:
        """Both stages are of the type."""
        for name in ("origin", "to"):
            stage = getattr(self, name, None)
            if stage and self.type_id and stage.type_id != self.type_id:
                raise ValidationError({name: _("This stage is of another type of cases.")})
        if self.needs_check and self.origin_id and self.to_id and not self.closes:
            raise ValidationError(
                {"needs_check": _("A second person checks moves that close a case.")}
            )
