"""`manage.py create_administrator`: the first account of a new system."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from communities.services.readers import reader_for
from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.roles import install_roles
from tests.builders import TODAY

pytestmark = pytest.mark.django_db


def made(username: str = "operator") -> str:
    out = StringIO()
    call_command("create_administrator", username, name="Operator", stdout=out)
    return out.getvalue().split()[-1]


def test_the_first_administrator_works_for_the_whole_nation_and_must_change_the_password(
    client: Client,
) -> None:
    install_roles()
    password = made()
    reader = reader_for(User.objects.get(username="operator"), on=TODAY.replace(year=2030))
    assert reader.areas == ("",)
    assert reader.may("accounts.add_user")
    assert reader.may("communities.import_board")
    assert client.login(username="operator", password=password)
    assert client.get(reverse("admin:index")).url == reverse("admin:password_change")


def test_a_name_that_is_taken_is_refused() -> None:
    install_roles()
    made()
    with pytest.raises(CommandError) as refusal:
        made()
    assert refusal.value.returncode == 2


def test_without_roles_nobody_is_made() -> None:
    with pytest.raises(CommandError):
        made()
    assert not User.objects.exists()
