"""How people are recorded, wherever they are: one vocabulary, whatever a form calls them."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Man or woman; forms write L/P or P/W, and P means opposite things there."""

    MALE = "male", _("man (L)")
    FEMALE = "female", _("woman (P)")


class SocialStatus(models.TextChoices):
    """What the residents' own survey says of a person's household."""

    POOR_VULNERABLE = "poor_vulnerable", _("poor and vulnerable")
    NOT_POOR = "not_poor", _("not poor")


class Education(models.TextChoices):
    """The highest school that a person finished."""

    NONE = "none", _("no school finished")
    PRIMARY = "primary", _("primary school (SD)")
    JUNIOR_SECONDARY = "junior_secondary", _("junior secondary school (SMP)")
    SENIOR_SECONDARY = "senior_secondary", _("senior secondary school (SMA/SMK)")
    DIPLOMA = "diploma", _("diploma (D1–D4)")
    BACHELOR = "bachelor", _("bachelor (S1)")
    MASTER = "master", _("master (S2)")
    DOCTORATE = "doctorate", _("doctorate (S3)")


def counted_people(label: Any, *, help_text: Any = "") -> Any:
    """A column of people; empty means that they were not counted."""
    return models.PositiveIntegerField(label, null=True, blank=True, help_text=help_text)


def low_income_among(people: str) -> Q:
    """People with a low income are among the people; what was not counted passes."""
    return Q((f"{people}_low_income__lte", F(f"{people}_men") + F(f"{people}_women")))
