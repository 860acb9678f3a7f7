"""Each door to a form that people signed, for every kind of form: none writes under a signature.

The kinds of forms and their builders are those of `test_signoffs.py`, whose tests of the database
and of a record's own doors are walked here as well. A kind without a builder or without a dataset
fails. A new door becomes a line of `DOORS`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from communities.resources.signoffs import signoff_columns
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.running import run_import
from p2kp_site.foundation.signoffs import SIGNED, SIGNOFF_COLUMNS, SignoffState
from tests.architecture import test_signoffs as promises
from tests.architecture.form_pages import entries_of, list_of, page_of
from tests.architecture.signed_desk import Desk, outcome, person, said
from tests.builders import make_change_set, make_user
from tests.builders_accounts import INHIL, RETEH, browser_of, make_person
from tests.builders_signoffs import ROLES
from tests.exchange.contract import files
from tests.exchange.services.office import clock, counts, faults, store

pytestmark = pytest.mark.django_db

HANDED, ACKNOWLEDGED, VERIFIED = SIGNED
SAYS_WHAT_IS_LOST = [{"kind": "signed_rows", "params": {"count": 1}}]
IN_THE_SYSTEM = list(signoff_columns())
FORGED = {
    "choice": str(SignoffState.ACKNOWLEDGED.value),
    "date": "2009-02-03",
    "text": "Bapak Contoh Palsu",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Pages and the command speak English here."""
    with translation.override("en"):
        yield


# The database and the record ----------------------------------------------------------------------


def direct_update(desk: Desk) -> None:
    promises.test_no_update_past_the_doors_changes_what_was_signed(desk.form, VERIFIED)


def own_doors(desk: Desk) -> None:
    promises.test_no_door_writes_or_deletes_a_signed_form(desk.form, VERIFIED)


# The import ---------------------------------------------------------------------------------------


def file_that_changes_nothing(desk: Desk) -> None:
    desk.sign()
    by, _columns, table = desk.take()
    job = desk.bring(by, table)
    assert (faults(job), counts(job)) == ({}, {"read": 1, "unchanged": 1})
    assert job.layout["notes"] == []
    assert store(job, by).state == ImportState.DONE
    assert desk.is_sealed()


def file_that_changes_a_cell(desk: Desk) -> None:
    desk.sign()
    by, columns, table = desk.take()
    desk.changed(columns, table)
    job = desk.bring(by, table)
    assert (faults(job), counts(job)) == ({}, {"read": 1, "changed": 1})
    assert job.layout["notes"] == SAYS_WHAT_IS_LOST
    assert desk.is_sealed(), "a preview drops nothing"
    assert store(job, by).state == ImportState.DONE
    assert desk.is_open_again()
    assert desk.stored.changed_by == by.user


def file_that_was_looked_at_before_the_signature(desk: Desk) -> None:
    by, columns, table = desk.take()
    desk.changed(columns, table)
    # Without what it says about sign-offs: a file of an office, not one that was taken out here.
    table = files.without(table, columns, lambda column: column.name in IN_THE_SYSTEM)
    job = desk.bring(by, table)
    assert (counts(job), job.layout["notes"]) == ({"read": 1, "changed": 1}, [])
    desk.sign()
    job = store(job, by)
    assert (job.state, job.failure["kind"]) == (ImportState.QUEUED, "changed_since_preview")
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    assert job.layout["notes"] == SAYS_WHAT_IS_LOST
    assert desk.is_sealed()


def file_that_says_otherwise_who_signed(desk: Desk) -> None:
    desk.sign()
    by, columns, table = desk.take()
    desk.changed(columns, table)
    for place, column in enumerate(columns):
        if column.name in IN_THE_SYSTEM:
            table[1][place] = FORGED[column.read_as]
    job = desk.bring(by, table)
    assert faults(job) == {(2, name): "differs_from_row" for name in IN_THE_SYSTEM}
    assert counts(job) == {"read": 1, "refused": 1}
    assert desk.is_sealed()


def file_that_signs_a_new_row(desk: Desk) -> None:
    desk.sign()
    by, columns, table = desk.take()
    desk.form.reopen()
    desk.form.save(change_set=make_change_set())
    desk.form.delete(change_set=make_change_set())
    table = files.without(table, columns, files.is_ref)
    job = store(desk.bring(by, table), by)
    assert (job.state, counts(job)) == (ImportState.DONE, {"read": 1, "added": 1})
    told = {mark["column"] for mark in job.rows.get().faults if mark["kind"] == "not_taken_over"}
    # What else the base works out by itself, such as the name that a programme had in that year.
    assert {*IN_THE_SYSTEM} <= told <= {column.name for column in columns if column.compared}
    new = desk.model.objects.get()
    assert (new.signoff, new.signed_version, new.signatures) == (SignoffState.ENTERED, None, [])


# The form -----------------------------------------------------------------------------------------


def page_that_changes_nothing(desk: Desk) -> None:
    desk.sign()
    browser = browser_of(person(HANDED))
    answer = browser.post(page_of(desk.form), entries_of(browser, desk.form))
    assert answer.status_code == 302
    assert desk.is_sealed()


