"""Signing: who may, which forms, one act for all of them, and one signature for two people."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communities.models import Board, SignoffRule
from communities.services.signoffs import MissingReason, SignOutcome, preview
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.signoffs import SIGNED, SealedRecord, SignoffState
from tests.builders import AT, make_board, make_change_set, make_region, make_user
from tests.builders_accounts import INHIL, NATION, RETEH, TEMBILAHAN, make_person, region_of
from tests.builders_signoffs import LATER, brought_to, reader_of, signed, signer

pytestmark = pytest.mark.django_db

HANDED, ACKNOWLEDGED, VERIFIED = SIGNED
RETURNED = SignoffState.RETURNED


def entered(**values: Any) -> Board:
    return make_board(change_set=make_change_set(by=make_user()), **values)


def rule(form: str = "", *, region: str = "", needed: bool = False) -> SignoffRule:
    record = SignoffRule(
        form=form,
        region=region_of(region) if region else None,
        needs_acknowledgement=needed,
    )
    record.save(change_set=make_change_set())
    return record


# The steps ----------------------------------------------------------------------------------------


def test_a_form_is_handed_over_acknowledged_and_verified() -> None:
    board = entered()
    version, author = board.version, board.changed_by
    assert board.is_signed is False
    for step in SIGNED:
        by = signer(step)
        assert signed(Board.objects.all(), step, by=by) == SignOutcome(1, 0)
        board.refresh_from_db()
        assert (board.signoff, board.signed_version) == (step, version)
        assert (getattr(board, f"{step}_by"), getattr(board, f"{step}_at")) == (by.user, LATER)
    assert (board.version, board.entered_by) == (version, author)
    assert [step for step, _who, _at in board.signatures] == list(SIGNED)


def test_a_return_takes_the_signatures_off_and_gives_a_reason() -> None:
    board = brought_to(entered(), ACKNOWLEDGED)
    by = signer(RETURNED)
    assert signed(Board.objects.all(), RETURNED, by=by, reason="  Akta belum ada ").signed == 1
    board.refresh_from_db()
    assert (board.signoff, board.return_reason) == (RETURNED, "Akta belum ada")
    assert [(step, who) for step, who, _at in board.signatures] == [(RETURNED, by.user)]


def test_nothing_is_returned_without_a_reason() -> None:
    board = brought_to(entered(), HANDED)
    with pytest.raises(MissingReason):
        signed(Board.objects.all(), RETURNED, reason="   ")
    board.refresh_from_db()
    assert board.signoff == HANDED


def test_every_step_stands_in_the_history_and_none_is_told_as_added() -> None:
    board = brought_to(entered(), RETURNED)
    past = Board.history.filter(id=board.pk).order_by("history_id")
    told = list(past.values_list("history_type", "version", "signoff"))
    assert told == [("+", 1, "entered"), ("~", 1, "handed_over"), ("~", 1, "returned")]
    last = past.last()
    assert last is not None
    assert (last.change_set.why, last.change_set.by) == ("Tanggal salah", board.returned_by)


# Who and where ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "role"),
    [
        (HANDED, "verifier"),
        (HANDED, "approver"),
        (ACKNOWLEDGED, "data_steward"),
        (ACKNOWLEDGED, "verifier"),
        (VERIFIED, "data_steward"),
        (VERIFIED, "approver"),
        (VERIFIED, "auditor"),
        (RETURNED, "data_steward"),
        (RETURNED, "ministry_analyst"),
    ],
)
def test_each_step_has_its_role(step: str, role: str) -> None:
    entered()
    with pytest.raises(PermissionDenied):
        signed(Board.objects.all(), step, by=reader_of(make_person(role, area=NATION)))


def test_forms_of_another_area_are_neither_signed_nor_counted() -> None:
    mine, other = entered(), entered(region=make_region(code=f"{RETEH}.1001"))
    for board in (mine, other):
        brought_to(board, ACKNOWLEDGED)
    here = signer(VERIFIED, area=TEMBILAHAN)
    assert signed(Board.objects.all(), VERIFIED, by=here) == SignOutcome(1, 0)
    other.refresh_from_db()
    assert other.signoff == ACKNOWLEDGED


def test_what_is_refused_is_counted_by_its_reason() -> None:
    by = signer(VERIFIED)
    own = brought_to(make_board(change_set=make_change_set(by=by.user)), ACKNOWLEDGED)
    entered()
    brought_to(entered(), HANDED)
    brought_to(entered(), VERIFIED)
    good = brought_to(entered(), ACKNOWLEDGED)
    expected = {
        "already_signed": 1, "entered_by_you": 1, "not_acknowledged": 1, "not_handed_over": 1
    }  # fmt: skip
    assert preview(Board.objects.all(), step=VERIFIED, by=by) == SignOutcome(1, 4, expected)
    assert signed(Board.objects.all(), VERIFIED, by=by) == SignOutcome(1, 4, expected)
    good.refresh_from_db()
    own.refresh_from_db()
    assert (good.signoff, own.signoff) == (VERIFIED, ACKNOWLEDGED)


def test_who_acknowledged_a_form_does_not_verify_it() -> None:
    brought_to(entered(), HANDED)
    both = reader_of(make_person("approver", "verifier", area=NATION))
    assert signed(Board.objects.all(), ACKNOWLEDGED, by=both).signed == 1
    outcome = signed(Board.objects.all(), VERIFIED, by=both)
    assert outcome == SignOutcome(0, 1, {"acknowledged_by_you": 1})


def test_what_is_verified_is_returned_by_a_verifier() -> None:
    brought_to(entered(), VERIFIED)
    outcome = signed(Board.objects.all(), RETURNED, by=signer(ACKNOWLEDGED))
    assert outcome == SignOutcome(0, 1, {"only_a_verifier": 1})
    assert signed(Board.objects.all(), RETURNED, by=signer(VERIFIED)).signed == 1


def test_an_act_that_signs_nothing_leaves_nothing_behind() -> None:
    entered()
    by, before = signer(VERIFIED), ChangeSet.objects.count()
    assert signed(Board.objects.all(), VERIFIED, by=by).signed == 0
    assert ChangeSet.objects.count() == before


def test_the_longest_waiting_form_comes_first_to_whom_it_awaits() -> None:
    boards = [entered() for _number in range(3)]
    for board in reversed(boards):
        at = AT.replace(minute=boards.index(board))
        signed(Board.objects.filter(pk=board.pk), HANDED, at=at)
    approver = signer(ACKNOWLEDGED)
    assert list(Board.objects.awaiting(ACKNOWLEDGED, approver)) == boards
    assert not Board.objects.awaiting(VERIFIED, approver).exists()
    assert not Board.objects.awaiting(VERIFIED, signer(VERIFIED)).exists()
    elsewhere = signer(ACKNOWLEDGED, area=RETEH)
    assert not Board.objects.awaiting(ACKNOWLEDGED, elsewhere).exists()


# Which steps --------------------------------------------------------------------------------------


def test_an_office_of_two_verifies_without_acknowledgement() -> None:
    rule("communities.board", region=INHIL)
    board = brought_to(entered(), HANDED)
    assert board.needs_acknowledgement is False
    outcome = signed(Board.objects.all(), ACKNOWLEDGED)
    assert outcome.reasons == {"acknowledgement_not_needed": 1}
    assert signed(Board.objects.all(), VERIFIED) == SignOutcome(1, 0)


@pytest.mark.parametrize(
    ("rules", "needed"),
    [
        ([], True),
        ([("", "", False)], False),
        ([("", "", False), ("", INHIL, True)], True),
        ([("", TEMBILAHAN, True), ("communities.board", "", False)], False),
        ([("", INHIL, False), ("", TEMBILAHAN, True)], True),
        ([("", RETEH, False)], True),
        ([("programs.work", "", False)], True),
    ],
)
def test_the_most_specific_rule_decides(rules: list[tuple[str, str, bool]], needed: bool) -> None:
    for form, region, acknowledged in rules:
        rule(form, region=region, needed=acknowledged)
    assert brought_to(entered(), HANDED).needs_acknowledgement is needed


# At once ------------------------------------------------------------------------------------------


def test_a_form_that_was_signed_meanwhile_is_not_overwritten() -> None:
    board = entered()
    seen = Board.objects.get(pk=board.pk)
    brought_to(board, HANDED)
    with pytest.raises(StaleRecord), transaction.atomic():
        seen.save(change_set=make_change_set())
    with pytest.raises(SealedRecord):
        seen.delete(change_set=make_change_set())
    board.refresh_from_db()
    assert (board.signoff, board.version) == (HANDED, 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_sign_each_form_once() -> None:
    boards = [entered() for _number in range(20)]
    start = Barrier(2)
    people = [signer(HANDED), signer(HANDED)]

    def hand_over(position: int) -> SignOutcome:
        rows = Board.objects.order_by("pk" if position else "-pk")
        start.wait(timeout=10)
        try:
            return signed(rows, HANDED, by=people[position])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(hand_over, range(2)))
    assert sum(outcome.signed for outcome in outcomes) == len(boards)
    assert sum(outcome.refused for outcome in outcomes) == len(boards)
    for board in Board.objects.all():
        assert board.history.count() == 2


def test_eleven_thousand_boards_are_signed_by_as_few_statements_as_one() -> None:
    author = make_change_set(by=make_user())
    region = make_board(change_set=author).region
    by = signer(HANDED)
    with CaptureQueriesContext(connection) as few:
        assert signed(Board.objects.all(), HANDED, by=by).signed == 1
    boards = [Board(region=region, code=f"B-{n}", name=f"BKM {n}") for n in range(11_000)]
    Board.objects.bulk_create(boards, change_set=author, batch_size=1_000)
    rows = Board.objects.filter(signoff="entered")
    with CaptureQueriesContext(connection) as many:
        assert signed(rows, HANDED, by=by) == SignOutcome(11_000, 0)
    # transaction (2), change set, rules of the steps, signing, history, what was refused; locks
    statements = 7 + connection.features.has_select_for_update
    assert len(many) == len(few) == statements, [query["sql"][:80] for query in many]
    assert Board.history.filter(signoff=HANDED).count() == 11_001
