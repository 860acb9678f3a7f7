"""`manage.py demo`: set everything up, play the story, then serve the site on this machine."""

import os
import secrets
import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from p2kp_site.demo.accounts import ACCOUNTS, passwords_file
from p2kp_site.demo.story import Outcome, StoryWentWrong, play
from p2kp_site.demo.supervisor import AlreadyServing, Child, serve, site_commands, sole_server


class Command(BaseCommand):
    help = "Set up a demo, play its story and serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="all but serve")

    def handle(self, *_args: Any, **options: Any) -> None:
        env = self._environment()
        try:
            with sole_server(Path(settings.VAR_DIR)) as leave_address:
                call_command("setup", demo_accounts=True, stdout=self.stdout)
                outcome = self._play(env)
                self._tell_files(self._keep(outcome))
                if not options["no_serve"]:
                    self._serve(env, options["host"], options["port"], leave_address)
        except AlreadyServing as error:
            raise CommandError(
                _("The demo is being served already (%(where)s).") % {"where": error}
            ) from None

    def _environment(self) -> dict[str, str]:
        """What the children run with: this machine only, without TLS, and a secret of its own."""
        secret = Path(settings.VAR_DIR) / "demo" / "secret_key"
        if not secret.exists():
            secret.parent.mkdir(parents=True, exist_ok=True)
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_urlsafe(50))
        local = {
            "SECRET_KEY": secret.read_text(),
            "HTTPS": "0",
            "VAR_DIR": str(settings.VAR_DIR),
            # Its people have no addresses: their mails are left in a folder.
            "EMAIL_URL": "filemail://",
            # A demo in a container often runs as root; Celery says so in nine lines.
            "PYTHONWARNINGS": "ignore:You're running the worker",
        }
        return {**os.environ, **local}

    def _play(self, env: dict[str, str]) -> Outcome:
        worker = Child("worker", site_commands("", 0)["worker"], env)
        worker.tend(time.monotonic())
        try:
            return play(self.stdout.write, while_waiting=worker.repeat)
        except StoryWentWrong as error:
            raise CommandError(str(error)) from error
        finally:
            worker.kill()  # its jobs are done, and it holds nothing else

    def _keep(self, outcome: Outcome) -> list[Path]:
        """Copies of the files under plain names, for whoever looks at the folder."""
        kept = []
        for name, file in outcome.files.items():
            target = passwords_file().with_name(name)
            shutil.copyfile(file, target)
            kept.append(target)
        return kept

    def _tell_files(self, files: list[Path]) -> None:
        self.stdout.write(_("The story came out right. It made:"))
        for file in files:
            self.stdout.write(f"  {os.path.relpath(file)}")

    def _serve(self, env: dict[str, str], host: str, port: int, leave_address: Any) -> None:
        def ready(address: str) -> None:
            leave_address(address)
            self.stdout.write(
                self.style.SUCCESS(
                    _("The site is at %(address)s – Ctrl-C ends it.") % {"address": address}
                )
            )
            self.stdout.write(
                _("Accounts and passwords: %(path)s") % {"path": os.path.relpath(passwords_file())}
            )
            self.stdout.write(", ".join(account.username for account in ACCOUNTS))

        serve(host, port, env=env, ready=ready)
