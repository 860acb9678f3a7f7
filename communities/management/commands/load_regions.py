"""`manage.py load_regions PATH`: bring an edition of the national register into the base."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.services.regions import load_register
from communities.services.register_files import UnusableRegister, read_register
from communities.services.register_reports import Detail, RegisterReport

UNUSABLE = 2
MOST_SHOWN = 20
# The reasons of `rules.register_comparison.Why`, by their lower-case names.
REASONS = {
    "other_name": gettext_lazy("the code bears another name"),
    "code_held": gettext_lazy("a region that the file does not cover has this code"),
    "perhaps_moved": gettext_lazy("perhaps the same place, which the file does not cover"),
    "parent_doubtful": gettext_lazy("the region above was not added"),
}


class Command(BaseCommand):
    """Loads the register; the same file again changes nothing."""

    help = (
        "Bring an edition of the national register of regions into the base: a CSV file, a folder "
        "of them, or an archive (.tgz, .tar.gz, .zip). The same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="CSV file, folder or archive")
        parser.add_argument("--edition", help="name of the edition; default: name of the file")
        parser.add_argument(
            "--json", action="store_true", help="print the report as JSON on the last line"
        )

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            rows = read_register(path)
        except UnusableRegister as error:
            raise CommandError(" ".join(str(error).split()), returncode=UNUSABLE) from error
        now = timezone.now()
        edition = options["edition"] or path.name.partition(".tar")[0].removesuffix(path.suffix)
        report = load_register(rows, by=None, at=now, edition=edition, on=timezone.localdate(now))
        for line in _in_words(report):
            self.stdout.write(line)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))


def _in_words(report: RegisterReport) -> Iterator[str]:
    yield _("%(count)d regions read") % {"count": report.read}
    for count, label in (
        (report.added, _("added")),
        (report.respelt, _("spelling changed")),
        (report.moved, _("found under a new code")),
        (report.retired, _("retired: no longer in the register")),
        (report.doubtful, _("doubtful: not applied")),
        (report.kept, _("kept: the file does not cover them")),
        (report.unchanged, _("unchanged")),
    ):
        yield f"{number_format(count, force_grouping=True):>8}  {label}"
    yield from _section(_("Doubtful, please check:"), report.doubtful_regions, report.doubtful)
    yield from _section(_("Found under a new code:"), report.moved_regions, report.moved)
    yield from _section(_("Retired:"), report.retired_regions, report.retired)


def _section(title: str, details: list[Detail], count: int) -> Iterator[str]:
    if not details:
        return
    yield ""
    yield title
    for detail in details[:MOST_SHOWN]:
        before = f"{detail.code} {detail.name}".strip()
        after = f"{detail.new_code} {detail.new_name}".strip()
        why = f" ({REASONS[detail.why]})" if detail.why else ""
        yield "  " + " -> ".join(part for part in (before, after) if part) + why
    if count > MOST_SHOWN:
        yield "  " + _("… and %(count)d more") % {"count": count - MOST_SHOWN}
