"""A case as its page tells it from top to bottom: where it stands, its facts, what happened.

The page asks a fixed number of questions, however much happened.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from communities.models import Region
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.links import link, way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING, in_words
from programs.models import Case, CaseEvent, ReminderMail
from programs.models.case_constraints import HandlingLevel
from programs.models.case_events import EventKind
from programs.models.case_reminders import MailState, ReminderKind
from programs.models.cases import PERSONAL

Panel = dict[str, Any]
MOST_EVENTS = 200


def standing_of(case: Case, reader: Reader) -> Panel:
    """How the case stands, in one line, and whether it presses."""
    late = case.is_open and case.due_on is not None and case.due_on < reader.on
    waits = not case.is_open and case.needs_check and case.outcome_checked_by_id is None
    return {
        "stage": case.stage.name,
        "tone": tone_of(case),
        "late": _("Overdue since %(day)s.") % {"day": in_words(case.due_on)} if late else "",
        "waits": _("Its outcome waits for a second person.") if waits else "",
    }


def tone_of(case: Case) -> str:
    """The colour of a stage: blue in process, green when done."""
    return "info" if case.is_open else "success"


def told(case: Case, reader: Reader) -> list[Panel]:
    """The sections of the page of a case."""
    panels = [_panel(_("The case"), _facts(case, reader))]
    if case.type.is_complaint and reader.may(PERSONAL):
        panels.append(_panel(_("People of the complaint"), _people(case)))
    panels += [_reminders(case), _timeline(case)]
    return panels


def _panel(title: str, rows: list[list[Any]]) -> Panel:
    """Facts by their names: each row says itself what it tells, and needs no headings."""
    return {"title": title, "table": {"rows": rows}, "all": "", "add": ""}


def _facts(case: Case, reader: Reader) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [_("Type"), case.type.name],
        [_("About"), subject_link(case, reader)],
        [_("Description"), case.description or NOTHING],
        [_("Received on"), in_words(case.received_on)],
        [_("Happened on"), in_words(case.event_on)],
        [_("Handling level"), case.get_level_display()],
        [_("Assigned to"), str(case.assignee or NOTHING)],
        [_("Due on"), in_words(case.due_on)],
    ]
    if case.type.is_complaint:
        rows += [
            [_("Nature and scope"), _joined(case.get_nature_display(), case.get_scope_display())],
            [_("Channel and theme"), _joined(case.channel, case.theme)],
        ]
    if case.amount_misused is not None:
        amounts = (case.amount_misused, case.amount_returned or 0, case.amount_remaining)
        labels = (_("Amount misused"), _("Amount returned"), _("Amount remaining"))
        rows += [[label, in_rupiah(one)] for label, one in zip(labels, amounts, strict=True)]
    if not case.is_open:
        rows += [
            [_("Closed on"), _joined(in_words(case.closed_on), case.closed_by)],
            [_("Outcome"), case.outcome or NOTHING],
            [_("Outcome checked by"), str(case.outcome_checked_by or NOTHING)],
        ]
    return rows


def _joined(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part) or NOTHING


def _people(case: Case) -> list[list[Any]]:
    reporter = (case.reporter_name, case.reporter_contact, case.reporter_address)
    accused = (case.accused_name, case.accused_position, case.accused_contact)
    return [[_("Reporter"), _joined(*reporter)], [_("Accused"), _joined(*accused)]]


def subject_link(case: Case, reader: Reader) -> str:
    """What the case is about, with the way to its page for whom may go there."""
    about = case.subject
    if about is None:
        return NOTHING
    meta = about._meta
    if not reader.may(f"{meta.app_label}.view_{meta.model_name}"):
        return str(about)
    return way_to(about, f"{meta.verbose_name}: {about}")


def _reminders(case: Case) -> Panel:
    """Who was reminded of the case, of which day, and whether a mail left; the last first."""
    named = ("user", "reminder")
    mails = ReminderMail.objects.filter(reminder__case=case).select_related(*named)
    now = timezone.now()
    rows = [
        [
            in_words(one.reminder.made_at),
            str(ReminderKind(one.reminder.kind).label),
            in_words(one.reminder.due_on),
            str(one.user),
            mail_in_words(one, now),
        ]
        for one in mails.order_by("-reminder", "pk")[:MOST_EVENTS]
    ]
    headers = [_("When"), _("What"), _("Due on"), _("To whom"), _("Mail")]
    return {
        "title": _("Reminders"),
        "table": {"headers": headers, "rows": rows, "nothing": _("Nobody was reminded yet.")},
        "all": "",
        "add": "",
    }


def mail_in_words(mail: ReminderMail, at: datetime) -> str:
    """How far the word to one person has come."""
    if mail.is_uncertain(at):
        return _("uncertain: it may have left; it is not sent again by itself")
    return str(MailState(mail.state).label)


# The timeline -------------------------------------------------------------------------------------


def _timeline(case: Case) -> Panel:
    """What happened, the last first."""
    people = ("by", "stage_from", "stage_to", "assigned_to")
    events = CaseEvent.objects.filter(case=case).select_related(*people).order_by("-pk")
    rows = [
        [in_words(one.at), str(one.by or _("The system")), event_in_words(one), _said(one)]
        for one in events[:MOST_EVENTS]
    ]
    headers = [_("When"), _("Who"), _("What"), _("Told")]
    return {
        "title": _("Timeline"),
        "table": {"headers": headers, "rows": rows},
        "all": "",
        "add": "",
    }


def event_in_words(event: CaseEvent) -> str:
    """What happened, in a few words."""
    kind = EventKind(event.kind).label
    match event.kind:
        case EventKind.MOVED | EventKind.CLOSED | EventKind.REOPENED:
            return f"{kind}: {event.stage_from} → {event.stage_to}"
        case EventKind.HANDED_OVER:
            levels = (HandlingLevel(one).label for one in (event.level_from, event.level_to))
            return f"{kind}: {' → '.join(map(str, levels))}"
        case EventKind.ASSIGNED:
            return f"{kind}: {event.assigned_to or _('nobody')}"
        case EventKind.DUE:
            return f"{kind}: {in_words(event.due_on)}"
        case EventKind.OPENED | EventKind.TAKEN_OVER:
            return f"{kind}: {event.stage_to}"
    return str(kind)


def _said(event: CaseEvent) -> str:
    if not event.file:
        return event.text or NOTHING
    return format_html("{} {}", event.text, link(event.file.url, _("File")))


# The sheet ----------------------------------------------------------------------------------------


def letterhead_of(case: Case, reader: Reader) -> Panel:
    """What stands above and below the sheet on paper: which case it is, and who printed it."""
    places: list[str] = []
    region: Region | None = case.region
    while region is not None:
        places.append(region.name)
        region = region.parent
    who = reader.user.name if reader.user else ""
    return {
        "title": f"{case.type.name} {case.number}",
        "name": case.title,
        "place": ", ".join(places),
        "facts": [
            (_("Stage"), case.stage.name),
            (_("Handling level"), case.get_level_display()),
            (_("Received on"), in_words(case.received_on)),
            (_("Number in the register"), case.register_number or NOTHING),
        ],
        "printed": _("Printed on %(day)s by %(who)s") % {"day": in_words(reader.on), "who": who},
    }
