"""The three aspects of the programme's work (tridaya), by the letters of its forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """What a group or an activity is about: environment, social life or economy."""

    ENVIRONMENT = "L", _("environment (L)")
    SOCIAL = "S", _("social (S)")
    ECONOMIC = "E", _("economy (E)")
