"""Cases: the upgrading of a slum area, the carrying out of a plan, a complaint."""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, Q, Value, When
from django.db.models.functions import Cast, Concat, ExtractYear, Substr
from django.utils.translation import gettext_lazy as _

from communities.models import Board, Region, SlumArea, SlumAreaPart
from communities.scoping import Place, PlaceQuerySet
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.areas import LEVEL_ENDS
from p2kp_site.foundation.closing import ClosingRecord, ClosingRows
from p2kp_site.foundation.fields import RupiahField
from p2kp_site.foundation.reader import Reader
from programs.case_faults import told
from programs.models.case_constraints import (
    CASE_CONSTRAINTS,
    CASE_INDEXES,
    OPEN_CASES,
    TO_CHECK,
    HandlingLevel,
    Nature,
    Priority,
    Scope,
)
from programs.models.case_terms import CaseTerm
from programs.models.case_types import CaseStage, CaseType
from programs.models.plans import Plan
from programs.models.works import Work
from programs.rules.cases import (
    SUBJECTS,
    case_faults,
    register_key,
    remaining,
    type_faults,
)

MOVE, CHECK, PERSONAL = (f"programs.{verb}_case" for verb in ("move", "check", "personal"))
_REGENCY = LEVEL_ENDS[1]
# The register of a regency and a year begins anew with each: see `register_key`.
LONGEST_KEY = _REGENCY + 80


class CaseQuerySet(ClosingRows, PlaceQuerySet):  # type: ignore[misc]  # ours come first
    """Questions about cases."""

    def open_cases(self) -> Self:
        """Cases in process."""
        return self.filter(OPEN_CASES)

    def verified(self) -> Self:
        """Cases whose outcome a second person checked."""
        return self.filter(outcome_checked_by__isnull=False)

    def overdue(self, *, on: date) -> Self:
        """Open cases whose day was before this one."""
        return self.open_cases().filter(due_on__lt=on)

    def unassigned(self) -> Self:
        """Open cases that nobody works on."""
        return self.open_cases().filter(assignee__isnull=True)

    def assigned_to(self, user: Any) -> Self:
        """Open cases that this person works on."""
        return self.open_cases().filter(assignee=user)

    def of_board(self, board: Board) -> Self:
        """Cases about a board, about one of its plans or about one of its works."""
        # Named one by one: each is found by its own index.
        about = Q(board=board)
        for name, kind in (("plan", Plan), ("work", Work)):
            keys = kind.objects.filter(board=board).values_list("pk", flat=True)
            about |= Q(**{f"{name}__in": list(keys)})
        return self.filter(about)

    def to_check(self) -> Self:
        """Closed cases whose outcome waits for a second person."""
        return self.filter(TO_CHECK)

    def checkable_by(self, reader: Reader) -> Self:
        """Of these, the ones whose outcome this reader may check."""
        if reader.user is None or not reader.may(CHECK):
            return self.none()
        return self.writable_by(reader).to_check().exclude(closed_by=reader.user)

    def rederive(self) -> int:
        """The area of each case again, and its key in the register of its regency and year."""
        super().rederive()
        return self.rekey()

    def rekey(self) -> int:
        """The key of each case in the register again; its area is right already."""
        year = Cast(ExtractYear("received_on"), CharField())
        parts = (Substr("area", 1, _REGENCY), Value("/"), year, Value("/"), "register_number")
        key = Concat(*parts, output_field=CharField())
        kept = models.Case(When(register_number="", then=Value(None)), default=key)
        return self.stamp(register_key=kept)


def _subject(to: Any, label: Any, **options: Any) -> Any:
    return models.ForeignKey(
        to, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=label,
        **options,
    )  # fmt: skip


