"""The programme by its names: P2KP, PNPM Mandiri Perkotaan, P2KP again, KOTAKU."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from communities.scoping import ReferenceQuerySet
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.records import Record
from p2kp_site.foundation.wording import in_words
from programs.fault_messages import told
from programs.models.funding_sources import CODE
from programs.rules.programmes import DatedName, name_faults, name_in, same_text


def running_on(day: date, prefix: str = "") -> Q:
    """Rows whose period holds that day; an open end is none."""
    return (Q((f"{prefix}from_on__isnull", True)) | Q((f"{prefix}from_on__lte", day))) & (
        Q((f"{prefix}until_on__isnull", True)) | Q((f"{prefix}until_on__gt", day))
    )


class ProgrammeQuerySet(ReferenceQuerySet):
    """Questions about programmes."""

    def running_on(self, day: date) -> Self:
        """Programmes that were funded on that day."""
        return self.filter(running_on(day))

    def named_on(self, day: date) -> Self:
        """With `name_then` and `abbreviation_then`: what each was called on that day."""
        then = ProgrammeAlias.objects.filter(running_on(day), programme=OuterRef("pk"))
        then = then.order_by("-from_on")
        return self.annotate(
            name_then=Coalesce(Subquery(then.values("name")[:1]), "name"),
            abbreviation_then=Coalesce(Subquery(then.values("abbreviation")[:1]), "abbreviation"),
        )

    def called(self, text: str, on: date | None) -> "list[Programme]":
        """The programmes that a text may mean: one by its code, else those so called on that day.

        One programme is the answer, several are candidates to be named, none is unknown. Without a
        day every name counts that a programme ever had.
        """
        wanted = " ".join(text.split())
        by_code = list(self.filter(code__iexact=wanted)) if wanted else []
        if by_code or not wanted:
            return by_code
        named = self.prefetch_related("aliases").order_by("from_on", "pk")
        return [one for one in named if one.is_called(wanted, on)]


class Programme(Record):
    """A programme as it was funded, from one day until another, the latter not included."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer ran.")
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = ProgrammeQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(abbreviation=""),
                name="programme_has_code_and_names",
                violation_error_message=_("A programme needs a code, a name and an abbreviation."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="programme_until_after_from",
                violation_error_message=_("A programme cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
                name="programme_not_its_own_predecessor",
                violation_error_message=_("A programme does not follow itself."),
            ),
        ]
        indexes = [
            # The list of programmes, the oldest first.
            models.Index(fields=["from_on", "id"], name="programme_in_time"),
        ]

    def __str__(self) -> str:
        return f"{self.abbreviation} ({self.code})"

    @property
    def own_name(self) -> DatedName:
        """The name under which it was funded."""
        return DatedName(self.pk, self.name, self.abbreviation, self.from_on, self.until_on)

    @property
    def names(self) -> list[DatedName]:
        """Its other names by their days; no query where `aliases` are prefetched."""
        return [alias.dated for alias in self.aliases.all()]

    def name_on(self, day: date) -> DatedName:
        """What it was called on that day."""
        return name_in(self.names, day) or self.own_name

    def is_called(self, text: str, on: date | None) -> bool:
        """Is this text its name or abbreviation, on that day or (without one) ever?"""
        return any(
            same_text(text, word)
            for one in (self.own_name, *self.names)
            if on is None or one.holds_on(on)
            for word in (one.name, one.abbreviation)
            if word
        )

    def clean(self) -> None:
        """The abbreviation beside those of other programmes, and no circle of predecessors."""
        if self.from_on:
            refuse_shared(self.own_name, ())
        if self.predecessor and self._goes_on_from_itself():
            fault = Fault("follows_in_a_circle", {"text": self.predecessor.code})
            raise ValidationError({"predecessor": told(fault)})

    def _goes_on_from_itself(self) -> bool:
        before = dict(Programme.objects.values_list("pk", "predecessor"))
        seen, at = set[int](), self.predecessor_id
        while at and at not in seen and at != self.pk:
            seen.add(at)
            at = before.get(at)
        return at is not None and at == self.pk


class ProgrammeAlias(Record):
    """Another name of a programme, for some of its time."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="aliases", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer held.")
    )

    objects: ClassVar[Any] = ReferenceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("name of a programme")
        verbose_name_plural = _("names of a programme")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "from_on"],
                name="programme_alias_one_begins_on_a_day",
                violation_error_message=_("Another name of this programme begins on this day."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(abbreviation=""),
                name="programme_alias_has_names",
                violation_error_message=_("A name of a programme needs its abbreviation as well."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="programme_alias_until_after_from",
                violation_error_message=_("A name cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.abbreviation} ({in_words(self.from_on)})"

    @property
    def dated(self) -> DatedName:
        """The name with its days."""
        return DatedName(
            self.programme_id, self.name, self.abbreviation, self.from_on, self.until_on
        )

    def clean(self) -> None:
        """This name beside the other names of its programme, and beside other programmes."""
        if self.from_on and self.programme_id:
            siblings = ProgrammeAlias.objects.filter(programme=self.programme_id)
            refuse_shared(self.dated, [one.dated for one in siblings.exclude(pk=self.pk)])


def abbreviation_in_year(programme: str, year: str) -> Coalesce:
    """What the programme of a row was called in the year of the row, by the last name of it."""
    then = ProgrammeAlias.objects.filter(
        Q(until_on__isnull=True)
        | Q(until_on__year__gt=OuterRef(year))
        # The first day on which it no longer held may be that of the year.
        | (Q(until_on__year=OuterRef(year)) & ~Q(until_on__month=1, until_on__day=1)),
        programme=OuterRef(programme),
        from_on__year__lte=OuterRef(year),
    )
    last = then.order_by("-from_on").values("abbreviation")[:1]
    return Coalesce(Subquery(last), f"{programme}__abbreviation")


def refuse_shared(mine: DatedName, beside: Iterable[DatedName]) -> None:
    """Raise ValidationError where a name cannot stand beside these, and beside other programmes."""
    elsewhere = ProgrammeAlias.objects.exclude(programme=mine.programme)
    funded = Programme.objects.exclude(pk=mine.programme)
    others = [*beside, *(one.dated for one in elsewhere), *(one.own_name for one in funded)]
    errors: dict[str, list[str]] = {}
    for column, fault in name_faults(mine, others):
        errors.setdefault(column, []).append(told(fault))
    if errors:
        raise ValidationError(errors)
