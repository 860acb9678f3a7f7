"""A password that somebody else chose is changed before anything else."""

from http import HTTPStatus

import pytest

from tests.builders_accounts import PASSWORD, browser_of, make_person

pytestmark = pytest.mark.django_db

PAGE = "/admin/password_change/"
OWN = "pulau-kijang-1976"


def entries(new: str = OWN, old: str = PASSWORD) -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": new}


def newcomer():
    return make_person("data_steward", password=PASSWORD, must_change_password=True)


def test_everything_leads_to_the_password_page_until_it_is_changed():
    budi = newcomer()
    client = browser_of(budi)
    assert client.get("/admin/communities/board/").headers["Location"] == PAGE
    assert 'id="must-change"' in client.get(PAGE).content.decode()
    answer = client.post(PAGE, entries())
    assert answer.headers["Location"] == "/admin/"
    budi.refresh_from_db()
    assert not budi.must_change_password
    assert budi.check_password(OWN)
    assert client.get("/admin/communities/board/").status_code == HTTPStatus.OK


@pytest.mark.parametrize("data", [entries(new=PASSWORD), entries(old="wrong"), entries(new="1234")])
def test_a_password_that_is_no_new_one_changes_nothing(data):
    budi = newcomer()
    assert browser_of(budi).post(PAGE, data).status_code == HTTPStatus.OK
    budi.refresh_from_db()
    assert budi.must_change_password
    assert budi.check_password(PASSWORD)
