"""Accounts are made, changed, stopped and given new passwords by whoever may."""

from typing import Any

import pytest

from p2kp_site.accounts.models import User
from p2kp_site.accounts.services.accounts import (
    AccountRefused,
    change_account,
    create_account,
    deactivate,
    reactivate,
    reset_password,
    temporary_password,
)
from tests.builders import AT
from tests.builders_accounts import INHIL, NATION, RETEH, make_person

pytestmark = pytest.mark.django_db


def make_new(by: User, *roles: str) -> tuple[User, str]:
    return create_account(username="baru", name="Baru", roles=roles, by=by, at=AT)


@pytest.mark.parametrize("role", ["data_steward", "verifier", "approver", "administrator"])
def test_an_office_administrator_gives_the_roles_of_an_office(role):
    user, password = make_new(make_person("administrator", area=INHIL), role)
    assert [group.name for group in user.groups.all()] == [role]
    assert user.check_password(password)
    assert user.must_change_password


@pytest.mark.parametrize("role", ["ministry_analyst", "auditor", "no_such_role"])
def test_an_office_administrator_gives_no_role_of_the_ministry(role):
    with pytest.raises(AccountRefused):
        make_new(make_person("administrator", area=INHIL), role)
    assert not User.objects.filter(username="baru").exists()


def test_the_nations_administrator_gives_roles_of_the_ministry():
    user, _password = make_new(make_person("administrator", area=NATION), "auditor")
    assert user.groups.get().name == "auditor"


@pytest.mark.parametrize(
    "by",
    [
        {"roles": ("data_steward",), "area": INHIL},
        {"roles": ("auditor",), "area": NATION},
        {"roles": ("administrator",), "area": None},
    ],
    ids=["a steward", "an auditor", "without an area"],
)
def test_whoever_is_no_administrator_makes_no_account(by):
    with pytest.raises(AccountRefused):
        make_new(make_person(*by["roles"], area=by["area"]), "verifier")


ACTS: dict[str, Any] = {
    "change": lambda account, by: change_account(
        account=account, roles=["verifier"], name="Lain", by=by, at=AT
    ),
    "deactivate": lambda account, by: deactivate(account=account, by=by, at=AT),
    "reactivate": lambda account, by: reactivate(account=account, by=by, at=AT),
    "reset_password": lambda account, by: reset_password(account=account, by=by, at=AT),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("area", ["14.01", NATION, None], ids=["beside", "nation", "nowhere"])
def test_an_account_out_of_reach_is_not_touched(act, area):
    ratna = make_person("administrator", area=INHIL)
    other = make_person("verifier", area=area, name="Tetap")
    before = other.password
    with pytest.raises(AccountRefused):
        act(other, ratna)
    other.refresh_from_db()
    assert (other.name, other.is_active, other.password) == ("Tetap", True, before)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nobody_does_it_to_themselves(act):
    ratna = make_person("administrator", area=NATION)
    with pytest.raises(AccountRefused):
        act(ratna, ratna)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_it_needs_the_right(act):
    with pytest.raises(AccountRefused):
        act(make_person("verifier", area=RETEH), make_person("data_steward", area=INHIL))


def test_a_role_of_the_ministry_is_not_taken_away_by_an_office():
    ratna = make_person("administrator", area=INHIL)
    budi = make_person("auditor", area=RETEH)
    with pytest.raises(AccountRefused):
        change_account(account=budi, roles=["verifier"], by=ratna, at=AT)
    change_account(account=budi, roles=["auditor", "verifier"], by=ratna, at=AT)
    assert budi.groups.count() == 2


def test_what_is_done_to_an_account_is_in_its_history():
    ratna = make_person("administrator", area=INHIL)
    budi = make_person("verifier", area=RETEH)
    deactivate(account=budi, by=ratna, at=AT, why="Pensiun")
    last = budi.history.latest("history_id")
    assert (last.history_user, last.history_date, last.history_change_reason) == (
        ratna,
        AT,
        "Pensiun",
    )


def test_temporary_passwords_differ_and_have_no_look_alikes():
    drawn = {temporary_password() for _n in range(200)}
    assert len(drawn) == 200
    assert not set("".join(drawn)) & set("01lio")