def page_that_changes_a_field(desk: Desk) -> None:
    desk.sign()
    browser = browser_of(person(HANDED))
    assert "This row carries sign-offs" in said(browser.get(page_of(desk.form)))
    name, sent = desk.edit(browser)
    answer = browser.post(page_of(desk.form), sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert "sign-offs of this row were dropped" in said(answer)
    assert str(getattr(desk.stored, name)) == sent[name][0]
    assert desk.is_open_again()


def page_that_was_opened_before_the_signature(desk: Desk) -> None:
    browser = browser_of(person(HANDED))
    name, sent = desk.edit(browser)
    before = getattr(desk.form, name)
    desk.sign()
    answer = browser.post(page_of(desk.form), sent)
    assert "signed after you had opened the page" in said(answer)
    assert sent[name][0] in said(answer), "the entries are kept"
    assert desk.is_sealed()
    assert getattr(desk.stored, name) == before
    browser.post(page_of(desk.form), {**sent, "seen_signoffs": "1"})
    assert desk.is_open_again()


def page_to_which_sign_offs_are_sent(desk: Desk) -> None:
    browser = browser_of(person(HANDED))
    who, forged = make_user().pk, {}
    for name in SIGNOFF_COLUMNS:
        forged[name] = str(who) if name.endswith("_by") else "2009-02-03"
    forged |= {"signoff": VERIFIED, "signed_version": "1", "needs_acknowledgement": "false"}
    assert browser.post(page_of(desk.form), entries_of(browser, desk.form) | forged)
    now = desk.stored
    assert (now.signoff, now.version, now.signatures) == (SignoffState.ENTERED, 1, [])
    _name, sent = desk.edit(browser)
    assert browser.post(page_of(desk.form), sent | forged).status_code == 302
    assert desk.is_open_again()
    assert desk.stored.needs_acknowledgement


def page_that_deletes(desk: Desk) -> None:
    desk.sign(HANDED)
    browser = browser_of(person(HANDED))
    assert page_of(desk.form, "delete") not in said(browser.get(page_of(desk.form)))
    answer = browser.post(page_of(desk.form, "delete"), {"post": "yes"})
    assert answer.status_code == 403
    chosen = {"_selected_action": [desk.form.pk], "action": "delete_selected"}
    assert "Rows that carry sign-offs: 1" in said(browser.post(list_of(desk.form), chosen))
    browser.post(list_of(desk.form), {**chosen, "post": "yes"})
    assert desk.is_sealed(HANDED)


# The command --------------------------------------------------------------------------------------


def command_step_by_step(desk: Desk) -> None:
    for step in (*SIGNED, SignoffState.RETURNED):
        assert desk.run(step, person(step)) == (0, outcome(1))
        assert desk.stored.signoff == step


def command_of_who_entered_it(desk: Desk) -> None:
    promises.plain(desk.form).update(
        changed_by=(both := make_person(*set(ROLES.values()), area=INHIL))
    )
    assert desk.run(HANDED, both) == (0, outcome(1))
    assert desk.run(ACKNOWLEDGED, both) == (1, outcome(0, entered_by_you=1))
    desk.sign_on(ACKNOWLEDGED)
    assert desk.run(VERIFIED, both) == (1, outcome(0, entered_by_you=1))
    assert desk.is_sealed(ACKNOWLEDGED)


def command_of_one_who_acknowledged_it(desk: Desk) -> None:
    desk.sign(HANDED)
    both = make_person("approver", "verifier", area=INHIL)
    assert desk.run(ACKNOWLEDGED, both) == (0, outcome(1))
    assert desk.run(VERIFIED, both) == (1, outcome(0, acknowledged_by_you=1))
    assert desk.is_sealed(ACKNOWLEDGED)


def command_of_another_role(desk: Desk) -> None:
    before = dict(zip(SIGNED, (SignoffState.ENTERED, *SIGNED[:2]), strict=True))
    for step, state in before.items():
        desk.sign_on(state)
        others = {*ROLES.values(), "auditor", "ministry_analyst"} - {ROLES[step]}
        says = f"This account may not sign “{desk.dataset.slug}”."
        assert desk.run(step, make_person(*others, area=INHIL)) == (2, {"says": says})
        assert desk.stored.signoff == state


def command_of_another_area(desk: Desk) -> None:
    for step in SIGNED:
        assert desk.run(step, person(step, area=RETEH)) == (0, outcome(0))
        desk.sign_on(step)


def command_out_of_order(desk: Desk) -> None:
    wrong = {
        SignoffState.ENTERED: dict.fromkeys(
            (ACKNOWLEDGED, VERIFIED, SignoffState.RETURNED), "not_handed_over"
        ),
        HANDED: {HANDED: "already_signed", VERIFIED: "not_acknowledged"},
        ACKNOWLEDGED: {HANDED: "already_signed", ACKNOWLEDGED: "already_signed"},
        VERIFIED: dict.fromkeys(SIGNED, "already_signed"),
    }
    for state, steps in wrong.items():
        desk.sign_on(state)
        for step, reason in steps.items():
            assert desk.run(step, person(step)) == (1, outcome(0, **{reason: 1})), (state, step)


DOORS: list[Callable[[Desk], None]] = [
    direct_update,
    own_doors,
    file_that_changes_nothing,
    file_that_changes_a_cell,
    file_that_was_looked_at_before_the_signature,
    file_that_says_otherwise_who_signed,
    file_that_signs_a_new_row,
    page_that_changes_nothing,
    page_that_changes_a_field,
    page_that_was_opened_before_the_signature,
    page_to_which_sign_offs_are_sent,
    page_that_deletes,
    command_step_by_step,
    command_of_who_entered_it,
    command_of_one_who_acknowledged_it,
    command_of_another_role,
    command_of_another_area,
    command_out_of_order,
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("model", promises.KINDS, ids=lambda model: model._meta.label)
def test_no_door_writes_under_a_signature(model: Any, door: Callable[[Desk], None]) -> None:
    door(Desk(model))
