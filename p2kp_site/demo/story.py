"""The demo's story, played through the product's own services and its worker.

Stewards bring in the workbooks that their offices made, money goes through its chain, what was
paid on paper is signed, other people sign the forms, cases go from desk to desk, an analyst of the
ministry takes rows out and has summaries made, and one of these arrives by mail. The particulars
are in `chapters.py`, `money_chapters.py`, `case_chapters.py` and `summaries.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.signoff_words import refused_in_words
from p2kp_site.demo.backlog import sign_backlog
from p2kp_site.demo.cases import cases_in_words, work_on_cases
from p2kp_site.demo.chapters import (
    ACKNOWLEDGER,
    ANALYST,
    CHAPTERS,
    EXPORTED,
    NATION,
    OWN,
    REASON,
    REGENCY,
    STEWARD,
    TWO_ROLES,
    VERIFIER,
    Chapter,
    Export,
)
from p2kp_site.demo.deciders import chain_in_words, say_who_decides
from p2kp_site.demo.money import check_totals, move_money, states_in_words
from p2kp_site.demo.money_chapters import TREASURER
from p2kp_site.demo.office import Office, StoryWentWrong, file_of, reader_named, told_wrong
from p2kp_site.demo.progress import tell_progress
from p2kp_site.demo.signing import return_one, sign_all, try_to_verify
from p2kp_site.demo.speakers import write_down_speakers
from p2kp_site.demo.summaries import (
    FORMATS,
    MAILED,
    YEAR,
    file_of_run,
    keep_summaries,
    send_summary,
)
from p2kp_site.exchange.models.exports import ExportFormat
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import title_of
from programs.models import Programme

DATA = Path(__file__).with_name("data")
# One day under each of the names: in Indragiri Hilir the programme began in 2006.
NAMED_ON = (date(2006, 9, 12), date(2007, 7, 1), date(2012, 7, 1), date(2015, 4, 30))
Say = Callable[[str], None]

__all__ = ["Outcome", "StoryWentWrong", "play", "read"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story made: files by the names that say what is in them."""

    files: dict[str, Path]


def play(say: Say, while_waiting: Callable[[], None]) -> Outcome:
    """Play the story; a worker must be running. Playing it again changes nothing.

    `while_waiting` is called again and again while the worker works. Raises StoryWentWrong.
    """
    office = Office(while_waiting)
    _tell_names(say)
    if say_who_decides():
        told = {"who": _name(reader_named(NATION)), "chain": chain_in_words()}
        say(_("%(who)s says who decides on money: %(chain)s.") % told)
    for chapter in CHAPTERS:
        say(read(chapter, office))
    _tell_progress(say)
    _tell_money(say)
    _tell_workshop(say)
    _tell_signatures(say)
    _tell_cases(say)
    return Outcome(_take_out(say, office) | _tell_summaries(say, office))


def _name(reader: Reader) -> str:
    return reader.user.name if reader.user else ""


def _tell_names(say: Say) -> None:
    """What the programme was called, as the base says it."""
    names = [
        f"{day.year} {one.abbreviation_then}"
        for day in NAMED_ON
        for one in Programme.objects.running_on(day).named_on(day)
    ]
    say(
        _(
            "Eight boards with eight plans, Indragiri Hilir, 2006 to April 2015. Papers speak of"
            " PNPM from 2007 on; here the programme began in 2006. It was called: %(names)s."
        )
        % {"names": ", ".join(names)}
    )


def read(chapter: Chapter, office: Office) -> str:
    """Bring a workbook in, and store it when it is as the story has it; what is said about it."""
    by = reader_named(chapter.by)
    job = office.bring(by, chapter.dataset, DATA / chapter.file)
    told = {
        "who": _name(by),
        "file": chapter.file,
        "n": chapter.rows,
        "dataset": dataset_named(chapter.dataset).title,
    }
    if job.refused or chapter.rows not in (job.added, job.unchanged):
        if job.added or not (job.unchanged or job.changed):
            raise told_wrong(job)
        office.leave(by, job)
        return _("%(file)s is left aside: people have gone on working with its rows.") % told
    office.store(by, job)
    if job.unchanged:
        return _("%(who)s brings in %(file)s (%(dataset)s): nothing new.") % told
    return _("%(who)s brings in %(file)s (%(dataset)s): %(n)d rows.") % told


def _tell_progress(say: Say) -> None:
    if number := sum(map(tell_progress, (STEWARD, TWO_ROLES))):
        say(_("They tell how far %(n)d works have come.") % {"n": number})


def _tell_money(say: Say) -> None:
    """From the agreement to the account; afterwards every total must be what its rows say."""
    if move_money():
        who = ", ".join(_name(reader_named(one)) for one in (STEWARD, TREASURER))
        told = {"who": who, "states": states_in_words()}
        say(_("Grants are split, paid and accounted for; papers by %(who)s: %(states)s.") % told)
    else:
        say(_("The money stands as it was."))
    if number := sign_backlog():
        told_papers = {"who": _name(reader_named(VERIFIER)), "n": number}
        say(_("%(who)s signs %(n)d payments of 2008, made on paper, in one act.") % told_papers)
    check_totals()


