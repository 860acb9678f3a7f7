"""Rows on the page of a signed form are its content: with them it becomes a new version."""

from typing import Any

import pytest
from django.contrib.messages import get_messages

from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.signoffs import SignoffState
from programs.models import Work
from tests.builders_signoffs import brought_to
from tests.programs.admin.pages import inline, page
from tests.programs.builders import make_source, make_work, make_work_cost

pytestmark = pytest.mark.django_db


def entries(browser: Any, work: Work, **changes: Any) -> dict[str, Any]:
    """What the form sends when nobody touches it."""
    form = browser.get(page(work)).context["adminform"].form
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    facts = {name: value for name, value in initial.items() if value not in (None, False)}
    empty = {**inline("costs"), **inline("progress"), **inline("photos")}
    seen = {"seen_signoffs": "1"} if work.is_signed else {}
    return {**facts, **empty, **seen, **changes}


def test_a_cost_added_on_the_page_drops_the_sign_offs_of_the_work(steward, board) -> None:
    work = brought_to(make_work(board=board), SignoffState.VERIFIED)
    cost = {"source": make_source().pk, "amount": "7.000.000"}
    answer = steward.post(page(work), entries(steward, work, **inline("costs", cost)))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert any("were dropped" in str(words) for words in get_messages(answer.wsgi_request))
    work.refresh_from_db()
    assert (work.version, work.signoff, work.signatures) == (2, SignoffState.ENTERED, [])
    assert work.changed_by is not None
    assert work.changed_by.name == "Ibu Contoh Satu"
    assert work.change_set == work.costs.get().change_set
    past = Work.history.filter(id=work.pk).latest("history_id")
    assert (past.version, past.signoff, past.history_type) == (2, SignoffState.ENTERED, "~")


def test_a_work_and_its_costs_in_one_act_become_one_version(steward, board) -> None:
    work = make_work(board=board)
    cost = {"source": make_source().pk, "amount": "7.000.000"}
    sent = entries(steward, work, number="SPK 99", **inline("costs", cost))
    assert steward.post(page(work), sent).status_code == 302
    work.refresh_from_db()
    assert (work.version, work.number) == (2, "SPK 99")


def test_a_cost_taken_away_on_the_page_counts_the_work_up(steward, board) -> None:
    work = brought_to(make_work(board=board), SignoffState.HANDED_OVER)
    cost = make_work_cost(work)
    gone = {"id": cost.pk, "work": work.pk, "source": cost.source_id, "amount": "1.000.000"}
    rows = inline("costs", {**gone, "DELETE": "on"}, stored=1)
    assert steward.post(page(work), entries(steward, work, **rows)).status_code == 302
    work.refresh_from_db()
    assert (work.version, work.signoff) == (2, SignoffState.ENTERED)


def test_saving_the_page_untouched_changes_nothing(steward, board) -> None:
    work = brought_to(make_work(board=board), SignoffState.VERIFIED)
    sent, acts = entries(steward, work), ChangeSet.objects.count()
    assert steward.post(page(work), sent).status_code == 302
    work.refresh_from_db()
    assert (work.version, work.signoff) == (1, SignoffState.VERIFIED)
    assert ChangeSet.objects.count() == acts
