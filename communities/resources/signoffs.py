"""What datasets of forms share: the signatures on paper, and the sign-offs in the system.

Papers are typed and imported like any other fact. Sign-offs are acts of people in the system: they
leave with the row, and an import only compares them.
"""

from typing import Any

from django.db.models.functions import TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.resources.places import PlaceDataset
from p2kp_site.exchange.columns import Column
from p2kp_site.foundation.signoffs import PaperSignatures, SignedForm

_IN_THE_SYSTEM = _("What people did in the system; a file does not sign.")


class FormDataset(PlaceDataset):
    """A dataset of forms that lie somewhere: these columns stand at the end of its files."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if issubclass(cls.model, PaperSignatures):
            cls.fields = {**cls.fields, **paper_columns()}
        if issubclass(cls.model, SignedForm):
            cls.fields = {**cls.fields, **signoff_columns()}


class DayOf(Column):
    """A moment that a file shows as its day, in the time zone of the business."""

    @property
    def value(self) -> Any:
        return TruncDate(self.source)


def paper_columns() -> dict[str, Column]:
    """Who submitted, acknowledged and verified a form on paper: name, position and day."""
    return {
        "paper_submitted_name": _name(
            _("Submitted by (paper)"), "Diserahkan oleh", "Diserahkan", "Dilaporkan oleh"
        ),
        "paper_submitted_position": _position(
            _("Position of who submitted (paper)"), "Jabatan yang menyerahkan"
        ),
        "paper_submitted_on": _day(_("Submitted on (paper)"), "Tanggal Diserahkan"),
        "paper_acknowledged_name": _name(
            _("Acknowledged by (paper)"), "Diketahui oleh", "Diketahui", "Mengetahui"
        ),
        "paper_acknowledged_position": _position(
            _("Position of who acknowledged (paper)"), "Jabatan yang mengetahui"
        ),
        "paper_acknowledged_on": _day(_("Acknowledged on (paper)"), "Tanggal Diketahui"),
        "paper_verified_name": _name(_("Verified by (paper)"), "Diverifikasi oleh", "Diverifikasi"),
        "paper_verified_position": _position(
            _("Position of who verified (paper)"), "Jabatan yang memverifikasi"
        ),
        "paper_verified_on": _day(_("Verified on (paper)"), "Tanggal Diverifikasi"),
    }


def signoff_columns() -> dict[str, Column]:
    """How far a form has come in the system, and who took which step on which day."""
    state = Column(
        _("State in the system"),
        "choice",
        source="signoff",
        compared=True,
        width=16,
        help_text=_IN_THE_SYSTEM,
        synonyms=("Status Pengesahan", "Pengesahan"),
    )
    return {
        "signoff": state,
        **_step(
            "handed_over", _("Handed over in the system by"), _("Handed over in the system on")
        ),
        **_step(
            "acknowledged", _("Acknowledged in the system by"), _("Acknowledged in the system on")
        ),
        **_step("verified", _("Verified in the system by"), _("Verified in the system on")),
    }


def _name(heading: Promise, *synonyms: str) -> Column:
    return Column(heading, width=26, synonyms=synonyms)


def _position(heading: Promise, *synonyms: str) -> Column:
    return Column(heading, width=24, synonyms=synonyms)


def _day(heading: Promise, *synonyms: str) -> Column:
    return Column(heading, "date", width=14, synonyms=synonyms)


def _step(step: str, who: Promise, when: Promise) -> dict[str, Column]:
    by, at = f"{step}_by", f"{step}_at"
    return {
        by: Column(who, source=f"{by}__name", compared=True, width=26, help_text=_IN_THE_SYSTEM),
        at: DayOf(when, "date", source=at, compared=True, width=14, help_text=_IN_THE_SYSTEM),
    }