def _tell_workshop(say: Say) -> None:
    if number := write_down_speakers():
        told = {"who": _name(reader_named(REGENCY)), "n": number}
        say(_("%(who)s writes down the %(n)d speakers of the workshop of 2015.") % told)


def _tell_cases(say: Say) -> None:
    """What came up in 2015, from its opening until the outcome is checked, or so far as it came."""
    if cases := work_on_cases():
        people = ", ".join(_name(reader_named(one)) for one in (STEWARD, REGENCY, VERIFIER))
        told = {"people": people, "cases": cases_in_words(cases)}
        say(_("Cases, worked on by %(people)s: %(cases)s.") % told)
    else:
        say(_("The cases stand as they were."))


def _tell_signatures(say: Say) -> None:
    signed = sign_all()
    if any(steps.total() for steps in signed.values()):
        people = (STEWARD, REGENCY, TWO_ROLES, ACKNOWLEDGER, VERIFIER)
        names = [_name(reader_named(username)) for username in people]
        say(_("Sign-offs by %(people)s:") % {"people": ", ".join(names)})
    else:
        say(_("The sign-offs stand as they were."))
    for dataset, steps in signed.items():
        if counted := [f"{n} {step.label}" for step, n in steps.items() if n]:
            say(f"  {dataset_named(dataset).title}: {', '.join(counted)}")
    if returned := return_one():
        told_once = ngettext(
            "The verifier returns %(n)d work: %(reason)s",
            "The verifier returns %(n)d works: %(reason)s",
            returned,
        )
        say(told_once % {"n": returned, "reason": REASON})
    outcome = try_to_verify(OWN, TWO_ROLES)
    if outcome.signed:
        raise StoryWentWrong(_("Somebody verified what they had entered themselves."))
    told = {"who": _name(reader_named(TWO_ROLES)), "why": refused_in_words(outcome)}
    say(_("Nobody checks their own work: %(who)s tries to. %(why)s") % told)


def _take_out(say: Say, office: Office) -> dict[str, Path]:
    """The analyst takes rows out; what comes back as a workbook changes nothing."""
    analyst = reader_named(ANALYST)
    files = [
        (export, _take(export, format_, analyst, office))
        for export in EXPORTED
        for format_ in (ExportFormat.XLSX, ExportFormat.CSV)
    ]
    titles = ", ".join(str(dataset_named(export.dataset).title) for export in EXPORTED)
    say(_("%(who)s takes out: %(what)s.") % {"who": _name(analyst), "what": titles})
    for export, file in files:
        if file.suffix == ".xlsx":
            _bring_back(export, file, office)
    say(_("Brought in again, the exported workbooks change nothing."))
    return {f"{export.dataset}-{export.place}{file.suffix}": file for export, file in files}


def _take(export: Export, format_: ExportFormat, analyst: Reader, office: Office) -> Path:
    job = office.take(analyst, export.dataset, export.region, format_)
    wanted = sum(one.rows for one in CHAPTERS if one.dataset == export.dataset)
    # People may have added rows since; none is deleted once it is signed.
    if (job.row_count or 0) < wanted:
        raise StoryWentWrong(
            _("The export of %(dataset)s holds %(n)d rows.")
            % {"dataset": export.dataset, "n": job.row_count or 0}
        )
    return file_of(job)


def _bring_back(export: Export, file: Path, office: Office) -> None:
    steward = reader_named(export.back_by)
    job = office.bring(steward, export.dataset, file)
    if job.added or job.changed or job.refused or not job.unchanged:
        raise told_wrong(job)
    office.store(steward, job)


def _tell_summaries(say: Say, office: Office) -> dict[str, Path]:
    """Both summaries as they are kept, and the one that came by mail."""
    runs, is_new = keep_summaries(office)
    told = {
        "who": _name(reader_named(ANALYST)),
        "what": ", ".join(f"{title_of(run.summary)} {run.period}" for run in runs),
        "region": runs[0].region,
    }
    if is_new:
        say(_("%(who)s asks for summaries of %(region)s: %(what)s.") % told)
    else:
        say(_("The summaries of %(region)s are kept as they were made: %(what)s.") % told)
    delivery, mail, is_new = send_summary(office)
    told_mail = {"who": _name(reader_named(REGENCY)), "to": delivery, "what": title_of(MAILED)}
    if is_new:
        say(_("%(who)s subscribes %(to)s to “%(what)s”; the mail arrived.") % told_mail)
    else:
        say(_("The mail to %(to)s arrived before; no second one was sent.") % told_mail)
    files = {
        f"{run.summary}-inhil-{run.period}.{format_}": file_of_run(run, format_)
        for format_ in FORMATS
        for run in runs
    }
    return {**files, f"{MAILED}-inhil-{YEAR}.eml": mail}
