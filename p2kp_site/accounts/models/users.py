"""A person who signs in."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class User(AbstractUser):
    """A person who signs in; which places they see is an area assignment, not a column here."""

    first_name = None  # type: ignore[assignment]  # Django's way to drop a column of the base
    last_name = None  # type: ignore[assignment]  # Django's way to drop a column of the base
    name = models.CharField(
        _("name"), max_length=150, help_text=_("As on the letter of assignment.")
    )
    position = models.CharField(_("position"), max_length=150, blank=True)
    must_change_password = models.BooleanField(
        _("must change password"),
        default=False,
        help_text=_("Set when somebody else chose the password."),
    )

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Of pages and mails; each person chooses their own."),
    )

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return f"{self.name} ({self.username})" if self.name else self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.username
