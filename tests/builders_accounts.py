"""People with roles and areas, and their browsers."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from communities.models import AreaAssignment, Region
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.roles import install_roles
from tests.builders import make_region, make_user

PASSWORD = "sungai-perak-2015"
TEMBILAHAN, RETEH, INHIL, RIAU = "14.04.04", "14.04.01", "14.04", "14"
NATION = ""


def region_of(code: str) -> Region:
    """The region in force with this code, made when it is missing."""
    return Region.objects.in_force().filter(code=code).first() or make_region(code=code)


def make_person(
    *roles: str, area: str | None = TEMBILAHAN, since: date = date(2020, 1, 1), **values: Any
) -> User:
    """A person with these roles who works in an area: a code, the nation (""), or none (None)."""
    if not Group.objects.exists():
        install_roles()
    user = make_user(is_staff=True, **values)
    user.groups.set(Group.objects.filter(name__in=roles))
    if area is not None:
        region = region_of(area) if area else None
        AreaAssignment.objects.create(user=user, region=region, from_on=since)
    return user


def browser_of(user: User) -> Client:
    """The browser of a person who has signed in and reads English."""
    client = Client()
    client.force_login(user)
    reads(client, "en")
    return client


def reads(browser: Client, language: str) -> None:
    """Whoever has signed in with this browser reads this language from now on."""
    User.objects.filter(pk=browser.session["_auth_user_id"]).update(language=language)