def _person(label: Any, **options: Any) -> Any:
    """A user of the system who did something; written by services."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        db_index=False, verbose_name=label, **options,
    )  # fmt: skip


def _term(label: Any, kind: str) -> Any:
    return models.ForeignKey(
        CaseTerm, models.PROTECT, null=True, blank=True, related_name="+",
        db_index=False,  # asked within an area, which has an index
        limit_choices_to={"kind": kind}, verbose_name=label,
    )  # fmt: skip


def _text(label: Any, length: int = 150, **options: Any) -> Any:
    return models.CharField(label, max_length=length, blank=True, **options)


class Case(ClosingRecord, Place):
    """A matter that people work on from stage to stage until it is done.

    What it is may be corrected while it is open. Its number, stage, level and person change by acts
    alone, each of which leaves an event. The people of a complaint need a right of their own.
    """

    open_rows = OPEN_CASES
    derived: ClassVar[frozenset[str]] = Place.derived | {"register_key"}
    guarded: ClassVar[frozenset[str]] = frozenset(
        {
            "type", "number", "stage", "level", "assignee", "due_on", "closed_on", "closed_by",
            "outcome", "needs_check", "outcome_checked_by", "outcome_checked_at",
        }
    )  # fmt: skip
    _begun = False

    type = models.ForeignKey(
        CaseType, models.PROTECT, related_name="cases", db_index=False,  # types are few
        verbose_name=_("type"),
    )  # fmt: skip
    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    register_number = models.CharField(
        _("number in the register"), max_length=60, blank=True,
        help_text=_("As in the register that the office keeps or kept on paper."),
    )  # fmt: skip
    register_key = models.CharField(max_length=LONGEST_KEY, null=True, unique=True, editable=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="cases", verbose_name=_("region"),
        help_text=_("Where it is: a kelurahan or desa, or whatever level the case is about."),
    )  # fmt: skip
    board = _subject(Board, _("community board (BKM/LKM)"))
    slum_area = _subject(SlumArea, _("slum area"))
    plan = _subject(Plan, _("plan"))
    work = _subject(Work, _("work"))

    title = models.CharField(
        _("title"), max_length=200, help_text=_("In a few words, without names of people.")
    )
    description = models.TextField(_("description"), blank=True)
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL
    )
    received_on = models.DateField(_("received on"))
    event_on = models.DateField(
        _("happened on"), null=True, blank=True, help_text=_("The day of what the case tells.")
    )

    stage = models.ForeignKey(
        CaseStage, models.PROTECT, related_name="cases", editable=False, verbose_name=_("stage"),
        db_index=False,  # it begins an index of the list
    )  # fmt: skip
    level = models.CharField(
        _("handling level"), max_length=8, choices=HandlingLevel.choices, editable=False
    )
    assignee = _person(_("assigned to"))
    due_on = models.DateField(_("due on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    closed_by = _person(_("closed by"))
    outcome = models.TextField(_("outcome"), blank=True, editable=False)
    needs_check = models.BooleanField(_("needs a second person"), default=False, editable=False)
    outcome_checked_by = _person(_("outcome checked by"))
    outcome_checked_at = models.DateTimeField(_("outcome checked at"), null=True, editable=False)

    nature = _text(_("nature"), 11, choices=Nature.choices)
    scope = _text(_("scope"), 14, choices=Scope.choices)
    channel = _term(_("channel"), "channel")
    theme = _term(_("theme"), "theme")
    amount_misused = RupiahField(_("amount misused"), null=True, blank=True)
    amount_returned = RupiahField(_("amount returned"), null=True, blank=True)
    reporter_name = _text(_("reporter"))
    reporter_contact = _text(_("contact of the reporter"))
    reporter_address = _text(_("address of the reporter"), 250)
    accused_name = _text(_("accused"))
    accused_position = _text(_("position of the accused"))
    accused_contact = _text(_("contact of the accused"))

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta(ClosingRecord.Meta, Place.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions: ClassVar[tuple[str, ...]] = (
            *Place.Meta.default_permissions, "personal", "move", "check",
        )  # fmt: skip
        constraints = CASE_CONSTRAINTS
        indexes = CASE_INDEXES

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        """Is it in process, so that its content may change?"""
        return self.closed_on is None

    @property
    def amount_remaining(self) -> int | None:
        """What of misused money has not come back."""
        return remaining(self.amount_misused, self.amount_returned)

    @property
    def subject(self) -> Any:
        """What the case is about: a board, a slum area, a plan, a work, or nothing of these."""
        named = (getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id"))
        return next(named, None)

    def begin(self, **values: Any) -> None:
        """What only services write, of a case that is about to be opened; for services."""
        for name, value in values.items():
            setattr(self, name, value)
        self._begun = True

    def refuse_guarded_changes(self) -> None:
        if not (self._state.adding and self._begun):
            super().refuse_guarded_changes()

    def derive(self) -> None:
        super().derive()
        day = self.received_on.isoformat()
        self.register_key = register_key(self.area, day, self.register_number)

    def clean(self) -> None:
        """Say in words what the constraints hold, and what they cannot see."""
        named = {name: getattr(self, f"{name}_id") for name in SUBJECTS}
        faults = list(case_faults({**vars(self), **named}))
        if self.type_id:
            known = {**vars(self), **named, "channel": self.channel_id, "theme": self.theme_id}
            faults += type_faults(
                known, subject=self.type.subject, is_complaint=self.type.is_complaint
            )
        errors = {column: told(fault) for column, fault in faults}
        if self.region_id and not self._lies_around_its_subject():
            name = next(name for name in SUBJECTS if named[name])
            errors.setdefault(
                name,
                told(
                    Fault(
                        "subject_outside_region",
                        {"text": str(self.subject), "region": self.region.name},
                    )
                ),
            )
        if errors:
            raise ValidationError(errors)

    def _lies_around_its_subject(self) -> bool:
        """Does what the case is about lie in its region? Of a slum area a part is enough."""
        path, about = self.region.path, self.subject
        if about is None or about.area.startswith(path):
            return True
        parts = SlumAreaPart.objects.filter(slum_area=self.slum_area, area__startswith=path)
        return bool(self.slum_area_id) and parts.exists()
