"""Bring the roles of the code into the database."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from p2kp_site.accounts.rules.roles import ROLES, rights_of


@transaction.atomic
def install_roles() -> int:
    """Make each role a group that holds exactly its rights. Returns the number of roles."""
    permissions = {
        f"{app}.{codename}": pk
        for app, codename, pk in Permission.objects.values_list(
            "content_type__app_label", "codename", "pk"
        )
    }
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name.value)
        group.permissions.set([permissions[right] for right in rights_of(role, permissions)])
    return len(ROLES)
