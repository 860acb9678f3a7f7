"""Who spoke at the workshop of the story, written down as a person does on its page.

Which offices spoke is known. The names of people are invented, and say so.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.demo.chapters import REGENCY
from p2kp_site.demo.office import StoryWentWrong, reader_named
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Workshop, WorkshopSpeaker

HOST = "INS-1404-DCKPR"
# Office, invented name, invented topic.
SPEAKERS = (
    ("Bappeda Kabupaten Indragiri Hilir", "Bapak Contoh Pembicara Satu", "Kebijakan daerah"),
    ("KMW OC 1 Riau", "Bapak Contoh Pembicara Dua", "Dari PNPM Mandiri Perkotaan ke P2KP"),
    ("Askot P2KP Indragiri Hilir", "Ibu Contoh Pembicara Tiga", "Kawasan kumuh sebagai sasaran"),
)


@transaction.atomic
def write_down_speakers() -> int:
    """The steward of the regency adds the speakers; once only. Returns their number.

    Raises StoryWentWrong where the workshop is not there, or not as a steward may write it.
    """
    by = reader_named(REGENCY)
    held = Workshop.objects.writable_by(by).filter(host__code=HOST)
    workshop = held.order_by("pk").first()
    if workshop is None:
        raise StoryWentWrong(_("The workshop of the story is missing."))
    if workshop.signoff != SignoffState.ENTERED or workshop.speakers.exists():
        return 0
    act = open_change_set(by=by.user, at=timezone.now(), door=Door.COMMAND, why=_("Speakers"))
    for number, (agency, name, topic) in enumerate(SPEAKERS, 1):
        speaker = WorkshopSpeaker(
            workshop=workshop, number=number, name=name, agency=agency, topic=f"{topic} (rekaan)"
        )
        speaker.full_clean()
        speaker.save(change_set=act)
    workshop.touch(act)
    return len(SPEAKERS)
