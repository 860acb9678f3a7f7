"""The pages of positions, their holders and chains: who gives what to whom."""

from typing import Any

import pytest

from finance.models import Position, PositionAssignment
from tests.builders import TODAY
from tests.builders_accounts import NATION, browser_of, make_person, region_of
from tests.finance.admin.pages import adding, errors_of, listed, page
from tests.finance.builders_disbursements import (
    make_chain,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chain(board: Any) -> Any:
    return make_chain("FASKEL", "PPK")


def test_positions_are_given_by_administrators_and_never_to_themselves() -> None:
    admin = make_person("administrator", area="14.04")
    other, browser = make_person("approver", area="14.04"), browser_of(admin)
    position = Position.objects.get(code="PPK")
    sent = {"position": position.pk, "from_on": "2026-03-01", "region": region_of("14.04").pk}
    assert browser.post(adding("positionassignment"), {**sent, "user": admin.pk}).status_code == 200
    assert not PositionAssignment.objects.exists()
    assert (
        browser.post(
            adding("positionassignment"), {**sent, "user": other.pk, "region": ""}
        ).status_code
        == 200
    )
    answer = browser.post(adding("positionassignment"), {**sent, "user": other.pk})
    assert answer.status_code == 302, errors_of(answer)
    row = PositionAssignment.objects.get()
    for address in (
        page(row),
        page(position),
        listed("positionassignment"),
        listed("position"),
        listed("chain"),
    ):
        assert browser.get(address).status_code == 200
    assert browser.get(adding("position")).status_code == 403


def test_the_chain_is_written_by_the_nations_administrators(chain) -> None:
    browser = browser_of(make_person("administrator", area=NATION))
    assert browser.get(page(chain)).status_code == 200
    assert chain.from_on < TODAY
    assert browser.get(adding("chain")).status_code == 200
