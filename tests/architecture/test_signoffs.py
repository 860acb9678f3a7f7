"""What holds for every form that is signed off, whoever writes the next one.

A new kind of form is put into `FORMS` with a builder that makes one as it was entered.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F

from communities.models import (
    Board,
    BoardElection,
    BoardOfficer,
    BoardYear,
    SelfHelpGroup,
    SlumArea,
)
from finance.models import Budget, Contribution, Expenditure, Grant
from p2kp_site.foundation.signoffs import (
    SIGNED,
    SIGNOFF_COLUMNS,
    SealedRecord,
    SignedForm,
    SignedRows,
    SignoffState,
)
from programs.models import Location, Partnership, Plan, Work, Workshop
from tests.architecture.sources import own_models
from tests.builders import AT, make_board, make_change_set, make_user
from tests.builders_signoffs import brought_to, signed, signer
from tests.communities.builders import (
    make_board_year,
    make_election,
    make_group,
    make_officer,
    make_slum_area,
)
from tests.finance.builders import (
    make_budget,
    make_contribution,
    make_expenditure,
    make_grant,
)
from tests.programs.builders import (
    make_location,
    make_partnership,
    make_plan,
    make_work,
    make_workshop,
)

pytestmark = pytest.mark.django_db

FORMS: dict[type[SignedForm], Callable[..., Any]] = {
    Board: make_board,
    BoardElection: make_election,
    BoardOfficer: make_officer,
    BoardYear: make_board_year,
    Budget: make_budget,
    Contribution: make_contribution,
    Expenditure: make_expenditure,
    Grant: make_grant,
    Location: make_location,
    Partnership: make_partnership,
    Plan: make_plan,
    SelfHelpGroup: make_group,
    SlumArea: make_slum_area,
    Work: make_work,
    Workshop: make_workshop,
}
KINDS = [model for model in own_models() if issubclass(model, SignedForm)]
HANDED, ACKNOWLEDGED, VERIFIED = SIGNED


def plain(form: Any) -> models.QuerySet[Any]:
    """The row of a form, past every door of ours."""
    return models.QuerySet(type(form)).filter(pk=form.pk)


@pytest.fixture(params=list(FORMS), ids=lambda model: model._meta.label)
def entered(request: pytest.FixtureRequest) -> Any:
    """A form of each kind as it was entered by somebody."""
    form = FORMS[request.param]()
    plain(form).update(changed_by=make_user())
    form.refresh_from_db()
    return form


def test_every_kind_of_form_is_tested() -> None:
    assert [model._meta.label for model in KINDS if model not in FORMS] == []


@pytest.mark.parametrize("model", KINDS, ids=lambda m: m._meta.label)
def test_a_form_keeps_what_sign_offs_promise(model: type[SignedForm]) -> None:
    app, name = model._meta.app_label, model.__name__.lower()
    held = {constraint.name for constraint in model._meta.constraints}
    parts = ("order", "two_people", "not_by_who_entered", "seal")
    assert {f"{app}_{name}_signoff_{part}" for part in parts} <= held
    assert model.guarded >= SIGNOFF_COLUMNS
    assert {"hand_over", "acknowledge", "verify"} <= set(model._meta.default_permissions)
    rows: Any = model._default_manager.all()
    assert isinstance(rows, SignedRows)
    assert type(rows).update is SignedRows.update, "the doors of a record stand before ours"


# What the database holds --------------------------------------------------------------------------


def refused(form: Any, constraint: str, **values: Any) -> None:
    name = f"{form._meta.app_label}_{form._meta.model_name}_signoff_{constraint}"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        plain(form).update(**values)


@pytest.mark.parametrize("state", SIGNED)
def test_no_update_past_the_doors_changes_what_was_signed(entered: Any, state: str) -> None:
    form = brought_to(entered, state)
    refused(form, "seal", version=F("version") + 1)
    refused(form, "seal", signed_version=None)
    form.version += 1
    name = f"{form._meta.app_label}_{form._meta.model_name}_signoff_seal"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        plain(form).bulk_update([form], ["version"])


def test_an_open_form_bears_no_seal(entered: Any) -> None:
    refused(entered, "seal", signed_version=entered.version)


def test_steps_are_taken_in_their_order(entered: Any) -> None:
    seal = {"signed_version": entered.version}
    who, when = make_user(), AT
    for state in (HANDED, ACKNOWLEDGED, VERIFIED):
        refused(entered, "order", signoff=state, **seal)
    refused(entered, "order", handed_over_by=who, handed_over_at=when)
    verified: dict[str, Any] = {"signoff": VERIFIED, "verified_by": who, "verified_at": when}
    refused(entered, "order", **verified, **seal)
    refused(brought_to(entered, HANDED), "order", **verified)


@pytest.mark.parametrize("step", SIGNED)
def test_a_signature_has_a_person_and_a_time(entered: Any, step: str) -> None:
    form = brought_to(entered, step)
    refused(form, "order", **{f"{step}_by": None})
    refused(form, "order", **{f"{step}_at": None})


def test_only_an_office_of_two_verifies_without_acknowledgement(entered: Any) -> None:
    form = brought_to(entered, HANDED)
    values: dict[str, Any] = {
        "signoff": VERIFIED, "verified_by": make_user(), "verified_at": AT
    }  # fmt: skip
    refused(form, "order", **values)
    assert plain(form).update(**values, needs_acknowledgement=False) == 1


def test_a_return_has_a_reason_and_nothing_else_does(entered: Any) -> None:
    form = brought_to(entered, SignoffState.RETURNED)
    refused(form, "order", return_reason="")
    refused(form, "order", returned_by=None)
    refused(brought_to(form, HANDED), "order", return_reason="Tanggal salah")


def test_two_people_acknowledge_and_verify(entered: Any) -> None:
    form = brought_to(entered, VERIFIED)
    refused(form, "two_people", acknowledged_by=F("verified_by"))


@pytest.mark.parametrize("step", [ACKNOWLEDGED, VERIFIED])
def test_who_entered_a_form_does_not_check_it(entered: Any, step: str) -> None:
    form = brought_to(entered, VERIFIED)
    refused(form, "not_by_who_entered", **{f"{step}_by": form.changed_by})


def test_who_entered_a_form_may_hand_it_over(entered: Any) -> None:
    form = brought_to(entered, HANDED)
    assert plain(form).update(handed_over_by=form.changed_by) == 1


# What our own doors refuse ------------------------------------------------------------------------


@pytest.mark.parametrize("state", SIGNED)
def test_no_door_writes_or_deletes_a_signed_form(entered: Any, state: str) -> None:
    form = brought_to(entered, state)
    rows: Any = type(form)._default_manager.filter(pk=form.pk)
    act = make_change_set()
    for write in (
        lambda: form.save(change_set=act),
        lambda: form.touch(act),
        lambda: rows.update(change_set=act),
        lambda: rows.bulk_update([form], ["changed_at"], change_set=act),
        lambda: form.delete(change_set=act),
        lambda: rows.delete(change_set=act),
    ):
        with pytest.raises(SealedRecord), transaction.atomic():
            write()
    assert plain(form).get().signoff == state


@pytest.mark.parametrize("state", SIGNED)
def test_opened_again_a_form_is_written_and_carries_no_sign_off(entered: Any, state: str) -> None:
    form = brought_to(entered, state)
    assert form.reopen()
    form.save(change_set=make_change_set())
    stored = plain(form).get()
    assert (stored.signoff, stored.version) == (SignoffState.ENTERED, form.version)
    assert stored.signatures == []


def test_opened_again_as_a_set_forms_are_written(entered: Any) -> None:
    form = brought_to(entered, VERIFIED)
    rows: Any = type(form)._default_manager.filter(pk=form.pk)
    assert rows.reopen() == 1
    assert rows.update(change_set=make_change_set()) == 1
    stored = plain(form).get()
    assert (stored.signoff, stored.signed_version) == (SignoffState.ENTERED, None)
    assert rows.reopen() == 0


def test_a_returned_form_is_corrected_and_keeps_its_reason(entered: Any) -> None:
    form = brought_to(entered, SignoffState.RETURNED)
    form.save(change_set=make_change_set(by=make_user()))
    assert plain(form).get().return_reason == "Tanggal salah"
    signed(type(form)._default_manager.filter(pk=form.pk), HANDED, by=signer(HANDED))
    assert plain(form).get().return_reason == ""
