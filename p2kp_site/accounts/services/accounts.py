"""Accounts: made, changed, stopped, and given a new password by the administrator of an office.

Each service asks three things first: has the person the right, is the account within their reach
(all the areas that it holds lie in their own), and is it somebody else's. Which accounts are
within reach is known where the areas are: `settings.ACCOUNT_REACH` names it, as READER_PROVIDER
names who builds a reader.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from p2kp_site.accounts.models import User
from p2kp_site.accounts.rules.role_giving import roles_to_give
from p2kp_site.accounts.rules.roles import RoleName
from p2kp_site.foundation.reader import Reader, reader_for

ADD, CHANGE = "accounts.add_user", "accounts.change_user"
# Without letters and digits that look alike: it is read aloud and typed once.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


class AccountRefused(PermissionDenied):
    """An administrator may not do this to an account; the message says why."""


def accounts_within_reach(reader: Reader) -> QuerySet[User]:
    """The accounts that this administrator may act on; without areas, none."""
    name = settings.ACCOUNT_REACH
    found: QuerySet[User] = import_string(name)(reader)
    return found


@transaction.atomic
def create_account(
    *,
    username: str,
    name: str,
    roles: Collection[str],
    by: User,
    at: datetime,
    position: str = "",
    email: str = "",
) -> tuple[User, str]:
    """Make an account; returns it with the temporary password, which is kept nowhere."""
    reader = _administrator(by, ADD, at)
    refuse_roles(reader, given=roles, held=())
    password = temporary_password()
    user = User(
        username=username,
        name=name,
        position=position,
        email=email,
        is_staff=True,
        must_change_password=True,
        date_joined=at,
    )
    user.set_password(password)
    record_account(user, by=by, at=at, why=_why_roles(roles))
    user.groups.set(_groups(roles))
    return user, password


@transaction.atomic
def change_account(
    *, account: User, roles: Collection[str], by: User, at: datetime, **facts: Any
) -> User:
    """Change the facts of an account (name, position, email, user name) and its roles."""
    user, reader = _account(account, by, at)
    held = set(user.groups.values_list("name", flat=True))
    refuse_roles(reader, given=roles, held=held)
    changed = [name for name, value in facts.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, facts[name])
    if changed or held != set(roles):
        record_account(user, by=by, at=at, why="" if held == set(roles) else _why_roles(roles))
        user.groups.set(_groups(roles))
    return user


@transaction.atomic
def deactivate(*, account: User, by: User, at: datetime, why: str = "") -> None:
    """Stop an account: its sessions end at once, what it did stays."""
    user, _reader = _account(account, by, at)
    user.is_active = False
    record_account(user, by=by, at=at, why=why)


@transaction.atomic
def reactivate(*, account: User, by: User, at: datetime, why: str = "") -> None:
    """Let a stopped account sign in again."""
    user, _reader = _account(account, by, at)
    user.is_active = True
    record_account(user, by=by, at=at, why=why)


@transaction.atomic
def reset_password(*, account: User, by: User, at: datetime) -> str:
    """Give an account a temporary password, which is told once; its sessions end."""
    user, _reader = _account(account, by, at)
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    record_account(user, by=by, at=at, why=_("New temporary password"))
    return password


@transaction.atomic
def choose_language(language: str, *, by: User, at: datetime) -> bool:
    """Keep the language in which a person reads pages and mails. False where nothing changed."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if language == user.language or language not in dict(settings.LANGUAGES):
        return False
    user.language = language
    record_account(user, by=by, at=at)
    return True


def record_account(user: User, *, by: User, at: datetime, why: str = "") -> None:
    """Save an account with who did it, when and why in its history."""
    history: Any = user
    history._history_user, history._history_date = by, at
    history._change_reason = why[:100] or None
    user.save()


def temporary_password() -> str:
    """A drawn password in groups, such as `k7mw-3hqe-xn2p-9fdt` (about 79 random bits)."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _letter in range(_GROUP)) for _i in range(_GROUPS)
    )


def refuse_roles(reader: Reader, *, given: Iterable[str], held: Iterable[str]) -> None:
    """Refuse to give or to take a role that is not this administrator's to give."""
    allowed = roles_to_give(nationwide="" in reader.areas)
    if set(given) - set(RoleName):
        raise AccountRefused(_("There is no such role."))
    if (set(given) ^ set(held)) - allowed:
        raise AccountRefused(
            _("Only the administrator of the whole nation gives or takes this role.")
        )


def refuse_self(account: User, by: User) -> None:
    """Nobody changes their own roles, areas or account."""
    if account.pk == by.pk:
        raise AccountRefused(_("This is your own account: somebody else has to change it."))


def _administrator(by: User, right: str, at: datetime) -> Reader:
    reader = reader_for(by, on=timezone.localdate(at))
    if not reader.may(right):
        raise AccountRefused(_("You may not manage accounts."))
    if not reader.areas:
        raise AccountRefused(_("No area is assigned to you."))
    return reader


def _account(account: User, by: User, at: datetime) -> tuple[User, Reader]:
    """The account, locked, for an administrator who may act on it."""
    reader = _administrator(by, CHANGE, at)
    refuse_self(account, by)
    user = User.objects.select_for_update().get(pk=account.pk)
    if not accounts_within_reach(reader).filter(pk=user.pk).exists():
        raise AccountRefused(_("This account works for an area that is not yours."))
    return user, reader


def _groups(roles: Iterable[str]) -> QuerySet[Group]:
    return Group.objects.filter(name__in=list(roles))


def _why_roles(roles: Iterable[str]) -> str:
    return _("Roles: %(roles)s") % {"roles": ", ".join(sorted(roles)) or "–"}
