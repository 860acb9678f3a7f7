"""The pages of accounts, as an office administrator uses them."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import AreaAssignment
from p2kp_site.accounts.models import User
from tests.builders_accounts import (
    INHIL,
    NATION,
    RETEH,
    RIAU,
    TEMBILAHAN,
    browser_of,
    make_person,
    region_of,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/user/"


@pytest.fixture
def administrator() -> Client:
    return browser_of(make_person("administrator", area=INHIL, name="Bu Ratna"))


def areas(*rows: dict[str, Any], stored: int = 0) -> dict[str, Any]:
    """What the table of areas sends."""
    data: dict[str, Any] = {
        "area_assignments-TOTAL_FORMS": len(rows),
        "area_assignments-INITIAL_FORMS": stored,
    }
    for number, row in enumerate(rows):
        data.update({f"area_assignments-{number}-{name}": v for name, v in row.items()})
    return data


def new(area: str | None = TEMBILAHAN, **facts: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"from_on": "2026-01-01"}
    if area:
        row["region"] = region_of(area).pk
    return {"username": "budi", "name": "Budi", "roles": ["data_steward"], **areas(row), **facts}


def stored_areas(user: User) -> dict[str, Any]:
    rows = [
        {"id": one.pk, "user": user.pk, "until_on": one.until_on or ""}
        for one in user.area_assignments.order_by("pk")
    ]
    return areas(*rows, stored=len(rows))


def test_a_new_account_works_somewhere_and_its_password_is_shown_once(administrator):
    answer = administrator.post(f"{LIST}add/", new())
    assert answer.status_code == HTTPStatus.OK
    password = answer.context["password"]
    budi = User.objects.get(username="budi")
    assert budi.check_password(password)
    assert budi.must_change_password
    assert budi.is_staff
    assert not budi.is_superuser
    assert list(budi.area_assignments.values_list("region__code", flat=True)) == [TEMBILAHAN]
    assert [group.name for group in budi.groups.all()] == ["data_steward"]
    assert password not in administrator.get(f"{LIST}{budi.pk}/change/").content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_account_without_an_area_is_not_made(administrator):
    answer = administrator.post(f"{LIST}add/", {**new(), **areas()})
    assert answer.status_code == HTTPStatus.OK
    assert not User.objects.filter(username="budi").exists()


@pytest.mark.parametrize("area", [RIAU, None], ids=["the province", "no region"])
def test_an_area_that_is_not_ones_own_cannot_be_given(administrator, area):
    answer = administrator.post(f"{LIST}add/", new(area=area))
    assert answer.context["errors"]
    assert not User.objects.filter(username="budi").exists()


def test_the_whole_nation_is_given_by_its_administrator_and_by_a_tick_only(administrator):
    national = browser_of(make_person("administrator", area=NATION))
    tick = areas({"from_on": "2026-01-01", "nation": "on"})
    assert administrator.post(f"{LIST}add/", {**new(area=None), **tick}).context["errors"]
    assert national.post(f"{LIST}add/", new(area=None)).context["errors"]
    assert "password" in national.post(f"{LIST}add/", {**new(area=None), **tick}).context


@pytest.mark.parametrize("role", ["ministry_analyst", "auditor", "emperor"])
def test_an_office_administrator_cannot_give_roles_of_the_ministry(administrator, role):
    answer = administrator.post(f"{LIST}add/", new(roles=[role]))
    assert "roles" in answer.context["adminform"].form.errors
    assert not User.objects.filter(username="budi").exists()


def test_roles_of_the_ministry_are_offered_to_the_nations_administrator_only(administrator):
    national = browser_of(make_person("administrator", area=NATION))
    assert "Ministry Analyst" not in administrator.get(f"{LIST}add/").content.decode()
    assert "Ministry Analyst" in national.get(f"{LIST}add/").content.decode()


def test_accounts_of_other_areas_are_not_there(administrator):
    inside = make_person("verifier", area=RETEH, name="Orang Kita")
    outside = make_person("verifier", area="14.01", name="Orang Lain")
    text = administrator.get(LIST).content.decode()
    assert "Orang Kita" in text
    assert "Orang Lain" not in text
    assert administrator.get(f"{LIST}{inside.pk}/change/").status_code == HTTPStatus.OK
    for kind in ("change", "history", "new-password", "deactivate", "hand-over"):
        answer = administrator.get(f"{LIST}{outside.pk}/{kind}/")
        assert answer.status_code == HTTPStatus.NOT_FOUND, kind


def test_an_account_that_also_works_elsewhere_is_seen_and_not_touched(administrator):
    person = make_person("verifier", area=RETEH)
    AreaAssignment.objects.create(user=person, region=region_of("14.01"), from_on="2020-01-01")
    page = administrator.get(f"{LIST}{person.pk}/change/")
    assert page.status_code == HTTPStatus.OK
    assert "14.01" not in page.content.decode()
    for kind in ("change", "new-password", "deactivate"):
        answer = administrator.post(f"{LIST}{person.pk}/{kind}/", {"name": "X"})
        assert answer.status_code == HTTPStatus.FORBIDDEN, kind


def test_nobody_changes_their_own_account():
    ratna = make_person("administrator", area=INHIL, name="Bu Ratna")
    client = browser_of(ratna)
    answer = client.post(
        f"{LIST}{ratna.pk}/change/",
        {"username": ratna.username, "name": "X", "roles": ["auditor"], **stored_areas(ratna)},
    )
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert client.post(f"{LIST}{ratna.pk}/deactivate/").status_code == HTTPStatus.FORBIDDEN


def test_roles_and_areas_of_an_account_are_changed(administrator):
    budi = make_person("verifier", area=TEMBILAHAN, username="budi")
    data = {"username": "budi", "name": "Budi", "roles": ["approver"], **stored_areas(budi)}
    data["area_assignments-0-until_on"] = "2026-06-01"
    answer = administrator.post(f"{LIST}{budi.pk}/change/", data)
    assert answer.status_code == HTTPStatus.FOUND
    assert [group.name for group in budi.groups.all()] == ["approver"]
    assert str(budi.area_assignments.get().until_on) == "2026-06-01"
    text = administrator.get(f"{LIST}{budi.pk}/history/").content.decode()
    assert "Roles: approver" in text
    assert "Bu Ratna" in text


def test_the_region_of_a_given_area_is_never_rewritten(administrator):
    budi = make_person("verifier", area=TEMBILAHAN, username="budi")
    data = {"username": "budi", "name": "Budi", "roles": ["verifier"], **stored_areas(budi)}
    data["area_assignments-0-region"] = region_of(RETEH).pk
    administrator.post(f"{LIST}{budi.pk}/change/", data)
    assert budi.area_assignments.get().region == region_of(TEMBILAHAN)


def test_an_area_of_an_account_elsewhere_cannot_be_changed_by_its_key(administrator):
    budi = make_person("verifier", area=TEMBILAHAN, username="budi")
    other = make_person("verifier", area="14.01").area_assignments.get()
    data = {"username": "budi", "name": "Budi", "roles": ["verifier"]}
    row = {"id": other.pk, "user": budi.pk, "until_on": "2026-06-01"}
    administrator.post(f"{LIST}{budi.pk}/change/", {**data, **areas(row, stored=1)})
    other.refresh_from_db()
    assert other.until_on is None


def test_a_new_password_is_asked_for_and_then_shown_once(administrator):
    budi = make_person("verifier", area=TEMBILAHAN)
    page = f"{LIST}{budi.pk}/new-password/"
    old = budi.password
    administrator.get(page)
    budi.refresh_from_db()
    assert budi.password == old
    password = administrator.post(page).context["password"]
    budi.refresh_from_db()
    assert budi.check_password(password)
    assert budi.must_change_password


def test_the_sessions_of_a_deactivated_account_end_at_once(administrator):
    budi = make_person("verifier", area=TEMBILAHAN)
    theirs = browser_of(budi)
    assert theirs.get("/admin/").status_code == HTTPStatus.OK
    administrator.post(f"{LIST}{budi.pk}/deactivate/", {"why": "Pensiun"})
    assert theirs.get("/admin/").status_code == HTTPStatus.FOUND
    assert "Pensiun" in administrator.get(f"{LIST}{budi.pk}/history/").content.decode()


def test_an_office_is_handed_over_on_a_day(administrator):
    ani = make_person("verifier", area=TEMBILAHAN)
    budi = make_person("verifier", area=RETEH)
    page = f"{LIST}{ani.pk}/hand-over/"
    offered = administrator.get(page).context["form"].fields["successor"].queryset
    assert list(offered) == [budi]
    administrator.post(page, {"successor": budi.pk, "on": "2030-01-01"})
    assert str(ani.area_assignments.get().until_on) == "2030-01-01"
    assert {str(one) for one in budi.area_assignments.values_list("region__code", flat=True)} == {
        RETEH,
        TEMBILAHAN,
    }


def test_an_auditor_looks_at_accounts_and_changes_none():
    budi = make_person("verifier", area=TEMBILAHAN)
    auditor = browser_of(make_person("auditor", area=NATION))
    page = f"{LIST}{budi.pk}/change/"
    assert auditor.get(page).status_code == HTTPStatus.OK
    assert auditor.post(page, {"name": "X"}).status_code == HTTPStatus.FORBIDDEN
    assert auditor.get(f"{LIST}add/").status_code == HTTPStatus.FORBIDDEN


def test_a_steward_sees_no_accounts():
    steward = browser_of(make_person("data_steward"))
    assert steward.get(LIST).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("query", ["role=verifier", "is_active=true", f"region={RETEH}", "q=kita"])
def test_accounts_are_filtered(administrator, query):
    make_person("verifier", area=RETEH, name="Orang Kita")
    make_person("approver", area=TEMBILAHAN, name="Yang Lain", is_active=False)
    names = [user.name for user in administrator.get(f"{LIST}?{query}").context["cl"].result_list]
    assert "Orang Kita" in names
    assert "Yang Lain" not in names


def test_the_list_asks_as_many_questions_for_many_accounts(administrator):
    make_person("verifier", area=RETEH)
    administrator.get(LIST)
    with CaptureQueriesContext(connection) as few:
        administrator.get(LIST)
    for _n in range(20):
        make_person("verifier", area=RETEH)
    with CaptureQueriesContext(connection) as many:
        administrator.get(LIST)
    assert len(few) == len(many)


def test_ones_own_account_is_read_in_whole_words():
    boss = make_person("administrator", area=NATION)
    page = browser_of(boss).get(f"{LIST}{boss.pk}/change/").content.decode()
    assert "Whole nation" in page
    assert not re.search(r">\s*Nation\s*<", page)


@pytest.mark.parametrize("button", ["new-password", "hand-over", "deactivate", "activate"])
def test_the_page_of_a_button_is_called_by_what_it_does(administrator, button):
    ani = make_person("verifier", area=TEMBILAHAN)
    page = administrator.get(f"{LIST}{ani.pk}/{button}/").content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
    assert title.split("|")[0].strip()
