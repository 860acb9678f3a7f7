"""The money of the years before the system: papers brought in and checked.

A steward brings the workbooks of 2008 in. Their rows count at once, and the verifier signs them in
one act.
"""

from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone

from finance.decision_words import refused_in_words
from finance.models import Disbursement, Grant, Tranche
from finance.models.decisions import Action
from finance.services.decisions import decide
from p2kp_site.demo.chapters import VERIFIER
from p2kp_site.demo.money_chapters import AGREED_ON_PAPER, ON_PAPER
from p2kp_site.demo.office import StoryWentWrong, reader_named
from p2kp_site.foundation.models.change_sets import Door


def sign_backlog() -> int:
    """The verifier signs what was paid on paper, all in one act; returns the number of rows.

    Once only: returns 0 when nothing waits for it. Raises StoryWentWrong.
    """
    by = reader_named(VERIFIER)
    waiting = _of_the_story(Disbursement.objects.to_sign(by), "tranche__grant__")
    number: int = waiting.count()
    if not number:
        return 0
    check_papers()
    told = decide(waiting, action=Action.APPROVE, by=by, at=timezone.now(), door=Door.COMMAND)
    if told.done != number or told.refused:
        raise StoryWentWrong(refused_in_words(told) or f"{told.done} ≠ {number}")
    check_papers()
    return number


def check_papers() -> None:
    """Raise StoryWentWrong where the totals are not what the papers come to, added up by hand."""
    granted = _of_the_story(Grant.objects.all(), "").aggregate(
        granted=Sum("amount"), tranched=Sum("tranched")
    )
    moved = _of_the_story(Tranche.objects.all(), "grant__").aggregate(
        **{name: Sum(name) for name in ("approved", "paid", "accounted")}
    )
    papers = _of_the_story(Disbursement.objects.filter(is_backlog=True), "tranche__grant__")
    counted = papers.aggregate(
        payments=Count("pk"), sp2d=Count("sp2d_number", distinct=True)
    )  # fmt: skip  # a call, its options side by side
    told = {**granted, **moved, **counted}
    if told != ON_PAPER:
        raise StoryWentWrong(f"{told} ≠ {ON_PAPER}")


def _of_the_story(rows: Any, to_grant: str) -> Any:
    return rows.filter(**{f"{to_grant}agreement_number__startswith": AGREED_ON_PAPER})
