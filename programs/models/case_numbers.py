"""How far the numbers of cases were given, by type, regency and year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseCounter(models.Model):
    """The last running number under a stem such as `PPM-1404-2015`; services count it up."""

    stem = models.CharField(_("beginning of numbers"), max_length=30, unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of cases")
        verbose_name_plural = _("counters of cases")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.stem}: {self.last}"
