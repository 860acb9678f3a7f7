"""The summaries of the story: made by the worker and kept, and one that arrives by mail."""

from datetime import date
from email import message_from_bytes
from email.message import Message
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.accounts import change_account
from p2kp_site.demo.chapters import ACKNOWLEDGER, ANALYST, INHIL, NATION, REGENCY
from p2kp_site.demo.office import Office, StoryWentWrong, on_the_day, reader_named
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from p2kp_site.reports.models import Delivery, Issue, Recipient, Subscription, SummaryRun
from p2kp_site.reports.models.issues import DeliveryState
from p2kp_site.reports.models.runs import RunFormat, RunState
from p2kp_site.reports.models.subscriptions import Rhythm
from p2kp_site.reports.services.planning import start_due
from p2kp_site.reports.services.runs import checksum

# Each of a year that has figures in nearly every line: of elections, and of money.
SUMMARIES = {"community-boards": "2010", "programme-overview": "2014"}
FORMATS = (RunFormat.PDF, RunFormat.XLSX)
# The steward of the regency has the page of the year sent to whoever acknowledges there.
MAILED, YEAR = "programme-overview", SUMMARIES["programme-overview"]
ADDRESS = "mengetahui@inhil.example"
SUBSCRIBED_ON, SENT_ON = date(2014, 7, 1), date(2015, 1, 5)


def keep_summaries(office: Office) -> tuple[list[SummaryRun], bool]:
    """The analyst has each summary made, once only: the runs, and is one of them new?

    Raises StoryWentWrong where what is kept is not what was made.
    """
    before = [_kept(slug, year) for slug, year in SUMMARIES.items()]
    by = reader_named(ANALYST)
    runs = [
        run or office.sum_up(by, slug, INHIL, year, FORMATS)
        for (slug, year), run in zip(SUMMARIES.items(), before, strict=True)
    ]
    for run in runs:
        _check_run(run)
    return runs, None in before


def _kept(slug: str, year: str) -> SummaryRun | None:
    """The run of a playing before; visitors may have made others since."""
    runs = SummaryRun.objects.filter(
        owner__username=ANALYST,
        summary=slug,
        region__code=INHIL,
        period=year,
        verified_only=False,
        state=RunState.DONE,
    )
    return next((run for run in runs.order_by("pk") if set(run.files) >= set(FORMATS)), None)


def _check_run(run: SummaryRun) -> None:
    """Figures and files are still those of which the checksums were taken."""
    told = {"run": run}
    if checksum(run.figures or {}) != run.sha256:
        raise StoryWentWrong(_("%(run)s: the figures are not those that were kept.") % told)
    for format_, kept in run.files.items():
        file = file_of_run(run, format_)
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != kept["sha256"]:
            raise StoryWentWrong(
                _("%(run)s: the file %(file)s is missing, or is another one.")
                % {**told, "file": file.name}
            )


def file_of_run(run: SummaryRun, format_: str) -> Path:
    """Where a file of a kept summary lies."""
    return Path(settings.MEDIA_ROOT) / run.files[format_]["path"]


def send_summary(office: Office) -> tuple[Delivery, Path, bool]:
    """A leader gets the page of the year by mail, once only: the mail, its file, and is it new?

    Raises StoryWentWrong where it did not arrive with its files.
    """
    issue = _issue()
    is_new = issue is None
    if issue is None:
        _write_down_address()
        issue = _subscribe()
    office.send(issue)
    delivery = issue.deliveries.select_related("user", "run").get(user__username=ACKNOWLEDGER)
    return delivery, _arrived(delivery), is_new


def _issue() -> Issue | None:
    """What the subscription of the story sends about the year."""
    own = Issue.objects.filter(owner__username=REGENCY, subscription__summary=MAILED)
    return own.filter(subscription__region__code=INHIL, period=YEAR).order_by("pk").first()


def _write_down_address() -> None:
    """The administrator writes down where mails to the leader go."""
    leader = User.objects.get(username=ACKNOWLEDGER)
    roles = list(leader.groups.values_list("name", flat=True))
    by = User.objects.get(username=NATION)
    change_account(account=leader, roles=roles, by=by, at=timezone.now(), email=ADDRESS)


@transaction.atomic
def _subscribe() -> Issue:
    """A subscription made in the middle of the year, and what it sends once the year has ended."""
    owner = User.objects.get(username=REGENCY)
    begun = on_the_day(SUBSCRIBED_ON)
    act = open_change_set(by=owner, **begun)
    subscription = Subscription(
        owner=owner,
        summary=MAILED,
        region=Region.objects.in_force().get(code=INHIL),
        rhythm=Rhythm.YEARLY,
        formats=list(FORMATS),
        since=begun["at"],
    )
    subscription.full_clean()
    subscription.save(change_set=act)
    recipient = Recipient(subscription=subscription, user=User.objects.get(username=ACKNOWLEDGER))
    recipient.full_clean()
    recipient.save(change_set=act)
    start_due(at=on_the_day(SENT_ON)["at"])
    # As after a press of "save" today: the years in between are neither sent nor missed.
    subscription.since = timezone.now()
    again = open_change_set(by=owner, at=subscription.since, door=Door.COMMAND)
    subscription.save(change_set=again)
    return Issue.objects.get(subscription=subscription, period=YEAR)


def _arrived(delivery: Delivery) -> Path:
    """The file in which the mail lies, with the files of the summary attached to it."""
    folder = Path(settings.EMAIL_FILE_PATH)
    mails = {file: message_from_bytes(file.read_bytes()) for file in folder.glob("*.log")}
    found = [file for file, mail in mails.items() if mail["Message-ID"] == delivery.message_id]
    told = {"to": delivery, "folder": folder}
    if delivery.state != DeliveryState.SENT or len(found) != 1:
        raise StoryWentWrong(_("The mail to %(to)s did not arrive in %(folder)s.") % told)
    kept = delivery.run.files.values() if delivery.run else ()
    if _attached(mails[found[0]]) != {one["sha256"] for one in kept}:
        raise StoryWentWrong(_("The mail to %(to)s came without the files of the summary.") % told)
    return found[0]


def _attached(mail: Message) -> set[str]:
    """The checksums of what is attached to a mail."""
    parts = [part for part in mail.walk() if part.get_content_disposition() == "attachment"]
    contents = [part.get_payload(decode=True) for part in parts]
    return {sha256(one).hexdigest() for one in contents if isinstance(one, bytes)}
