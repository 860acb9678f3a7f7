"""`manage.py create_administrator USERNAME --name NAME`: the first account of a new system."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from communities.models import AreaAssignment
from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.commands import ProductCommand


class Command(ProductCommand):
    help = "Make an administrator and data steward of the whole nation, who then makes the others."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="as on the letter of assignment")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        if User.objects.filter(username=options["username"]).exists():
            self.refuse(
                _("There is an account called “%(name)s” already.") % {"name": options["username"]}
            )
        roles = Group.objects.filter(name__in=[RoleName.ADMINISTRATOR, RoleName.DATA_STEWARD])
        if roles.count() != 2:
            self.refuse(_("The roles are missing: run “manage.py setup” first."))
        user = User(
            username=options["username"],
            name=options["name"],
            is_staff=True,
            must_change_password=True,
        )
        password = get_random_string(16)
        user.set_password(password)
        user.save()
        user.groups.set(roles)
        AreaAssignment.objects.create(user=user, region=None, from_on=timezone.localdate())
        self.stdout.write(
            _("Temporary password of %(name)s, to be changed at the first sign-in: %(password)s")
            % {"name": user.username, "password": password}
        )
