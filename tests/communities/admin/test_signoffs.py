"""The page of the rules of sign-offs."""

from html import unescape

import pytest
from django.urls import reverse

from communities.models import SignoffRule
from tests.builders_accounts import NATION, browser_of, make_person

pytestmark = pytest.mark.django_db


def test_the_nation_says_which_steps_a_form_needs():
    steward = browser_of(make_person("data_steward"))
    rules = reverse("admin:communities_signoffrule_changelist")
    new = reverse("admin:communities_signoffrule_add")
    nation = browser_of(make_person("administrator", area=NATION))
    nation.post(new, {"form": "communities.board", "region": ""})
    rule = SignoffRule.objects.get()
    assert (rule.form, rule.region, rule.needs_acknowledgement) == (
        "communities.board",
        None,
        False,
    )
    assert "community boards (BKM/LKM)" in unescape(nation.get(rules).content.decode())
    assert steward.get(rules).status_code == 200
    assert steward.post(new, {"form": ""}).status_code == 403
    below = browser_of(make_person("administrator"))
    change = reverse("admin:communities_signoffrule_change", args=[rule.pk])
    assert below.post(change, {"form": ""}).status_code == 403
