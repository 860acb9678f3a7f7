"""What the table of cases holds against every door, and the words that its columns know."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.fields import rupiah_range
from programs.rules.cases import SUBJECTS


class HandlingLevel(models.TextChoices):
    """The level at which a case is handled (derajat); it is not where the case lies."""

    VILLAGE = "village", _("kelurahan or desa")
    DISTRICT = "district", _("kecamatan")
    REGENCY = "regency", _("regency or city")
    PROVINCE = "province", _("province")
    NATION = "nation", _("national")


class Priority(models.TextChoices):
    """How much a case presses."""

    LOW = "low", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")


class Nature(models.TextChoices):
    """What a complaint is: a question, criticism or suggestion; or a problem."""

    INFORMATIVE = "informative", _("informative (informatif)")
    PROBLEM = "problem", _("problem (masalah)")


class Scope(models.TextChoices):
    """What a complaint touches."""

    ADMINISTRATION = "administration", _("administration")
    FINANCE = "finance", _("finance")


OPEN_CASES = Q(closed_on__isnull=True)
# Closed by a move after which somebody else checks the outcome, and not checked yet.
TO_CHECK = Q(closed_on__isnull=False, needs_check=True, outcome_checked_by__isnull=True)


def _at_most_one_subject() -> Q:
    nothing = Q(**{f"{name}__isnull": True for name in SUBJECTS})
    for name in SUBJECTS:
        nothing |= Q(**{f"{other}__isnull": other != name for other in SUBJECTS})
    return nothing


CASE_CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        condition=~Q(number="") & ~Q(title=""),
        name="case_has_number_and_title",
        violation_error_message=_("A case has a number and a title."),
    ),
    models.CheckConstraint(
        condition=_at_most_one_subject(),
        name="case_about_one_thing",
        violation_error_message=_("A case is about one thing at most: a board, a plan, …"),
    ),
    models.CheckConstraint(
        condition=Q(event_on__isnull=True) | Q(event_on__lte=F("received_on")),
        name="case_happened_before_received",
        violation_error_message=_("What a case tells happened before it was received."),
    ),
    models.CheckConstraint(
        condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
        name="case_closed_after_received",
        violation_error_message=_("A case cannot be closed before it was received."),
    ),
    models.CheckConstraint(
        condition=Q(closed_on__isnull=True, closed_by__isnull=True, outcome="", needs_check=False)
        | Q(closed_on__isnull=False, closed_by__isnull=False),
        name="case_closed_by_somebody",
        violation_error_message=_("A closed case says by whom it was closed, and only such a one."),
    ),
    models.CheckConstraint(
        condition=Q(outcome_checked_by__isnull=True, outcome_checked_at__isnull=True)
        # Said outright: a comparison with nothing would pass.
        | Q(
            closed_by__isnull=False,
            outcome_checked_by__isnull=False,
            outcome_checked_at__isnull=False,
        )
        & ~Q(outcome_checked_by=F("closed_by")),
        name="case_checked_by_a_second_person",
        violation_error_message=_("Whoever closed a case does not check its outcome."),
    ),
    models.CheckConstraint(
        condition=rupiah_range("amount_misused") & rupiah_range("amount_returned"),
        name="case_amounts_are_money",
        violation_error_message=_("Amounts are not negative."),
    ),
    models.CheckConstraint(
        condition=Q(amount_returned__isnull=True)
        | Q(amount_misused__isnull=False, amount_returned__lte=F("amount_misused")),
        name="case_returned_within_misused",
        violation_error_message=_("No more comes back than was misused."),
    ),
    models.CheckConstraint(
        condition=Q(level__in=HandlingLevel.values)
        & Q(priority__in=Priority.values)
        & Q(nature__in=["", *Nature.values])
        & Q(scope__in=["", *Scope.values]),
        name="case_words_known",
        violation_error_message=_("This level, priority, nature or scope is not known."),
    ),
]

# Some end with the columns of their own condition: so SQLite counts in the index alone, where it
# would look into each row to see again what the condition says.
CASE_INDEXES: list[models.Index] = [
    # Lists and exports: within an area, in a fixed order.
    models.Index(fields=["area", "id"], name="case_by_area"),
    # The desk: what is in process, few beside what is done.
    models.Index(fields=["area", "id", "closed_on"], condition=OPEN_CASES, name="case_open"),
    # The desk: what is mine, and what nobody has.
    models.Index(
        fields=["assignee", "area", "id", "closed_on"], condition=OPEN_CASES, name="case_assigned"
    ),
    # The desk: what is overdue; reminders.
    models.Index(fields=["due_on", "closed_on"], condition=OPEN_CASES, name="case_due"),
    # The list: received, closed or due on some days, and where.
    models.Index(fields=["received_on", "area", "id"], name="case_by_day_received"),
    models.Index(
        fields=["closed_on", "area", "id"],
        condition=Q(closed_on__isnull=False),
        name="case_by_day_closed",
    ),
    models.Index(
        fields=["due_on", "area", "id"], condition=Q(due_on__isnull=False), name="case_by_day_due"
    ),
    # The list: what is in a stage that is passed through is rare, as is what is handled at a high
    # level, or presses.
    models.Index(fields=["stage", "area", "id"], name="case_by_stage"),
    models.Index(fields=["level", "area", "id"], name="case_by_level"),
    models.Index(fields=["priority", "area", "id"], name="case_by_priority"),
    # The desk: what waits for a second person, and who that cannot be.
    models.Index(
        fields=["area", "id", "closed_by", "closed_on", "needs_check", "outcome_checked_by"],
        condition=TO_CHECK,
        name="case_to_check",
    ),
    # The search box: who has the register in hand types its number.
    models.Index(fields=["register_number"], name="case_by_register_number"),
]


def open_on(day: date) -> Q:
    """Cases that had been received and were not closed at the end of a day."""
    return Q(received_on__lte=day) & (Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def overdue_on(day: date) -> Q:
    """Of those, the ones whose due day, as it stands today, was before that day."""
    return open_on(day) & Q(due_on__lt=day)
