"""`manage.py setup`: bring the database, the roles and the static files up to this version."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Region
from communities.services.regions import SHIPPED_EDITION, SHIPPED_REGISTER, load_register
from communities.services.register_files import read_register
from p2kp_site.accounts.services.roles import install_roles
from p2kp_site.demo.accounts import make_demo_accounts, passwords_file
from programs.services.case_types import load_case_types
from programs.services.reference_lists import load_reference_lists


class Command(BaseCommand):
    help = "Migrate the database, install the roles, collect the static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo-accounts",
            action="store_true",
            help="also make the demo's accounts (and regions, if there are none)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        install_roles()
        load_reference_lists(at=timezone.now())
        load_case_types(at=timezone.now())
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(_("Database, roles and static files are up to date."))
        if options["demo_accounts"]:
            self._make_demo_accounts()

    def _make_demo_accounts(self) -> None:
        if not Region.objects.exists():
            now = timezone.now()
            report = load_register(
                read_register(SHIPPED_REGISTER),
                by=None,
                at=now,
                edition=SHIPPED_EDITION,
                on=timezone.localdate(now),
            )
            self.stdout.write(
                _("%(n)d regions loaded from the shipped extract.") % {"n": report.added}
            )
        passwords = make_demo_accounts()
        for username, password in passwords.items():
            self.stdout.write(f"  {username:20} {password}")
        self.stdout.write(_("Kept in %(path)s.") % {"path": passwords_file()})
