"""Signatures on paper forms, which are facts of the form like any other."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperSignatures(models.Model):
    """Signatures on the paper form: who submitted, acknowledged and verified it, as it says.

    Facts of the form, whoever these people were; nobody of them need have an account.
    """

    paper_submitted_name = models.CharField(_("submitted by (paper)"), max_length=150, blank=True)
    paper_submitted_position = models.CharField(
        _("position of who submitted (paper)"), max_length=150, blank=True
    )
    paper_submitted_on = models.DateField(_("submitted on (paper)"), null=True, blank=True)
    paper_acknowledged_name = models.CharField(
        _("acknowledged by (paper)"), max_length=150, blank=True
    )
    paper_acknowledged_position = models.CharField(
        _("position of who acknowledged (paper)"), max_length=150, blank=True
    )
    paper_acknowledged_on = models.DateField(_("acknowledged on (paper)"), null=True, blank=True)
    paper_verified_name = models.CharField(_("verified by (paper)"), max_length=150, blank=True)
    paper_verified_position = models.CharField(
        _("position of who verified (paper)"), max_length=150, blank=True
    )
    paper_verified_on = models.DateField(_("verified on (paper)"), null=True, blank=True)

    class Meta:
        abstract = True
